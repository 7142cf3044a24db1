import type { MetricEstimate } from '../types.ts';

/** A 95 % confidence interval, lower ≤ upper. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * A metric that has a value. A value that is not finite (squares beyond the range of a double) is reported as undefined;
 * an interval that is not finite as none. Rounding never leaves the value outside its interval.
 */
export function estimate(value: number, interval: Interval | null, rows: number): MetricEstimate {
  if (!Number.isFinite(value)) return undefinedEstimate(rows, 'the numbers are too large to compute it');
  if (interval === null || !Number.isFinite(interval.lower) || !Number.isFinite(interval.upper)) {
    return { value, lower: null, upper: null, rows };
  }
  return { value, lower: Math.min(interval.lower, value), upper: Math.max(interval.upper, value), rows };
}

/** A metric that is not defined on these rows. */
export function undefinedEstimate(rows: number, reason: string): MetricEstimate {
  return { value: null, lower: null, upper: null, rows, reason };
}

/** The interval cut to the range that the metric can have. */
export function clip(interval: Interval, min: number, max: number): Interval {
  return { lower: Math.max(min, interval.lower), upper: Math.min(max, interval.upper) };
}
