import type { AlignedNumbers } from './aligned.ts';

/**
 * The value that a share of a side's rows does not exceed: the smallest such value where every cell is a single one; inside a
 * cell of several values, in proportion to the rows. NaN without rows.
 *
 * @param share from 0 to 1; 0.5 is the median
 */
export function quantileOf(
  { lower, upper, min, max, exact, ...sides }: AlignedNumbers,
  side: 'baseline' | 'window',
  share: number,
): number {
  const wanted = sides[`${side}Rows`] * share;
  let below = 0;
  for (const [i, rows] of sides[side].entries()) {
    if (rows > 0 && below + rows >= wanted) {
      const to = Math.min(upper[i], max);
      const from = exact ? to : Math.max(lower[i], min);
      return from + (to - from) * ((wanted - below) / rows);
    }
    below += rows;
  }
  return Number.NaN;
}
