import * as z from 'zod';
import { incidentSchema } from '../result/incident.ts';
import { checkedWindowSchema } from './checked-window.ts';
import { newNormalSchema } from './declared-normal.ts';
import { liveModelSchema, lockSchema, retrainingRunSchema, retrainingSchema } from './retraining/state.ts';

/**
 * The monitor's only mutable document, `{monitor}/state.json`: everything decided so far. It is small, changes only by
 * compare-and-swap, and holds everything that a retry needs.
 */

export const STATE_VERSION = 2;
/** Version 1 did not record runs of retrainings: it is read as a state without runs. */
const READABLE_VERSIONS = [1, STATE_VERSION] as const;

/** Checked windows kept for each kind of check; `recordCheckedWindow` keeps some older ones too. The history has all. */
export const KEPT_WINDOWS = 400;

/** Something still to be published. The run that holds the claim publishes it and then removes it. */
export const outboxItemSchema = z.object({
  id: z.string(),
  claimedBy: z.string(),
  claimedAt: z.number(),
  alert: z.unknown().nullable(),
  metrics: z.array(z.unknown()),
  /** An execution of the retraining machine to start. */
  start: z.object({ name: z.string(), input: z.unknown() }).nullable().default(null),
});

export const stateSchema = z.object({
  version: z.literal(READABLE_VERSIONS).transform((): typeof STATE_VERSION => STATE_VERSION),
  monitor: z.string(),
  /** Version of the active baseline. */
  baseline: z.string().nullable(),
  checks: z.object({ drift: z.array(checkedWindowSchema), accuracy: z.array(checkedWindowSchema) }),
  incidents: z.array(incidentSchema),
  /** Oldest first. For each baseline, a column is in at most one. */
  newNormals: z.array(newNormalSchema).default([]),
  /** The pending request, if there is one. */
  retraining: retrainingSchema.nullable(),
  /** The latest runs, oldest first. Cooldown and budget count them. */
  retrainings: z.array(retrainingRunSchema).default([]),
  lock: lockSchema.nullable().default(null),
  /** null: no retraining has deployed a model yet. */
  model: liveModelSchema.nullable().default(null),
  outbox: z.array(outboxItemSchema),
  /** Signatures of people's operations that could be sent again, with the run that each counted for. `at`: milliseconds since the epoch. */
  usedSignatures: z.array(z.object({ digest: z.string(), run: z.string(), at: z.number() })).default([]),
});

export type OutboxItem = z.infer<typeof outboxItemSchema>;
export type MonitorState = z.infer<typeof stateSchema>;
export type CheckKind = keyof MonitorState['checks'];

export function emptyState(monitor: string): MonitorState {
  return {
    version: STATE_VERSION,
    monitor,
    baseline: null,
    checks: { drift: [], accuracy: [] },
    incidents: [],
    newNormals: [],
    retraining: null,
    retrainings: [],
    lock: null,
    model: null,
    outbox: [],
    usedSignatures: [],
  };
}
