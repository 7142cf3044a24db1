import * as z from 'zod';

/**
 * The monitor's one mutable document, `{monitor}/state.json`: what was decided so far. It is small, it is moved only by
 * compare-and-swap, and everything a retry needs is in it.
 */

export const STATE_VERSION = 2;
/** Version 1 knew no running retrainings: it is read as a state in which none has run. */
const READABLE_VERSIONS = [1, STATE_VERSION] as const;

/** Entries kept for each kind of check, see `recordEntry` for which others are. Older windows are in the history. */
export const KEPT_WINDOWS = 400;

const incidentKind = z.enum(['data-quality', 'drift', 'performance', 'no-data', 'no-labels']);

/** What one window says about one kind of incident. `unknown` (no data, too few rows) moves no incident. */
const signalSchema = z.object({
  kind: incidentKind,
  status: z.enum(['breach', 'clear', 'unknown']),
  /** One printable line: the worst fact with its limit. */
  headline: z.string(),
  /** Printable lines: the other facts, worst first. */
  details: z.array(z.string()),
  /** Nothing is beyond its limit, but what was is not back either: opens no incident, and keeps an open one open. */
  notBack: z.literal(true).optional(),
});

/** The two numbers in which a window speaks about a limit, see `performance/claims/evidence.ts`. */
const limitEvidenceSchema = z.discriminatedUnion('test', [
  z.object({ test: z.literal('counts'), bad: z.number(), rows: z.number(), allowed: z.number() }),
  z.object({ test: z.literal('losses'), sum: z.number(), squares: z.number() }),
  z.object({ test: z.literal('score'), sum: z.number(), rows: z.number() }),
]);

/** One `alert` or `retrain` limit on one window. */
const limitOutcomeSchema = z.object({
  /** As the monitor file says it: `accuracy < 0.85`. */
  text: z.string(),
  purpose: z.enum(['alert', 'retrain']),
  /** Windows in a row that have to meet it. */
  windows: z.number().int().min(1),
  /** How this window's value compares with it; null: not enough data to say. */
  met: z.boolean().nullable(),
  /** The evidence that it is passed beyond chance; absent where values are compared as they are. */
  claim: z
    .object({
      evidence: limitEvidenceSchema.nullable(),
      /** Labelled rows that could be measured. */
      rows: z.number(),
      /** What it takes, see `performance/claims/claim-periods.ts`. */
      minimumRows: z.number(),
      /** Windows between two false alarms, on average, at least. */
      threshold: z.number(),
      /** Set where what lasts no longer than a week is not enough. */
      awaitsWeek: z.literal(true).optional(),
    })
    .optional(),
});

const windowEntrySchema = z.object({
  window: z.string(),
  /** Milliseconds since the epoch. */
  start: z.number(),
  end: z.number(),
  /** Of the result without its run time: the same digest means that there is nothing new to say. */
  digest: z.string(),
  checkedAt: z.number(),
  /** What it was compared with; absent: not recorded. */
  baseline: z.string().optional(),
  signals: z.array(signalSchema),
  /** Accuracy checks only. */
  limits: z.array(limitOutcomeSchema),
  /** Accuracy checks only: how many predictions there are, and which share of them has a label. */
  labels: z
    .object({
      coverage: z.number(),
      /** Absent: not recorded. */
      predictions: z.number().int().optional(),
      /** Whether no label is waited for: it was looked at after `labels.maxAge`, or no prediction has an id. */
      settled: z.boolean(),
      /** What was read and how: while it stays the same, another look would find the same. Absent: not recorded. */
      seen: z.string().optional(),
      /** Set where more label records cannot be read than are allowed. */
      unreadable: z.literal(true).optional(),
    })
    .nullable(),
});

/** What a person said about an incident. */
const markSchema = z.object({
  /** Who: a printable name. */
  by: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** Why: one printable line, or empty. */
  note: z.string(),
});

