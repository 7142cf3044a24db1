import * as z from 'zod';
import { RETRAINING_ENDS } from '../core/decision/retraining/state.ts';
import { type ControlStepName, DATA_STEP_NAMES, type DataStepName } from '../core/retraining/contract.ts';
import type { StepCall } from '../core/retraining/retrain-step.ts';
import { EventError, problemsOf } from './event.ts';
import { isOperation } from './incident-event.ts';
import { type OperationEvent, parseOperation } from './operation-event.ts';

const frame = { monitor: z.string(), id: z.string(), execution: z.string() };
const action = z.enum(['retrain', 'rollback']);
/** Documents of SageMaker's: whoever uses them looks at what is in them. */
const document = z.record(z.string(), z.unknown());
const live = z.object({ endpoint: document, config: document, model: document.optional() });
const outcome = z.object({
  end: z.enum(RETRAINING_ENDS),
  message: z.string().optional(),
  at: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/** What each step is told, with nothing left out: a state that was moved by half a step could not be read again. */
const CONTROL_CALLS: Readonly<Record<ControlStepName, z.ZodObject>> = {
  permit: z.strictObject({ step: z.literal('permit'), ...frame, action, reason: z.string() }),
  manifest: z.strictObject({ step: z.literal('manifest'), ...frame, live }),
  requestApproval: z.strictObject({
    step: z.literal('requestApproval'),
    ...frame,
    token: z.string(),
    modelPackage: z.string(),
  }),
  deploy: z.strictObject({ step: z.literal('deploy'), ...frame, action, live, model: z.string() }),
  activateBaseline: z.strictObject({
    step: z.literal('activateBaseline'),
    ...frame,
    action,
    previousConfig: z.string(),
    endpointConfig: z.string(),
  }),
  end: z.strictObject({ step: z.literal('end'), ...frame, outcome }),
};

const DATA_CALLS: Readonly<Record<DataStepName, z.ZodObject>> = {
  plan: z.strictObject({ step: z.literal('plan'), ...frame }),
  prepareDataset: z.strictObject({
    step: z.literal('prepareDataset'),
    ...frame,
    window: z.string(),
    part: z.enum(['training', 'held-out']),
    maximumRows: z.int().min(1),
  }),
  judge: z.strictObject({ step: z.literal('judge'), ...frame }),
  register: z.strictObject({ step: z.literal('register'), ...frame, artifacts: z.string(), model: z.string() }),
};

const CONTROL_CALL = callSchema(CONTROL_CALLS);
const DATA_CALL = callSchema(DATA_CALLS);

function callSchema(calls: Readonly<Record<string, z.ZodObject>>): z.ZodType {
  const [first, ...others] = Object.values(calls);
  return z.discriminatedUnion('step', [first, ...others] as never);
}

/**
 * Reads an event of the function that moves the state: a step of the machine, or what a person asks for.
 *
 * @throws EventError
 */
export function parseControlEvent(event: unknown): StepCall<ControlStepName> | OperationEvent {
  if (isOperation(event)) return parseOperation(event);
  return parse(
    CONTROL_CALL,
    event,
    '{"operation": "list-retrainings", "monitor": "name", "by": "who asks"}, or a step of the retraining machine',
  );
}

/**
 * Reads an event of the function that reads data: a step of the machine.
 *
 * @throws EventError
 */
export function parseDataEvent(event: unknown): StepCall<DataStepName> {
  return parse(DATA_CALL, event, `a step of the retraining machine: ${DATA_STEP_NAMES.join(', ')}`);
}

function parse<T>(schema: z.ZodType, event: unknown, accepted: string): T {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data as T;
  throw new EventError(`this is not an event for retraining: ${problemsOf(parsed.error)}. Accepted: ${accepted}`, {
    cause: parsed.error,
  });
}
