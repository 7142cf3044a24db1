import * as z from 'zod';
import { incidentKind } from '../alerts.ts';

/** A window's status for one kind of incident. `unknown` (no data, too few rows) neither opens nor ends an incident. */
const signalSchema = z.object({
  kind: incidentKind,
  status: z.enum(['breach', 'clear', 'unknown']),
  /** One printable line: the worst fact with its limit. */
  headline: z.string(),
  /** Printable lines: the other facts, worst first. */
  details: z.array(z.string()),
  /** Nothing is beyond its limit, but not everything is back to normal: opens no incident and keeps an open one open. */
  notBack: z.literal(true).optional(),
});

/** A window's evidence about a limit, see `performance/claims/evidence.ts`. */
const limitEvidenceSchema = z.discriminatedUnion('test', [
  z.object({ test: z.literal('counts'), bad: z.number(), rows: z.number(), allowed: z.number() }),
  z.object({ test: z.literal('losses'), sum: z.number(), squares: z.number() }),
  z.object({ test: z.literal('score'), sum: z.number(), rows: z.number() }),
]);

/** One `alert` or `retrain` limit on one window. */
const limitOutcomeSchema = z.object({
  /** As in the monitor file: `accuracy < 0.85`. */
  text: z.string(),
  purpose: z.enum(['alert', 'retrain']),
  /** Windows in a row that have to meet it. */
  windows: z.number().int().min(1),
  /** Whether this window's value meets it; null: not enough data. */
  met: z.boolean().nullable(),
  /** The evidence that the limit is passed beyond chance; absent where values are compared as they are. */
  claim: z
    .object({
      evidence: limitEvidenceSchema.nullable(),
      /** Labelled rows that could be measured. */
      rows: z.number(),
      /** Labelled rows that a proof needs, see `performance/claims/claim-periods.ts`. */
      minimumRows: z.number(),
      /** The least average number of windows between two false alarms. */
      threshold: z.number(),
      /** Set where the limit has to be passed for more than a week. */
      awaitsWeek: z.literal(true).optional(),
    })
    .optional(),
});

/** What time lines show of a window. */
const measuresSchema = z.object({
  /** Captured rows. */
  rows: z.number(),
  /** Drift checks: the share of the features that drifted. Absent: not known. */
  driftedShare: z.number().optional(),
  /** Accuracy checks: the primary metric with its 95 % interval; null: not known. */
  metric: z
    .object({
      name: z.string(),
      value: z.number().nullable(),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
      /** Set where it is worse than in the baseline. */
      worse: z.literal(true).optional(),
    })
    .optional(),
});

/** What the state keeps of a checked window. */
export const checkedWindowSchema = z.object({
  window: z.string(),
  /** Milliseconds since the epoch. */
  start: z.number(),
  end: z.number(),
  /** Digest of the result without its run time: the same digest means the same findings. */
  digest: z.string(),
  checkedAt: z.number(),
  /** Version of the baseline it was compared with; absent: not recorded. */
  baseline: z.string().optional(),
  /** Absent: not recorded. */
  measures: measuresSchema.optional(),
  signals: z.array(signalSchema),
  /** Accuracy checks only. */
  limits: z.array(limitOutcomeSchema),
  /** Accuracy checks only: the predictions and how many of them have labels. */
  labels: z
    .object({
      coverage: z.number(),
      /** Absent: not recorded. */
      predictions: z.number().int().optional(),
      /** Whether no more labels are expected: the check ran after `labels.maxAge`, or no prediction has an id. */
      settled: z.boolean(),
      /** Digest of the inputs and settings: while it stays the same, another check would find the same. Absent: not recorded. */
      seen: z.string().optional(),
      /** Set where more label records are unreadable than allowed. */
      unreadable: z.literal(true).optional(),
    })
    .nullable(),
});

export type Measures = z.infer<typeof measuresSchema>;
export type Signal = z.infer<typeof signalSchema>;
export type LimitOutcome = z.infer<typeof limitOutcomeSchema>;
export type CheckedWindow = z.infer<typeof checkedWindowSchema>;
