import { comparePerformance, type MetricComparison } from '../performance/compare.ts';
import { Z } from '../performance/intervals/quantiles.ts';
import { METRICS, metricNames } from '../performance/metrics/registry.ts';
import type { MetricEstimate, MetricName, Performance } from '../performance/types.ts';
import { formatMeasure } from '../text/numbers.ts';
import { scaleOf, standardise } from './scale.ts';

/**
 * "No worse" is a claim too: the data has to exclude a loss of this many standard deviations of a row, a small effect (J. Cohen,
 * 1988). Of two equal models, 200 rows on each side do so in every second comparison, 600 in nine of ten.
 */
const SMALL = 0.2;

const NAMES = { baseline: 'the reference', window: 'the file' };

/** How one sample of predictions stands against another. */
export interface ReferenceComparison {
  /** The metric that decides. */
  readonly metric: MetricName;
  readonly verdict: 'worse' | 'no-worse' | 'not-enough-data';
  /** Why there is not enough data; null: there is. */
  readonly reason: string | null;
  /** Every metric by itself: sample minus reference, with the 95 % interval of the difference. */
  readonly metrics: Readonly<Record<string, MetricComparison>>;
}

/**
 * Compares the performance on two independent samples of rows. Worse is a difference whose 95 % interval excludes zero
 * ({@link comparePerformance}). No worse is any other that excludes a loss of {@link SMALL}.
 *
 * @param incomparable Why a metric cannot be compared; undefined where it can.
 */
export function compareToReference(
  metric: MetricName,
  { problem, metrics }: Pick<Performance, 'problem' | 'metrics'>,
  reference: Pick<Performance, 'metrics'>,
  incomparable: (metric: MetricName) => string | undefined = () => undefined,
): ReferenceComparison {
  const compared = metricNames(problem).map((name): [MetricName, MetricComparison] => {
    const reason = incomparable(name);
    if (reason !== undefined) return [name, unknown(reason)];
    return [name, comparePerformance(reference.metrics[name]!, metrics[name]!, METRICS[name], NAMES)];
  });
  const deciding = compared.find(([name]) => name === metric)![1];
  const reason = whyNotEnough(metric, deciding, metrics[metric]!, reference.metrics[metric]!);
  const verdict = reason !== null ? 'not-enough-data' : deciding.outcome === 'worse' ? 'worse' : 'no-worse';
  return { metric, verdict, reason, metrics: Object.fromEntries(compared) };
}

function unknown(reason: string): MetricComparison {
  return { outcome: 'unknown', difference: null, lower: null, upper: null, reason };
}

function whyNotEnough(
  metric: MetricName,
  { outcome, lower, upper, reason }: MetricComparison,
  estimate: MetricEstimate,
  reference: MetricEstimate,
): string | null {
  if (outcome === 'unknown') return reason!;
  if (outcome !== 'same' || excludesLoss(metric, estimate, reference)) return null;
  if (scaleOf(metric) === null) return `${metric} can only show that it is worse or better`;
  const loss = METRICS[metric].better === 'higher' ? -lower! : upper!;
  return `a loss of up to ${formatMeasure(loss)} is not excluded`;
}

/** Whether the loss is surely smaller than {@link SMALL}, on the scale on which the metric's windows are compared. */
function excludesLoss(metric: MetricName, estimate: MetricEstimate, reference: MetricEstimate): boolean {
  const scale = scaleOf(metric);
  const [now, before] = scale === null ? [] : [standardise(estimate, scale), standardise(reference, scale)];
  if (scale === null || !now || !before) return false;
  const unit = scale.isOfRows ? 1 : before.error * Math.sqrt(reference.rows);
  const { better } = METRICS[metric];
  const loss =
    better === 'zero'
      ? Math.abs(now.value) - Math.abs(before.value)
      : (now.value - before.value) * (better === 'lower' ? 1 : -1);
  return loss + Z * Math.hypot(now.error, before.error) < SMALL * unit;
}
