import * as z from 'zod';
import { incidentSchema } from '../result/incident.ts';
import { checkedWindowSchema } from './checked-window.ts';
import { newNormalSchema } from './declared-normal.ts';
import { liveModelSchema, lockSchema, retrainingRunSchema, retrainingSchema } from './retraining/state.ts';

/**
 * The monitor's one mutable document, `{monitor}/state.json`: what was decided so far. It is small, it is moved only by
 * compare-and-swap, and everything a retry needs is in it.
 */

export const STATE_VERSION = 2;
/** Version 1 knew no running retrainings: it is read as a state in which none has run. */
const READABLE_VERSIONS = [1, STATE_VERSION] as const;

/** Checked windows kept for each kind of check, see `recordCheckedWindow` for which others are. Older windows are in the history. */
export const KEPT_WINDOWS = 400;

/** Something still to be published. Whoever holds the claim publishes it and then removes it. */
const outboxItemSchema = z.object({
  id: z.string(),
  claimedBy: z.string(),
  claimedAt: z.number(),
  alert: z.unknown().nullable(),
  metrics: z.array(z.unknown()),
  /** An execution of the retraining machine to be started. */
  start: z.object({ name: z.string(), input: z.unknown() }).nullable().default(null),
});

export const stateSchema = z.object({
  version: z.literal(READABLE_VERSIONS).transform((): typeof STATE_VERSION => STATE_VERSION),
  monitor: z.string(),
  /** Active baseline's version. */
  baseline: z.string().nullable(),
  checks: z.object({ drift: z.array(checkedWindowSchema), accuracy: z.array(checkedWindowSchema) }),
  incidents: z.array(incidentSchema),
  /** Oldest first; with each baseline, a column is in at most one. */
  newNormals: z.array(newNormalSchema).default([]),
  /** The one that is asked for now. */
  retraining: retrainingSchema.nullable(),
  /** The latest runs, oldest first; cooldown and budget count them. */
  retrainings: z.array(retrainingRunSchema).default([]),
  lock: lockSchema.nullable().default(null),
  /** null: no retraining has deployed a model yet. */
  model: liveModelSchema.nullable().default(null),
  outbox: z.array(outboxItemSchema),
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
  };
}
