import type { Handler } from 'aws-lambda';
import { parseOperation } from '../runtime/operation-event.ts';
import { makeOperationHandler } from '../runtime/operation-handler.ts';
import { operationDependencies } from '../runtime/retraining-dependencies.ts';
import { runOperation } from './run.ts';

export const handler: Handler<unknown, unknown> = makeOperationHandler(
  { kind: 'retraining', parse: parseOperation, work: runOperation },
  operationDependencies(),
);
