import type { MetricName, Performance } from '../../lambdas/core/performance/types.ts';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import type { World } from './world.ts';

/** How often the intervals of a metric held its true value in the samples of a cell. */
export interface Coverage {
  readonly metric: MetricName;
  /** Samples in which the metric has a value. */
  values: number;
  /** Samples in which it also has an interval. */
  intervals: number;
  /** Intervals that lie wholly above the true value, and wholly below it. */
  above: number;
  below: number;
}

/** Draws samples of a number of rows and counts which intervals hold the true value. */
export function countCoverage(
  { draw }: Pick<World, 'draw'>,
  truth: ReturnType<World['truth']>,
  { rows, samples, seed }: { readonly rows: number; readonly samples: number; readonly seed: number },
): Coverage[] {
  const trueValues = Object.entries(truth) as [MetricName, number][];
  const coverages = trueValues.map(([metric]): Coverage => ({ metric, values: 0, intervals: 0, above: 0, below: 0 }));
  const random = new SeededRandom(seed);
  for (let sample = 0; sample < samples; sample++) {
    const { metrics } = draw(random, rows);
    trueValues.forEach(([metric, value], i) => {
      count(coverages[i], metrics[metric], value);
    });
  }
  return coverages;
}

function count(coverage: Coverage, estimate: Performance['metrics'][MetricName], value: number): void {
  if (estimate === undefined || estimate.value === null) return;
  coverage.values++;
  if (estimate.lower === null || estimate.upper === null) return;
  coverage.intervals++;
  if (estimate.lower > value) coverage.above++;
  else if (estimate.upper < value) coverage.below++;
}
