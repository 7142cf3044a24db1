import * as z from 'zod';
import type { StepCall } from '../core/retrain-step.ts';
import {
  CONTROL_STEP_NAMES,
  type ControlStepName,
  DATA_STEP_NAMES,
  type DataStepName,
} from '../core/retraining/contract.ts';
import { EventError } from './event.ts';
import { type Operation, operationSchema } from './operation-event.ts';

/** What the machine tells a step was made by the machine from answers of these functions: only its frame is checked. */
function callSchema(steps: readonly string[]) {
  return z.looseObject({
    step: z.enum(steps as [string, ...string[]]),
    monitor: z.string(),
    id: z.string(),
    execution: z.string(),
  });
}

/**
 * Reads an event of the function that moves the state: a step of the machine, or what a person asks for.
 *
 * @throws EventError
 */
export function parseControlEvent(event: unknown): StepCall<ControlStepName> | Operation {
  const isStep = typeof event === 'object' && event !== null && 'step' in event;
  const schema = isStep ? callSchema(CONTROL_STEP_NAMES) : operationSchema;
  return parse(schema, event, '{"operation": "retrainings", "monitor": "name"}, or a step of the retraining machine');
}

/**
 * Reads an event of the function that reads data: a step of the machine.
 *
 * @throws EventError
 */
export function parseDataEvent(event: unknown): StepCall<DataStepName> {
  return parse(callSchema(DATA_STEP_NAMES), event, `a step of the retraining machine: ${DATA_STEP_NAMES.join(', ')}`);
}

function parse<T>(schema: z.ZodType, event: unknown, accepted: string): T {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data as T;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the event'}: ${message}`);
  throw new EventError(`this is not an event for retraining: ${problems.join('; ')}. Accepted: ${accepted}`, {
    cause: parsed.error,
  });
}