const incidentSchema = z.object({
  /** `{kind}-{first window}`, with `-2` and so on for another one that begins with the same window: unique within a monitor, safe in keys and names. */
  id: z.string(),
  kind: incidentKind,
  /** `resolved`: a person closed it, whatever the data says. */
  state: z.enum(['open', 'recovered', 'resolved']),
  since: z.string(),
  openedAt: z.number(),
  /** The latest window that breached. */
  lastWindow: z.string(),
  /** When and for which window the last message was sent; -1 where none was, because a message about another incident said it. */
  notifiedAt: z.number(),
  notifiedWindow: z.string(),
  recoveredWindow: z.string().nullable(),
  /** A person knows about it: no repetition is sent until it is over, or until `until` (milliseconds since the epoch). */
  acknowledged: markSchema.extend({ until: z.number().nullable() }).nullable().default(null),
  /** `newNormal`: because how the data is now is normal. */
  resolved: markSchema
    .extend({ newNormal: z.literal(true).optional() })
    .nullable()
    .default(null),
  /** Whether it was drift that one window showed and the next did not, so that it ended without a message. */
  singleWindow: z.literal(true).optional(),
});

/** One column of a {@link newNormalSchema}: where it was in the windows that are its normal. */
const normalColumnSchema = z.object({
  family: z.enum(['features', 'answers']),
  name: z.string(),
  /** The first of the windows, and its start: milliseconds since the epoch. */
  since: z.string(),
  start: z.number(),
  /** How many windows the levels are means of. */
  windows: z.number().int().min(1),
  /** Key, mean and standard error of every shift from the baseline, in standard deviations of it. */
  levels: z.array(z.tuple([z.string(), z.number(), z.number()])),
  method: z.string(),
  distance: z.number().nullable(),
});

/** A person's decision that columns are normal as they have been since an incident began. */
const newNormalSchema = markSchema.extend({
  incident: z.string(),
  /** The baseline that it holds for. */
  baseline: z.string(),
  /** Start of the last window on record when it was declared, milliseconds since the epoch. */
  until: z.number(),
  columns: z.array(normalColumnSchema),
});

/** A retraining that was asked for. It stands until performance recovers or a retraining has run. */
const retrainingSchema = z.object({
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
  'refused',
  'expired',
  'superseded',
  'rolled-back',
  'deployment-failed',
  'failed',
  'abandoned',
  'restored',
] as const;

/** One run of the retraining machine that was permitted. */
const retrainingRunSchema = z.object({
  /** That of the request; unique within a monitor, safe in keys and names. */
  id: z.string(),
  /** `rollback`: back to the previous model and baseline, asked for by a person. */
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
  /** null while it runs. */
  end: z.enum(RETRAINING_ENDS).nullable(),
  /** Why it ended so: one printable line. */
  message: z.string(),
});

/** Who may retrain now. Held from step to step; one that has expired belongs to an execution that died. */
const lockSchema = z.object({
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

const liveModelSchema = servedModelSchema.extend({
  /** Since when it serves all requests. Windows that began earlier say nothing about it. */
  since: z.number(),
  previous: servedModelSchema.nullable(),
});

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
  checks: z.object({ drift: z.array(windowEntrySchema), accuracy: z.array(windowEntrySchema) }),
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

export type Signal = z.infer<typeof signalSchema>;
export type NewNormalColumn = z.infer<typeof normalColumnSchema>;
export type DeclaredNormal = z.infer<typeof newNormalSchema>;
export type LimitOutcome = z.infer<typeof limitOutcomeSchema>;
export type WindowEntry = z.infer<typeof windowEntrySchema>;
export type Incident = z.infer<typeof incidentSchema>;
export type IncidentMark = z.infer<typeof markSchema>;
export type Acknowledgement = NonNullable<Incident['acknowledged']>;
export type RetrainingRequest = z.infer<typeof retrainingSchema>;
export type RetrainingEnd = (typeof RETRAINING_ENDS)[number];
export type RetrainingRun = z.infer<typeof retrainingRunSchema>;
export type RetrainingLock = z.infer<typeof lockSchema>;
export type LiveModel = z.infer<typeof liveModelSchema>;
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
