import type { Handler } from 'aws-lambda';
import { lambdaDependencies } from '../runtime/dependencies.ts';
import { makeHandler } from '../runtime/handler.ts';
import { withIncidents } from '../runtime/incident-handler.ts';
import { runAccuracyChecks } from './run.ts';

const dependencies = lambdaDependencies();

export const handler: Handler<unknown, unknown> = withIncidents(
  makeHandler('accuracy', runAccuracyChecks, dependencies),
  dependencies,
);
