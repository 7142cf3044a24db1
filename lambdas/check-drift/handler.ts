import type { Handler } from 'aws-lambda';
import { threadsFor } from '../adapters/threads/reader-threads.ts';
import { lambdaDependencies } from '../runtime/dependencies.ts';
import { makeHandler } from '../runtime/handler.ts';
import { withIncidents } from '../runtime/incident-handler.ts';
import { runDriftCheck } from './run.ts';

const dependencies = lambdaDependencies({ threadsFor });

export const handler: Handler<unknown, unknown> = withIncidents(
  makeHandler('drift', runDriftCheck, dependencies),
  dependencies,
);
