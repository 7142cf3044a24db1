import * as z from 'zod';
import { incidentKind } from '../result/incident.ts';

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

/** What is kept in the state of one checked window. */
export const checkedWindowSchema = z.object({
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

export type Signal = z.infer<typeof signalSchema>;
export type LimitOutcome = z.infer<typeof limitOutcomeSchema>;
export type CheckedWindow = z.infer<typeof checkedWindowSchema>;
