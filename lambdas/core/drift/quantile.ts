import type { AlignedNumbers } from './aligned.ts';

/** A quantile, or a bound of one that lies in an open outer cell, whose values are not known: `above` it, or `atMost`. */
export type Quantile = { readonly value: number } | { readonly above: number } | { readonly atMost: number };

/**
 * The value that a share of a side's rows does not exceed: the smallest such value where every cell is a single one; inside a
 * closed cell of several values, in proportion to the rows. An open cell says on which side of its edge the value lies, unless
 * all of the side's rows in it are one number. null without rows.
 *
 * @param share from 0 to 1; 0.5 is the median
 */
export function findQuantile(aligned: AlignedNumbers, side: 'baseline' | 'window', share: number): Quantile | null {
  const { lower, upper, exact } = aligned;
  // Those of the side: the other one may reach much farther.
  const { min, max } = aligned[`${side}Range`] ?? aligned;
  const wanted = aligned[`${side}Rows`] * share;
  let below = 0;
  for (const [i, rows] of aligned[side].entries()) {
    if (rows > 0 && below + rows >= wanted) {
      if (exact)
        return Number.isFinite(upper[i]) || Number.isNaN(max) ? { value: upper[i] } : beyond(upper[i], min, max);
      if (upper[i] === Number.POSITIVE_INFINITY) return { above: lower[i] };
      const [from, to] = [Math.max(lower[i], min), Math.min(upper[i], max)];
      if (from < to && lower[i] === Number.NEGATIVE_INFINITY) return { atMost: upper[i] };
      return { value: from + (to - from) * ((wanted - below) / rows) };
    }
    below += rows;
  }
  return null;
}

/** An infinite number, beyond all finite ones. */
function beyond(value: number, min: number, max: number): Quantile {
  return value > 0 ? { above: max } : { atMost: min };
}

/** The quantile as {@link findQuantile} has it; NaN where it is not known. */
export function quantileOf(aligned: AlignedNumbers, side: 'baseline' | 'window', share: number): number {
  const quantile = findQuantile(aligned, side, share);
  return quantile !== null && 'value' in quantile ? quantile.value : Number.NaN;
}

/** The quantile in words: `178`, `above 187`, `at most 3`; null where there is none. */
export function describeQuantile(quantile: Quantile | null, text: (value: number) => string): string | null {
  if (quantile === null) return null;
  if ('above' in quantile) return `above ${text(quantile.above)}`;
  return 'atMost' in quantile ? `at most ${text(quantile.atMost)}` : text(quantile.value);
}
