import { type LambdaHandler, makeHandler } from '../runtime/handler.ts';
import { lambdaSurroundings } from '../runtime/surroundings.ts';
import { runAccuracyChecks } from './run.ts';

export const handler: LambdaHandler = makeHandler('accuracy', runAccuracyChecks, lambdaSurroundings());
