import type { MetricEstimate } from '../types.ts';
import type { Interval } from './interval.ts';

/**
 * Mean of independent estimates, with the interval by Newcombe's square-and-add: the distances from each value to its own
 * limit add like standard errors (MOVER; Zou and Donner 2008).
 */
export function averageIndependent(values: readonly number[], intervals: readonly Interval[]): Interval {
  let sum = 0;
  let below = 0;
  let above = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    below += (values[i] - intervals[i].lower) ** 2;
    above += (intervals[i].upper - values[i]) ** 2;
  }
  const n = values.length;
  return { lower: (sum - Math.sqrt(below)) / n, upper: (sum + Math.sqrt(above)) / n };
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
