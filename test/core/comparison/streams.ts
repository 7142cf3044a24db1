import {
  type BaselineComparison,
  compareWindows,
  type MeasuredWindow,
} from '../../../lambdas/core/comparison/compare-windows.ts';
import { wilsonInterval } from '../../../lambdas/core/performance/intervals/wilson.ts';
import type { MetricEstimate, MetricName } from '../../../lambdas/core/performance/types.ts';
import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

/** The accuracy of so many rows, with its interval. */
export function accuracyOf(share: number, rows: number): MetricEstimate {
  return { value: share, ...wilsonInterval(share, rows), rows };
}

/** The accuracy of so many rows drawn with a chance each of being right. */
export function drawAccuracy(random: SeededRandom, chance: number, rows: number): MetricEstimate {
  let right = 0;
  for (let row = 0; row < rows; row++) if (random.uniform() < chance) right++;
  return accuracyOf(right / rows, rows);
}

/** Daily windows, Monday first, by their estimates. */
export function windowsOf(estimates: readonly MetricEstimate[]): MeasuredWindow[] {
  return estimates.map((estimate, day) => ({
    name: `day-${day}`,
    estimate,
    groups: [Number(day % 7 > 4), day % 7],
    isUsual: true,
  }));
}

/** What is said about each window when it is judged given those before it. */
export function compareEach(
  metric: MetricName,
  baseline: MetricEstimate,
  windows: readonly MeasuredWindow[],
): BaselineComparison[] {
  return windows.map((_, i) => compareWindows(metric, baseline, windows.slice(0, i + 1)));
}

export function outcomesOf(comparisons: readonly BaselineComparison[]): string[] {
  return comparisons.map(({ outcome }) => outcome);
}

/** The share of the outcomes that are better or worse. */
export function shareCalled(outcomes: readonly string[]): number {
  return outcomes.filter((outcome) => outcome === 'better' || outcome === 'worse').length / outcomes.length;
}
