import type { Handler } from 'aws-lambda';
import { doStep } from '../core/retraining/retrain-step.ts';
import { DATA_STEPS } from '../core/retraining/steps/data-steps.ts';
import { dataSurroundings } from '../runtime/data-dependencies.ts';
import { parseDataEvent } from '../runtime/retraining-event.ts';
import { makeRetrainingHandler } from '../runtime/retraining-handler.ts';

export const handler: Handler<unknown, unknown> = makeRetrainingHandler(
  parseDataEvent,
  (call, monitor, world) => doStep(DATA_STEPS, call, monitor, world),
  dataSurroundings(),
);
