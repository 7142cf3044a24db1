import type { Interval } from './interval.ts';
import { studentQuantile } from './quantiles.ts';

/** A mean with the standard error of it. */
export interface Mean {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation / √count; NaN below two values. */
  readonly standardError: number;
}

/** Mean and standard error of the values, two passes. */
export function meanOf(values: Float64Array): Mean {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const deviation = values[i] - mean;
    squares += deviation * deviation;
  }
  return { count, mean, standardError: count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1) / count) };
}

/** Mean of the squares of the values. */
export function meanSquareOf({ count, mean, standardError }: Mean): number {
  return mean * mean + (count < 2 ? 0 : standardError * standardError * (count - 1));
}

/** Student's interval of a mean; null below two values. */
export function meanInterval({ count, mean, standardError }: Mean): Interval | null {
  if (count < 2) return null;
  const half = studentQuantile(count - 1) * standardError;
  return { lower: mean - half, upper: mean + half };
}

/**
 * Interval of a positive mean on the logarithmic scale, which fits the skewed distribution of squared errors and losses
 * better than the symmetric one and never reaches below zero; null below two values.
 */
export function positiveMeanInterval({ count, mean, standardError }: Mean): Interval | null {
  if (count < 2) return null;
  if (!(mean > 0)) return { lower: 0, upper: 0 };
  const factor = Math.exp((studentQuantile(count - 1) * standardError) / mean);
  return { lower: mean / factor, upper: mean * factor };
}
