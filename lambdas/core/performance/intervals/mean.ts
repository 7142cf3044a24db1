import type { MetricEstimate } from '../metric-estimate.ts';
import { estimate, type Interval } from './interval.ts';
import { NEEDS, type NoInterval, tooFew } from './needs.ts';
import { studentQuantile } from './quantiles.ts';
import { skewedDegrees, unskew } from './skewness.ts';

/** A mean with its standard error. */
export interface Mean {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation / √count; NaN below two values. */
  readonly standardError: number;
  /** Skewness of the mean: that of the values, divided by √count; NaN where they do not vary. */
  readonly skewness: number;
  /** Least and greatest deviation of a value from the mean. */
  readonly least: number;
  readonly greatest: number;
}

/** Mean, standard error and skewness of the values. */
export function meanOf(values: Float64Array): Mean {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  const mean = sum / count;
  let least = 0;
  let greatest = 0;
  for (let i = 0; i < count; i++) {
    least = Math.min(least, values[i] - mean);
    greatest = Math.max(greatest, values[i] - mean);
  }
  const largest = Math.max(-least, greatest);
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < count; i++) {
    // In units of the largest, so that cubes stay in range.
    const deviation = largest === 0 ? 0 : (values[i] - mean) / largest;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  const standardError = count < 2 ? Number.NaN : largest * Math.sqrt(squares / (count - 1) / count);
  return { count, mean, standardError, skewness: cubes / squares ** 1.5, least, greatest };
}

/**
 * The mean of a loss as a metric, with the mean of the squared losses where squares are within the range of a double.
 */
export function estimateLoss({ count, mean, standardError }: Mean, interval: Interval | NoInterval): MetricEstimate {
  const estimated = estimate(mean, interval, count);
  const meanSquare = mean * mean + (count < 2 ? 0 : standardError * standardError * (count - 1));
  return Number.isFinite(meanSquare) ? { ...estimated, meanSquare } : estimated;
}

/**
 * Interval of a mean of values that may be skewed, as losses are: Hall's transformation with Student's quantile for the
 * rows that determine the spread. There is none where all values are equal: a sample without spread does not make the
 * mean certain.
 */
export function meanInterval(
  { count, mean, standardError, skewness }: Mean,
  needed: number = NEEDS.mean,
): Interval | NoInterval {
  const few = tooFew(count, needed, 'row');
  if (few !== null) return few;
  if (standardError === 0) return { reason: NO_SPREAD };
  const t = studentQuantile(skewedDegrees(skewness, count - 1));
  return { lower: mean - standardError * unskew(t, skewness), upper: mean - standardError * unskew(-t, skewness) };
}

/**
 * The same for values without a bound: each limit is moved as if the most extreme row on its side occurred once more.
 * The mean of values with a heavy tail depends on rows that a sample may lack. With light tails the limits hardly move.
 */
export function unboundedMeanInterval(mean: Mean, needed?: number): Interval | NoInterval {
  const interval = meanInterval(mean, needed);
  if ('reason' in interval) return interval;
  return {
    lower: interval.lower + mean.least / mean.count,
    upper: interval.upper + mean.greatest / mean.count,
  };
}

/** Student's interval of the mean of two or more values that are not skewed, such as differences on the same rows. */
export function studentInterval({ count, mean, standardError }: Mean): Interval {
  const half = studentQuantile(count - 1) * standardError;
  return { lower: mean - half, upper: mean + half };
}

/** Why rows without spread have no interval. */
export const NO_SPREAD = 'every row gives the same value';
