import type { MetricName, Performance } from '../../lambdas/core/performance/types.ts';
import type { SeededRandom } from '../../lambdas/core/statistics/random.ts';

/** A world that labelled predictions are drawn from, and what the metrics are in it. */
export interface World {
  readonly draw: (random: SeededRandom, rows: number) => Performance;
  readonly truth: () => Readonly<Partial<Record<MetricName, number>>>;
}

/** The values of a sample so large that it stands for the world. */
export function valuesOf({ metrics }: Performance): Partial<Record<MetricName, number>> {
  const known = Object.entries(metrics).filter(([, { value }]) => value !== null);
  return Object.fromEntries(known.map(([name, { value }]) => [name, value!]));
}
