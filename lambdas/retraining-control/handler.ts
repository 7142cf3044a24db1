import type { Handler } from 'aws-lambda';
import { runStep } from '../core/retraining/retrain-step.ts';
import { CONTROL_STEPS } from '../core/retraining/steps/control-steps.ts';
import { controlDependencies } from '../runtime/retraining-dependencies.ts';
import { parseControlEvent } from '../runtime/retraining-event.ts';
import { makeRetrainingHandler } from '../runtime/retraining-handler.ts';

export const handler: Handler<unknown, unknown> = makeRetrainingHandler(
  parseControlEvent,
  (call, monitor, context) => runStep(CONTROL_STEPS, call, monitor, context),
  controlDependencies(),
);
