import type { AlignedNumbers } from './aligned.ts';

/**
 * The largest difference of the two empirical distribution functions at cell edges, as a whole number of steps
 * 1/(baselineRows · windowRows). Whole numbers, so it is exact while the product of the rows is below 2^53.
 */
export function countSteps(aligned: AlignedNumbers): number {
  const { baseline, window, baselineRows, windowRows } = aligned;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < baseline.length; i++) {
    difference += baseline[i] * windowRows - window[i] * baselineRows;
    largest = Math.max(largest, Math.abs(difference));
  }
  return largest;
}
