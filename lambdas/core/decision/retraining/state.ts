import * as z from 'zod';

/** Retrainings and the live model in the monitor's state. */

/** A requested retraining. The request stays until performance recovers or a retraining has run. */
export const retrainingSchema = z.object({
  id: z.string(),
  since: z.string(),
  requestedAt: z.number(),
  by: z.enum(['limit', 'drift', 'person']).default('limit'),
  /** The limit that requested it, or another reason: one printable line. */
  limit: z.string(),
  /** The first of the windows that led to the request; before version 2 the same as `since`. */
  firstWindow: z.string().nullable().default(null),
  /** Number of the next execution. It grows when an execution never took the lock, because each needs a name of its own. */
  attempt: z.number().int().min(1).default(1),
  /** When the latest execution was started; null: none yet. */
  startedAt: z.number().nullable().default(null),
});

/** How a retraining can end; docs/retraining.md says what each means and what to do. */
export const RETRAINING_ENDS = [
  'promoted',
  'promoted-unconfirmed',
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
  /** Id of the request; unique within a monitor, safe in keys and names. */
  id: z.string(),
  /** `rollback`: restores the previous model and baseline; requested by a person. */
  action: z.enum(['retrain', 'rollback']),
  /** Name of the state machine's execution. */
  execution: z.string(),
  /** Why it was requested: one printable line. */
  reason: z.string(),
  since: z.string().nullable(),
  /** The baseline that was active when it began. */
  baseline: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** null while it runs. Earlier versions stored `rejected` as `refused`. */
  end: z.preprocess((end) => (end === 'refused' ? 'rejected' : end), z.enum(RETRAINING_ENDS).nullable()),
  /** Why it ended this way: one printable line. */
  message: z.string(),
});

/** The run that may retrain now. Every step extends the lock; an expired one belongs to an execution that died. */
export const lockSchema = z.object({
  /** The run's id, and its execution. */
  owner: z.string(),
  execution: z.string(),
  /** Milliseconds since the epoch. */
  expiresAt: z.number(),
});

/** A model that serves or has served. */
const servedModelSchema = z.object({
  /** Id of the retraining that made it; null for the model that served before the first one. */
  retraining: z.string().nullable(),
  endpointConfig: z.string(),
  /** The baseline that belongs to it. */
  baseline: z.string().nullable(),
});

export const liveModelSchema = servedModelSchema.extend({
  /** When it began to serve all requests. Windows that started earlier do not count for it. */
  since: z.number(),
  previous: servedModelSchema.nullable(),
});

export type RetrainingRequest = z.infer<typeof retrainingSchema>;
export type RetrainingEnd = (typeof RETRAINING_ENDS)[number];
export type RetrainingRun = z.infer<typeof retrainingRunSchema>;
export type LiveModel = z.infer<typeof liveModelSchema>;
