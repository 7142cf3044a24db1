import type { MetricEstimate } from '../metric-estimate.ts';
import type { Interval } from './interval.ts';

/**
 * Interval of a weighted mean of independent estimates by Newcombe's square-and-add: the distances from each value to its own
 * limit add like standard errors (MOVER; Zou and Donner 2008).
 * @param weightOf a value's weight; together they are 1
 */
export function averageIndependent(
  values: readonly number[],
  intervals: readonly Interval[],
  weightOf: (i: number) => number,
): Interval {
  let mean = 0;
  let below = 0;
  let above = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weightOf(i);
    mean += weight * values[i];
    below += (weight * (values[i] - intervals[i].lower)) ** 2;
    above += (weight * (intervals[i].upper - values[i])) ** 2;
  }
  return { lower: mean - Math.sqrt(below), upper: mean + Math.sqrt(above) };
}

/** An estimate that has a value and an interval. */
export type BoundedEstimate = MetricEstimate & {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
};

/**
 * Interval of `second - first`, two independent estimates (Newcombe 1998, method 10, for any pair of intervals).
 */
export function differenceInterval(first: BoundedEstimate, second: BoundedEstimate): Interval {
  const difference = second.value - first.value;
  return {
    lower: difference - Math.hypot(second.value - second.lower, first.upper - first.value),
    upper: difference + Math.hypot(second.upper - second.value, first.value - first.lower),
  };
}
