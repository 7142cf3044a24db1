import * as z from 'zod';
import { EventError, problemsOf } from './event.ts';
import { INCIDENT_OPERATIONS, incidentOperations } from './incident-event.ts';

/** Operations on a monitor's retrainings and incidents. */
const OPERATIONS = ['retrain', 'list-retrainings', 'approve', 'reject', 'rollback', ...INCIDENT_OPERATIONS] as const;

/** Operations that change nothing. They need no signature. */
const READING = ['list-retrainings', 'retrainings'] as const;

const monitor = z.string().min(1).max(200);
const dryRun = z.boolean().default(false).describe('Only reports what would happen');
const answer = {
  monitor,
  id: z.string().min(1).max(200).describe('Id of the retraining that waits for approval'),
  note: z.string().max(1000).default('').describe('Why'),
};

/**
 * An operation for the retraining function, sent by the command line with `--function`. `retrainings` and `refuse` are the names of
 * version 0.1 and work until the next version.
 */
const operationEventSchema = z.discriminatedUnion('operation', [
  z.strictObject({ operation: z.literal('retrain'), monitor, dryRun }),
  z.strictObject({
    operation: z.literal(READING),
    monitor,
    by: z.string().optional().describe('Of version 0.1; unused'),
  }),
  z.strictObject({ operation: z.literal('approve'), ...answer }),
  z.strictObject({ operation: z.literal(['reject', 'refuse']), ...answer }),
  z.strictObject({ operation: z.literal('rollback'), monitor, dryRun }),
  ...incidentOperations,
]);

export type OperationEvent = z.infer<typeof operationEventSchema>;
/** An operation as it is sent, without defaults. */
export type OperationRequest = z.input<typeof operationEventSchema>;

/** Whether an operation changes nothing, so that it needs no signature. */
export function isReading({ operation }: { readonly operation: string }): boolean {
  return READING.some((name) => name === operation);
}

/** @throws EventError */
export function parseOperation(event: unknown): OperationEvent {
  const parsed = operationEventSchema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new EventError(
    `this is not an operation: ${problemsOf(parsed.error)}. Accepted operations: ${OPERATIONS.join(', ')}`,
    { cause: parsed.error },
  );
}
