import * as z from 'zod';

/**
 * The monitor's one mutable document, `{monitor}/state.json`: what was decided so far. It is small, it is moved only by
 * compare-and-swap, and everything a retry needs is in it.
 */

export const STATE_VERSION = 1;

/** Entries kept for each kind of check: two weeks of hourly windows, whose labels may still come. Older windows are in the history. */
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
});

/** One `alert` or `retrain` limit on one window. */
const limitOutcomeSchema = z.object({
  /** As the monitor file says it: `accuracy < 0.85`. */
  text: z.string(),
  purpose: z.enum(['alert', 'retrain']),
  /** Windows in a row that have to meet it. */
  windows: z.number().int().min(1),
  /** null: not enough data to say. */
  met: z.boolean().nullable(),
});

const windowEntrySchema = z.object({
  window: z.string(),
  /** Milliseconds since the epoch. */
  start: z.number(),
  end: z.number(),
  /** Of the result without its run time: the same digest means that there is nothing new to say. */
  digest: z.string(),
  checkedAt: z.number(),
  signals: z.array(signalSchema),
  /** Accuracy checks only. */
  limits: z.array(limitOutcomeSchema),
  /** Accuracy checks only: labelled share of the window's predictions, when it last grew, and whether more is expected. */
  labels: z.object({ coverage: z.number(), grewAt: z.number(), settled: z.boolean() }).nullable(),
});

const incidentSchema = z.object({
  /** `{kind}-{first window}`, with `-2` and so on for another one that begins with the same window: unique within a monitor, safe in keys and names. */
  id: z.string(),
  kind: incidentKind,
  state: z.enum(['open', 'recovered']),
  since: z.string(),
  openedAt: z.number(),
  /** The latest window that breached. */
  lastWindow: z.string(),
  /** When and for which window people were last told. */
  notifiedAt: z.number(),
  notifiedWindow: z.string(),
  recoveredWindow: z.string().nullable(),
});

/** A retraining that a limit asked for. It stands until performance recovers or a retraining has run. */
const retrainingSchema = z.object({
  id: z.string(),
  since: z.string(),
  requestedAt: z.number(),
  /** The limit that asked for it. */
  limit: z.string(),
});

/** Something still to be published. Whoever holds the claim publishes it and then removes it. */
const outboxItemSchema = z.object({
  id: z.string(),
  claimedBy: z.string(),
  claimedAt: z.number(),
  alert: z.unknown().nullable(),
  metrics: z.array(z.unknown()),
});

export const stateSchema = z.object({
  version: z.literal(STATE_VERSION),
  monitor: z.string(),
  /** Active baseline's version. */
  baseline: z.string().nullable(),
  checks: z.object({ drift: z.array(windowEntrySchema), accuracy: z.array(windowEntrySchema) }),
  incidents: z.array(incidentSchema),
  retraining: retrainingSchema.nullable(),
  outbox: z.array(outboxItemSchema),
});

export type Signal = z.infer<typeof signalSchema>;
export type LimitOutcome = z.infer<typeof limitOutcomeSchema>;
export type WindowEntry = z.infer<typeof windowEntrySchema>;
export type Incident = z.infer<typeof incidentSchema>;
export type RetrainingRequest = z.infer<typeof retrainingSchema>;
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
    retraining: null,
    outbox: [],
  };
}
