import type { Handler } from 'aws-lambda';
import { parseOperation } from '../runtime/operation-event.ts';
import { operationDependencies } from '../runtime/retraining-dependencies.ts';
import { makeRetrainingHandler } from '../runtime/retraining-handler.ts';
import { runOperation } from './run.ts';

export const handler: Handler<unknown, unknown> = makeRetrainingHandler(
  parseOperation,
  runOperation,
  operationDependencies(),
);
