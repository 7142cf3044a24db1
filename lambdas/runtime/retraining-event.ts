import type * as z from 'zod';
import type { StepRequest } from '../core/retraining/contract.ts';
import {
  CONTROL_STEP_NAMES,
  type ControlStepName,
  controlRequestSchema,
  DATA_STEP_NAMES,
  type DataStepName,
  dataRequestSchema,
} from '../core/retraining/step-requests.ts';
import { EventError, problemsOf } from './event.ts';

/**
 * Reads an event of the function that moves the state: a step of the machine. Operations go to another function, so that a person
 * who may request a retraining cannot run a step of one.
 *
 * @throws EventError
 */
export function parseControlEvent(event: unknown): StepRequest<ControlStepName> {
  return parse(controlRequestSchema, event, `a step of the retraining machine: ${CONTROL_STEP_NAMES.join(', ')}`);
}

/**
 * Reads an event of the function that reads data: a step of the machine.
 *
 * @throws EventError
 */
export function parseDataEvent(event: unknown): StepRequest<DataStepName> {
  return parse(dataRequestSchema, event, `a step of the retraining machine: ${DATA_STEP_NAMES.join(', ')}`);
}

function parse<T>(schema: z.ZodType<T>, event: unknown, accepted: string): T {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new EventError(`this is not an event for retraining: ${problemsOf(parsed.error)}. Accepted: ${accepted}`, {
    cause: parsed.error,
  });
}
