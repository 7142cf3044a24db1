import * as z from 'zod';

/** What the monitor's state says about retrainings and the model that serves. */

/** A retraining that was asked for. It stands until performance recovers or a retraining has run. */
export const retrainingSchema = z.object({
  id: z.string(),
  since: z.string(),
  requestedAt: z.number(),
  by: z.enum(['limit', 'drift', 'person']).default('limit'),
  /** The limit that asked for it, or what else did: one printable line. */
  limit: z.string(),
  /** The first window of those that asked for it; before version 2 the same as `since`. */
  firstWindow: z.string().nullable().default(null),
  /** Counts the executions that were started for it and never came to run: each needs a name of its own. */
  attempt: z.number().int().min(1).default(1),
  /** When the latest execution was started; null before the first one. */
  startedAt: z.number().nullable().default(null),
});

/** How a retraining can end; docs/retraining.md says what each means and what to do. */
export const RETRAINING_ENDS = [
  'promoted',
  'promoted-old-baseline',
  'kept-live',
  'not-enough-data',
  'not-deployed',
  'rejected',
  'expired',
  'superseded',
  'rolled-back',
  'deployment-failed',
  'failed',
  'abandoned',
  'restored',
] as const;

/** One run of the retraining machine that was permitted. */
export const retrainingRunSchema = z.object({
  /** That of the request; unique within a monitor, safe in keys and names. */
  id: z.string(),
  /** `rollback`: back to the previous model and baseline, requested by a person. */
  action: z.enum(['retrain', 'rollback']),
  /** Name of the state machine's execution. */
  execution: z.string(),
  /** What asked for it: one printable line. */
  reason: z.string(),
  since: z.string().nullable(),
  /** The baseline that was active when it began. */
  baseline: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** null while it runs. Before `rejected` was called so it was stored as `refused`. */
  end: z.preprocess((end) => (end === 'refused' ? 'rejected' : end), z.enum(RETRAINING_ENDS).nullable()),
  /** Why it ended so: one printable line. */
  message: z.string(),
});

/** Who may retrain now. Held from step to step; one that has expired belongs to an execution that died. */
export const lockSchema = z.object({
  /** The run's id, and its execution. */
  owner: z.string(),
  execution: z.string(),
  /** Milliseconds since the epoch. */
  expiresAt: z.number(),
});

/** A model as this monitor deployed it, and what served before. */
const servedModelSchema = z.object({
  /** Id of the retraining that made it; null for the model that served before the first one. */
  retraining: z.string().nullable(),
  endpointConfig: z.string(),
  /** The baseline that belongs to it. */
  baseline: z.string().nullable(),
});

export const liveModelSchema = servedModelSchema.extend({
  /** Since when it serves all requests. Windows that began earlier say nothing about it. */
  since: z.number(),
  previous: servedModelSchema.nullable(),
});

export type RetrainingRequest = z.infer<typeof retrainingSchema>;
export type RetrainingEnd = (typeof RETRAINING_ENDS)[number];
export type RetrainingRun = z.infer<typeof retrainingRunSchema>;
export type LiveModel = z.infer<typeof liveModelSchema>;
