import * as z from 'zod';

/** Retrainings and the live model in the monitor's state. */

/** A requested retraining. The request stays until performance recovers or a retraining has run. */
export const retrainingSchema = z.object({
  id: z.string(),
  since: z.string().describe('The window that met the limit'),
  requestedAt: z.number().describe('Milliseconds since the epoch'),
  by: z.enum(['limit', 'drift', 'person']).default('limit'),
  limit: z.string().describe('The limit that requested it, or another reason: one printable line'),
  firstWindow: z
    .string()
    .nullable()
    .default(null)
    .describe('The first of the windows that led to the request; before version 2 the same as `since`'),
  attempt: z
    .number()
    .int()
    .min(1)
    .default(1)
    .describe(
      'Number of the next execution. It grows when an execution never took the lock, because each needs a name of its own',
    ),
  startedAt: z
    .number()
    .nullable()
    .default(null)
    .describe('When the latest execution was started, milliseconds since the epoch; null: none yet'),
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
  id: z.string().describe('Id of the request; unique within a monitor, safe in keys and names'),
  action: z
    .enum(['retrain', 'rollback'])
    .describe('`rollback`: restores the previous model and baseline; requested by a person'),
  execution: z.string().describe("Name of the state machine's execution"),
  reason: z.string().describe('Why it was requested: one printable line'),
  since: z.string().nullable().describe('The window that met the limit; null for a rollback'),
  baseline: z.string().nullable().describe('The baseline that was active when it began'),
  startedAt: z.number().describe('Milliseconds since the epoch'),
  endedAt: z.number().nullable().describe('Milliseconds since the epoch; null while it runs'),
  end: z
    // Earlier versions stored `rejected` as `refused`.
    .preprocess((end) => (end === 'refused' ? 'rejected' : end), z.enum(RETRAINING_ENDS).nullable())
    .describe('docs/retraining.md says what each end means; null while it runs'),
  message: z.string().describe('Why it ended this way: one printable line'),
});

/** The run that may retrain now. Every step extends the lock; an expired one belongs to an execution that died. */
export const lockSchema = z.object({
  owner: z.string().describe("The run's id, and its execution"),
  execution: z.string(),
  expiresAt: z.number().describe('Milliseconds since the epoch'),
});

/** A model that serves or has served. */
const servedModelSchema = z.object({
  retraining: z
    .string()
    .nullable()
    .describe('Id of the retraining that made it; null for the model that served before the first one'),
  endpointConfig: z.string(),
  baseline: z.string().nullable().describe('The baseline that belongs to it'),
});

export const liveModelSchema = servedModelSchema.extend({
  since: z
    .number()
    .describe(
      'When it began to serve all requests, milliseconds since the epoch. Windows that started earlier do not count for it',
    ),
  previous: servedModelSchema.nullable(),
});

export type RetrainingRequest = z.infer<typeof retrainingSchema>;
export type RetrainingEnd = (typeof RETRAINING_ENDS)[number];
export type RetrainingRun = z.infer<typeof retrainingRunSchema>;
export type LiveModel = z.infer<typeof liveModelSchema>;
