import { type LambdaHandler, makeHandler } from '../runtime/handler.ts';
import { lambdaSurroundings } from '../runtime/surroundings.ts';
import { runDriftCheck } from './run.ts';

export const handler: LambdaHandler = makeHandler('drift', runDriftCheck, lambdaSurroundings());
