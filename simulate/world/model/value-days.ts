import type { MetricDefinition } from '../../../lambdas/core/performance/metrics/definition.ts';
import { METRICS } from '../../../lambdas/core/performance/metrics/registry.ts';
import { partOn } from '../change.ts';
import { randomOf } from '../seeds.ts';
import { drawWobble } from '../wobble.ts';
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
  const levels = drawWobble(random, baselineDays + days, autocorrelation);
  return levels.map((level, i) => {
    return worsen(value + wobble * level, drop === null ? 0 : dropOn(drop, i - baselineDays), METRICS[metric]);
  });
}

/** By how much the metric is worse on a day. */
function dropOn(drop: Drop, day: number): number {
  const isOver = drop.days !== null && day >= drop.day + drop.days;
  return isOver ? 0 : drop.size * partOn(drop, day);
}

/** The result for each day's value, computed once per distinct value: most days have the same. */
export function forEachValue(values: Float64Array, find: (value: number) => number): Float64Array {
  const known = new Map<number, number>();
  return values.map((value) => {
    const found = known.get(value) ?? find(value);
    known.set(value, found);
    return found;
  });
}

/** A value that is worse by so much. */
export function worsen(value: number, by: number, { better }: Pick<MetricDefinition, 'better'>): number {
  if (better === 'zero') return value + (value < 0 ? -by : by);
  return better === 'higher' ? value - by : value + by;
}
