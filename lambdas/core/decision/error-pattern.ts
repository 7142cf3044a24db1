import type { MetricEstimate } from '../performance/metric-estimate.ts';
import type { CheckResult } from '../result/schema.ts';
import { formatCount, formatMeasure, formatShare, formatValue } from '../text/numbers.ts';
import { quoted } from '../text/quoted.ts';

type Performance = NonNullable<CheckResult['performance']>;
type Estimate = Pick<MetricEstimate, 'value' | 'lower' | 'upper'>;
type Matrix = NonNullable<Performance['confusionMatrix']>;

/** From this share of the mean squared error on, a bias is worth naming: it is then at least 0.58 standard deviations of the rest. */
const LEAST_SHARE_OF_BIAS = 0.25;
/** How many standard errors more rows of a class have the other answer than their own. */
const CLEARLY_MORE = 3.3;

/**
 * What the errors of a model that is worse have in common, and so where to look first: predictions that are all too high or too
 * low, classes that are exchanged, scores of the other class. null where they have nothing of this in common.
 *
 * @param baseline The metrics on the baseline's held-out rows, by name; null: there are none.
 */
export function describeErrorPattern(
  performance: Performance,
  baseline: Readonly<Partial<Record<string, MetricEstimate>>> | null,
): string | null {
  const { metrics, confusionMatrix } = performance;
  return (
    (confusionMatrix && describeExchange(confusionMatrix)) ??
    describeReversed(metrics['roc_auc'], baseline?.['roc_auc']) ??
    describeBias(metrics['bias'], metrics['rmse']?.value ?? null, baseline?.['bias']?.value ?? null)
  );
}

/** Two classes that each are mostly predicted as the other. */
function describeExchange({ classes, counts }: Matrix): string | null {
  for (let a = 0; a < classes.length; a++) {
    for (let b = a + 1; b < classes.length; b++) {
      if (!isMostly(counts[a], b, a) || !isMostly(counts[b], a, b)) continue;
      const part = (from: number, to: number) =>
        `${formatCount(counts[from][to])} of ${formatCount(total(counts[from]))} rows with the label ${quoted(classes[from])} are predicted as ${quoted(classes[to])}`;
      return `labels or answers may have exchanged two classes: ${part(a, b)}, and ${part(b, a)}`;
    }
  }
  return null;
}

/** Whether more rows of a class have the other answer than their own, beyond chance. */
function isMostly(row: readonly number[], other: number, own: number): boolean {
  return row[other] - row[own] > CLEARLY_MORE * Math.sqrt(row[other] + row[own]);
}

function total(row: readonly number[]): number {
  return row.reduce((sum, rows) => sum + rows, 0);
}

/** Scores that rank rows the wrong way round, unlike those of the baseline. */
function describeReversed(now: Estimate | undefined, before: Estimate | undefined): string | null {
  if (now?.upper == null || now.upper >= 0.5 || (before?.value ?? 1) <= 0.5) return null;
  return `scores may be those of the other class: roc_auc is ${formatMeasure(now.value)}, and ${formatMeasure(1 - now.value!)} if high scores mean the negative class`;
}

/** Predictions that are too high, or too low, by more than in the baseline. */
function describeBias(bias: Estimate | undefined, rmse: number | null, before: number | null): string | null {
  const { value = null, lower = null, upper = null } = bias ?? {};
  if (value === null || lower === null || upper === null || rmse === null || (lower <= 0 && upper >= 0)) return null;
  const share = (value / rmse) ** 2;
  if (!(share >= LEAST_SHARE_OF_BIAS) || Math.abs(before ?? 0) >= Math.abs(value)) return null;
  const than = before === null ? '' : ` (bias ${formatValue(before)} in the baseline)`;
  return `predictions are too ${value > 0 ? 'high' : 'low'} by ${formatValue(Math.abs(value))} on average${than}, which makes up ${formatShare(share)} of the mean squared error`;
}
