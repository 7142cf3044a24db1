import * as z from 'zod';
import { roundToKeep } from '../drift/shifts/shift.ts';
import type { CheckResult } from '../result/schema.ts';

/** How far one column was from the baseline. */
const distanceSchema = z.object({
  name: z.string(),
  method: z.string(),
  distance: z.number().nullable(),
  drifted: z.boolean(),
  shifts: z
    .array(z.tuple([z.string(), z.number(), z.number()]))
    .optional()
    .describe('Key, effect and error of every shift: later windows are compared with them'),
  flagged_by: z.string().optional().describe('Key of the shift by which it is flagged'),
  flagged_since: z
    .string()
    .optional()
    .describe(
      'The window since which it has been flagged without a break: this one, or one that may be too old to be read again',
    ),
});

/**
 * One line per check, `{monitor}/history/{kind}/{window}.jsonl`, flat and in snake case, so that Athena or DuckDB can
 * query the folder as a table. Times are ISO 8601, UTC.
 */
export const historyRowSchema = z.object({
  monitor: z.string(),
  kind: z.enum(['drift', 'accuracy']),
  window: z.string(),
  window_start: z.string(),
  window_end: z.string(),
  checked_at: z.string(),
  baseline: z.string().nullable(),
  rows: z.number(),
  rejected_share: z.number(),
  data_matches: z.enum(['yes', 'no', 'unknown']),
  drifted_share: z.number().nullable(),
  metric: z.string().nullable(),
  metric_value: z.number().nullable(),
  metric_lower: z.number().nullable(),
  metric_upper: z.number().nullable(),
  metric_rows: z.number(),
  label_coverage: z.number().nullable(),
  compared_with_baseline: z.enum(['better', 'same', 'worse', 'unknown']),
  next_step: z.enum(['continue', 'alert', 'retrain', 'fix-data', 'wait-for-labels']),
  reason: z.string().nullable(),
  features: z.array(distanceSchema).describe('Drift checks: limits are learned from these'),
  answers: z.array(distanceSchema),
});

export type HistoryRow = z.infer<typeof historyRowSchema>;

export function historyRow(result: CheckResult): HistoryRow {
  const { verdict, window } = result;
  const { performance } = verdict;
  return {
    monitor: result.monitor,
    kind: result.kind,
    window: window.name,
    window_start: window.start,
    window_end: window.end,
    checked_at: result.checkedAt,
    baseline: result.baseline?.id ?? null,
    rows: result.data.rows,
    rejected_share: result.data.rejected.share,
    data_matches: verdict.dataMatches,
    drifted_share: result.drift?.driftedShare ?? null,
    metric: performance.metric,
    metric_value: performance.value,
    metric_lower: performance.lower,
    metric_upper: performance.upper,
    metric_rows: performance.rows,
    label_coverage: result.labels?.coverage ?? null,
    compared_with_baseline: performance.comparedWithBaseline,
    next_step: verdict.nextStep,
    reason: verdict.reasons[0] ?? null,
    features: distances(result.drift, window.name),
    answers: distances(result.predictionDrift, window.name),
  };
}

type Shift = [key: string, effect: number, error: number];

function distances(drift: CheckResult['drift'], window: string): HistoryRow['features'] {
  const features = drift?.features ?? [];
  return features.map(({ name, method, distance, drifted, shift, shifts, flaggedBy }) => ({
    name,
    method,
    distance,
    drifted,
    ...(shifts && {
      shifts: shifts.map(([key, effect, error]): Shift => [key, roundToKeep(effect), roundToKeep(error)]),
    }),
    ...(flaggedBy !== undefined && { flagged_by: flaggedBy, flagged_since: shift?.since ?? window }),
  }));
}
