import type { MetricDefinition } from '../../../lambdas/core/performance/metrics/definition.ts';
import { METRICS } from '../../../lambdas/core/performance/metrics/table.ts';
import { randomOf } from '../seeds.ts';
import type { Drop, ModelSpec } from './spec.ts';

/**
 * The metric's true value on each day, from the first one of the baseline on.
 *
 * @param names Of the random numbers.
 */
export function valueDays(
  { value, wobble, autocorrelation, metric }: ModelSpec,
  drop: Drop | null,
  { baselineDays, days }: { readonly baselineDays: number; readonly days: number },
  names: readonly (string | number)[],
): Float64Array {
  const random = randomOf(...names, 'value');
  const values = new Float64Array(baselineDays + days);
  // A stationary start; each step keeps the standard deviation.
  const step = Math.sqrt(1 - autocorrelation ** 2);
  let level = random.normal();
  for (let i = 0; i < values.length; i++) {
    const part = drop === null ? 0 : partOf(drop, i - baselineDays);
    values[i] = worsen(value + wobble * level, part * (drop?.size ?? 0), METRICS[metric]);
    level = autocorrelation * level + step * random.normal();
  }
  return values;
}

/** How much of a drop has come about on a day. */
function partOf({ day: first, over, days }: Drop, day: number): number {
  if (days !== null && day >= first + days) return 0;
  return Math.min(1, Math.max(0, (day - first + 1) / over));
}

/** A value that is worse by so much. */
export function worsen(value: number, by: number, { better }: Pick<MetricDefinition, 'better'>): number {
  if (better === 'zero') return value + (value < 0 ? -by : by);
  return better === 'higher' ? value - by : value + by;
}
