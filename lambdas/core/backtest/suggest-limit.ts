import type { HistoryRow } from '../history/row.ts';
import { METRICS } from '../performance/metrics/registry.ts';
import type { MetricName } from '../performance/types.ts';
import type { BadPeriod } from './assess.ts';

const YEAR = 365.25 * 86_400_000;
/** Decimals of a suggested limit, which is rounded to the side with fewer alerts. */
const DECIMALS = 4;

/** A limit that compares each window's value as it is, and how often it would have been passed. */
export interface SuggestedLimit {
  /** `accuracy < 0.8123`. */
  readonly when: string;
  /** Windows beyond it. */
  readonly windows: number;
  readonly aYear: number;
  /** Runs of such windows. */
  readonly incidents: number;
  /** The wanted number of windows a year. */
  readonly wanted: number;
  /** Measured windows on which it rests. */
  readonly measured: number;
  /**
   * Measured windows without which the wanted number a year cannot be known; null: no number of windows shows that none will pass.
   * Of n windows alike, a new one is beyond the worst with probability 1 / (n + 1), so at a rate of r a year even the strictest limit
   * that n windows of L years can show needs 1 / (n + 1) ≤ r · L.
   */
  readonly needed: number | null;
  /** Windows a year that will pass even a limit at the worst measured window: one in n + 1. */
  readonly leastAYear: number;
}

/** Whether there are windows enough to know a limit that so many a year pass. */
export function isKnown({ measured, needed }: SuggestedLimit): boolean {
  return needed === null || measured >= needed;
}

/**
 * The tightest limit on a metric that at most so many windows a year would have passed, of those that are not known to be bad. Windows
 * are counted, not incidents: a limit that most windows pass has few incidents, which never end.
 *
 * @param rows accuracy rows, oldest first
 * @param aYear wanted number of windows a year
 * @returns null where nothing was measured, or better is neither higher nor lower
 */
export function suggestLimit(
  rows: readonly HistoryRow[],
  aYear: number,
  bad: readonly BadPeriod[],
): SuggestedLimit | null {
  const measured = rows.filter((row) => row.metric !== null && row.metric_value !== null && !isBad(row, bad));
  const metric = measured.at(-1)?.metric as MetricName | undefined;
  if (metric === undefined || METRICS[metric].better === 'zero') return null;
  const isHigherBetter = METRICS[metric].better === 'higher';
  // With the sign turned where lower is better, a limit is passed by smaller values.
  const values = measured
    .filter((row) => row.metric === metric)
    .map((row) => row.metric_value! * (isHigherBetter ? 1 : -1));
  const years =
    measured.reduce((sum, row) => sum + Date.parse(row.window_end) - Date.parse(row.window_start), 0) / YEAR;
  const perYear = measured.length / years;
  let limit: number | null = null;
  for (const value of [...new Set(values)].sort((a, b) => a - b)) {
    const rounded = Math.floor(value * 10 ** DECIMALS) / 10 ** DECIMALS;
    if (countBeyond(values, rounded) / years > aYear) break;
    limit = rounded;
  }
  if (limit === null) return null;
  const windows = countBeyond(values, limit);
  const shown = Number((limit * (isHigherBetter ? 1 : -1)).toFixed(DECIMALS));
  return {
    when: `${metric} ${isHigherBetter ? '<' : '>'} ${shown}`,
    windows,
    aYear: windows / years,
    incidents: countRuns(values, limit),
    wanted: aYear,
    measured: measured.length,
    // Rounded, so that a tenth of a year ten times is a year.
    needed: aYear === 0 ? null : Math.max(1, Math.ceil(Number((perYear / aYear - 1).toFixed(6)))),
    leastAYear: perYear / (measured.length + 1),
  };
}

function isBad({ window_start }: HistoryRow, bad: readonly BadPeriod[]): boolean {
  const start = Date.parse(window_start);
  return bad.some((period) => start >= period.start && start < period.end);
}

function countBeyond(values: readonly number[], limit: number): number {
  return values.filter((value) => value < limit).length;
}

function countRuns(values: readonly number[], limit: number): number {
  return values.filter((value, i) => value < limit && !(i > 0 && values[i - 1] < limit)).length;
}
