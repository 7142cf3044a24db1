import { comparePerformance } from '../performance/compare.ts';
import { Z } from '../performance/intervals/quantiles.ts';
import { METRIC_FUNCTION_KEYS, METRICS } from '../performance/metrics/registry.ts';
import type { MetricEstimate, MetricName } from '../performance/types.ts';
import { normalSurvival } from '../statistics/normal.ts';
import { isKnown, type PairedDifference, type PairedOutcome, twoSided } from './paired/difference.ts';
import { PAIRED_COMPARISONS } from './paired/registry.ts';
import { evaluatePair, type PairedPerformance, type PairedRows } from './paired-rows.ts';

/** A metric of both models on the same rows. */
export interface ComparedMetric {
  readonly metric: MetricName;
  readonly candidate: MetricEstimate;
  readonly live: MetricEstimate;
  /** null when there is none; `reason` says why. */
  readonly difference: PairedDifference | null;
  readonly reason: string | null;
}

/** Compares two models by one metric. @param performance Of both on these rows. */
export function compareMetric(
  rows: PairedRows,
  metric: MetricName,
  performance: PairedPerformance = evaluatePair(rows),
): ComparedMetric {
  const [candidate, live] = [performance.candidate.metrics[metric]!, performance.live.metrics[metric]!];
  const unknown = (reason: string) => ({ metric, candidate, live, difference: null, reason });
  if (candidate.value === null) return unknown(`${metric} of the candidate is not defined: ${candidate.reason}`);
  if (live.value === null) return unknown(`${metric} of the live model is not defined: ${live.reason}`);
  const outcome = widenPoint(compareRows(rows, metric), candidate, live, metric);
  if (!isKnown(outcome)) return unknown(`${metric} has no interval of the difference: ${outcome.reason}`);
  return { metric, candidate, live, difference: outcome, reason: null };
}

function compareRows(rows: PairedRows, metric: MetricName): PairedOutcome {
  const compare = PAIRED_COMPARISONS[metric]?.[METRIC_FUNCTION_KEYS[rows.problem]] as
    | ((rows: PairedRows) => PairedOutcome)
    | undefined;
  if (compare === undefined) throw new RangeError(`${metric} has no paired test for ${rows.problem}`);
  return compare(rows);
}

/**
 * A difference whose rows show no spread (one model perfect, the other constant) is not certain for that reason. It
 * gets the interval of two independent estimates, square-and-add, which for two models on the same rows is too wide
 * rather than too narrow.
 */
function widenPoint(
  outcome: PairedOutcome,
  candidate: MetricEstimate,
  live: MetricEstimate,
  metric: MetricName,
): PairedOutcome {
  if (!isKnown(outcome) || outcome.value === 0 || outcome.lower < outcome.upper) return outcome;
  const { lower, upper } = comparePerformance(live, candidate, METRICS[metric]);
  if (lower === null || upper === null) {
    return { reason: `the rows show no spread; ${candidate.reason ?? live.reason}` };
  }
  const { value } = outcome;
  const half = value > 0 ? value - lower : upper - value;
  return { value, lower, upper, pValue: twoSided(value, half / Z, normalSurvival), test: 'square-and-add' };
}

/** How much better the candidate is: the difference, turned so that more is better. */
export function gainOf({ metric, difference }: ComparedMetric): { value: number; lower: number; upper: number } | null {
  if (difference === null) return null;
  const { value, lower, upper } = difference;
  return METRICS[metric].better === 'higher'
    ? { value, lower, upper }
    : { value: 0 - value, lower: 0 - upper, upper: 0 - lower };
}
