import type { Confusion } from '../evidence/confusion.ts';
import type { Interval } from '../intervals/interval.ts';

/**
 * As in scikit-learn by default: a class whose own value is undefined (never predicted, never actual) counts as 0 in an
 * average.
 */
export const OR_ZERO = 'a class never predicted (precision) or never actual (recall) counts as 0';

/** The interval that covers both. */
export function wider(first: Interval, second: Interval): Interval {
  return { lower: Math.min(first.lower, second.lower), upper: Math.max(first.upper, second.upper) };
}

/** Change of the F1 of class k for one more row of actual class i predicted as j (k is i or j). */
export function f1Slope({ actual, predicted }: Confusion, f1: Float64Array, k: number, i: number, j: number): number {
  const memberships = (i === k ? 1 : 0) + (j === k ? 1 : 0);
  return ((i === k && j === k ? 2 : 0) - f1[k] * memberships) / (actual[k] + predicted[k]);
}

/** Delta method: Σ over the cells of the confusion matrix of count · slope², for slopes whose weighted sum is zero. */
export function varianceOver(
  { size, counts }: Confusion,
  slope: (actual: number, predicted: number) => number,
): number {
  let variance = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const count = counts[i * size + j];
      if (count > 0) variance += count * slope(i, j) ** 2;
    }
  }
  return variance;
}

/** The F1 of each class; 0 where it is undefined. */
export function f1ByClass(confusion: Confusion): Float64Array {
  const f1 = new Float64Array(confusion.size);
  for (let k = 0; k < f1.length; k++) {
    f1[k] = ratio(2 * truePositives(confusion, k), confusion.actual[k] + confusion.predicted[k]);
  }
  return f1;
}

/** Rows of class k that were predicted as such. */
export function truePositives({ counts, size }: Confusion, k: number): number {
  return counts[k * size + k];
}

/** A share that is 0 where there is nothing to divide by. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
