import type { MetricEstimate } from '../metric-estimate.ts';
import type { NoInterval } from './needs.ts';

/** A 95 % confidence interval, lower ≤ upper. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * A metric with a value. A value that is not finite (squares beyond the range of a double) becomes undefined, an
 * interval that is not finite becomes none. Rounding never leaves the value outside its interval.
 */
export function estimate(value: number, interval: Interval | NoInterval, rows: number): MetricEstimate {
  if (!Number.isFinite(value)) return undefinedEstimate(rows, TOO_LARGE);
  if ('reason' in interval) return { value, lower: null, upper: null, rows, reason: interval.reason };
  const { lower, upper } = interval;
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return estimate(value, { reason: TOO_LARGE }, rows);
  return { value, lower: Math.min(lower, value), upper: Math.max(upper, value), rows };
}

const TOO_LARGE = 'the numbers are too large to compute it';

/** A metric that is not defined on these rows. */
export function undefinedEstimate(rows: number, reason: string): MetricEstimate {
  return { value: null, lower: null, upper: null, rows, reason };
}

/** The interval, if there is one, cut to the range that the metric can have. */
export function clip<T extends NoInterval>(interval: Interval | T, min: number, max: number): Interval | T {
  if ('reason' in interval) return interval;
  return { lower: Math.max(min, interval.lower), upper: Math.min(max, interval.upper) };
}
