import type { Handler } from 'aws-lambda';
import { invokeAgain } from '../adapters/aws/invoke-again.ts';
import { lambdaDependencies } from '../runtime/dependencies.ts';
import { makeHandler } from '../runtime/handler.ts';
import { withIncidents } from '../runtime/incident-handler.ts';
import { requireSetting } from '../runtime/settings.ts';
import { runAccuracyChecks } from './run.ts';

const dependencies = lambdaDependencies();
// Lambda sets it.
const continueRun = invokeAgain(requireSetting(process.env, 'AWS_LAMBDA_FUNCTION_NAME'));

export const handler: Handler<unknown, unknown> = withIncidents(
  makeHandler('accuracy', (run) => runAccuracyChecks(run, continueRun), dependencies),
  dependencies,
);
