import { type LambdaHandler, makeHandler } from '../runtime/handler.ts';
import { lambdaSurroundings } from '../runtime/surroundings.ts';
import { runBaselineBuild } from './run.ts';

export const handler: LambdaHandler = makeHandler('baseline', runBaselineBuild, lambdaSurroundings());
