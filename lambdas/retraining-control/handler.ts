import type { Handler } from 'aws-lambda';
import { controlDependencies } from '../runtime/control-dependencies.ts';
import { parseControlEvent } from '../runtime/retraining-event.ts';
import { makeRetrainingHandler } from '../runtime/retraining-handler.ts';
import { runControl } from './run.ts';

export const handler: Handler<unknown, unknown> = makeRetrainingHandler(
  parseControlEvent,
  runControl,
  controlDependencies(),
);
