import type { MetricName } from '../../../lambdas/core/performance/types.ts';

/** The formula of a metric's value over infinitely many rows. @throws RangeError where there is none for the metric */
export function formulaOf<T>(formulas: Readonly<Partial<Record<MetricName, T>>>, metric: MetricName): T {
  const formula = formulas[metric];
  if (formula !== undefined) return formula;
  throw new RangeError(`${metric} cannot be simulated: its value over infinitely many rows is not written down`);
}
