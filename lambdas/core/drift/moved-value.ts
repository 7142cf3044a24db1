import type { AlignedNumbers } from './aligned.ts';

/** A smaller change of a share does not matter. */
const MATERIAL_SHARE = 0.02;

/** The part of the distance that the number has to explain: chance makes the distance a little larger elsewhere. */
const DECISIVE = 0.9;

/** Differences of shares below it are rounding errors of their sums. */
const ROUNDING = 1e-9;

/** A number that many rows have, with its share of the rows of both sides. */
export interface MovedValue {
  readonly value: number;
  readonly shares: readonly [baseline: number, window: number];
}

/**
 * The one number whose share makes the difference between both sides, such as the zeros of a column of amounts; null where
 * there is none. Its share changes by at least {@link DECISIVE} of the largest distance of the distribution functions, and the rows with other
 * numbers differ by at most half as much.
 */
export function findMovedValue(aligned: AlignedNumbers): MovedValue | null {
  const { exact, upper, baseline, window, baselineRows, windowRows } = aligned;
  if (!exact) return null;
  let [at, most] = [-1, MATERIAL_SHARE];
  for (let i = 0; i < upper.length; i++) {
    const change = Math.abs(window[i] / windowRows - baseline[i] / baselineRows);
    // Of two numbers that replace each other, the larger one: the 1 of a flag.
    if (change > most - ROUNDING) [at, most] = [i, Math.max(most, change)];
  }
  if (at < 0 || !Number.isFinite(upper[at]) || most < DECISIVE * distance(aligned, -1)) return null;
  if (distance(aligned, at) > most / 2) return null;
  return { value: upper[at], shares: [baseline[at] / baselineRows, window[at] / windowRows] };
}

/** The largest distance of the distribution functions of the rows outside a cell; 0 where a side has none. */
function distance({ baseline, window, baselineRows, windowRows }: AlignedNumbers, without: number): number {
  const before = baselineRows - (baseline[without] ?? 0);
  const now = windowRows - (window[without] ?? 0);
  if (before === 0 || now === 0) return 0;
  let [difference, largest] = [0, 0];
  for (let i = 0; i < baseline.length; i++) {
    if (i !== without) difference += window[i] / now - baseline[i] / before;
    largest = Math.max(largest, Math.abs(difference));
  }
  return largest;
}
