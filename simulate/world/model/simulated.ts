import type { MetricName } from '../../../lambdas/core/performance/types.ts';

/** How simulations know a metric's value. @throws RangeError for a metric whose value they do not know */
export function simulated<T>(values: Readonly<Partial<Record<MetricName, T>>>, metric: MetricName): T {
  const value = values[metric];
  if (value !== undefined) return value;
  throw new RangeError(`${metric} cannot be simulated: its value over infinitely many rows is not written down`);
}
