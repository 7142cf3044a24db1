import type { AlignedCategories } from '../aligned.ts';
import { cellShares } from '../cells.ts';
import type { Distance, DriftMethod } from './method.ts';

/** The largest difference of a category's shares, max |p − q|, 0 … 1. No error from profiles. */
export const lInfinity: DriftMethod = {
  name: 'l_infinity',
  defaultLimit: 0.1,
  measureNumbers: null,
  measureCategories: measureLargestShift,
};

/** max |p − q| over the categories, all unseen ones together. */
export function measureLargestShift(aligned: AlignedCategories): Distance & { readonly value: number } {
  const { p, q } = cellShares(aligned);
  let largest = 0;
  for (let i = 0; i < p.length; i++) largest = Math.max(largest, Math.abs(p[i] - q[i]));
  return { value: largest, errorBound: 0 };
}
