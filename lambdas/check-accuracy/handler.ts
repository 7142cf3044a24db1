import type { Handler } from 'aws-lambda';
import { lambdaSurroundings } from '../runtime/dependencies.ts';
import { makeHandler } from '../runtime/handler.ts';
import { withIncidents } from '../runtime/incident-handler.ts';
import { runAccuracyChecks } from './run.ts';

const surroundings = lambdaSurroundings();

export const handler: Handler<unknown, unknown> = withIncidents(
  makeHandler('accuracy', runAccuracyChecks, surroundings),
  surroundings,
);
