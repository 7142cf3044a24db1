import type { Handler } from 'aws-lambda';
import { runStep } from '../core/retraining/retrain-step.ts';
import { DATA_STEPS } from '../core/retraining/steps/data-steps.ts';
import { dataDependencies } from '../runtime/data-dependencies.ts';
import { parseDataEvent } from '../runtime/retraining-event.ts';
import { makeRetrainingHandler } from '../runtime/retraining-handler.ts';

export const handler: Handler<unknown, unknown> = makeRetrainingHandler(
  parseDataEvent,
  (call, monitor, context) => runStep(DATA_STEPS, call, monitor, context),
  dataDependencies(),
);
