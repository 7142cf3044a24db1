import type { AlignedNumbers } from '../aligned.ts';
import { countSteps } from '../cdf-difference.ts';
import type { Distance, DriftMethod } from './method.ts';

/**
 * Kolmogorov–Smirnov distance: the largest difference of the empirical distribution functions over all rows, 0 … 1.
 *
 * Error from a grid: the difference is exact at cell edges. Inside a cell that holds the shares a (baseline) and b
 * (window), F − G can exceed its value at the lower edge by at most a (only F rises), which is its value at the upper
 * edge and b (only G has yet to rise). So the distance is at most max over cells of F(l) − G(l) + a and the same with
 * sides swapped: never more than min(a, b) above the reported one.
 */
export const ks: DriftMethod = {
  definition: 'largest difference of the empirical distribution functions; every row counts',
  defaultLimit: 0.1,
  isAtMostOne: true,
  measureNumbers: measureKolmogorovSmirnov,
  measureCategories: null,
};

/** The distance of {@link ks}, at or below the exact one. */
export function measureKolmogorovSmirnov(aligned: AlignedNumbers): Distance & { readonly value: number } {
  const value = countSteps(aligned) / (aligned.baselineRows * aligned.windowRows);
  return { value, errorBound: aligned.exact ? 0 : Math.max(0, boundInside(aligned) - value) };
}

function boundInside(aligned: AlignedNumbers): number {
  const n = aligned.baselineRows;
  const m = aligned.windowRows;
  let f = 0;
  let g = 0;
  let bound = 0;
  for (let i = 0; i < aligned.upper.length; i++) {
    const before = f / n - g / m;
    bound = Math.max(bound, before + aligned.baseline[i] / n, aligned.window[i] / m - before);
    f += aligned.baseline[i];
    g += aligned.window[i];
  }
  return bound;
}
