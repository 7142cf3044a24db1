import { lambdaDependencies } from '../runtime/dependencies.ts';
import { type LambdaHandler, makeHandler } from '../runtime/handler.ts';
import { runBaselineBuild } from './run.ts';

export const handler: LambdaHandler = makeHandler('baseline', runBaselineBuild, lambdaDependencies());
