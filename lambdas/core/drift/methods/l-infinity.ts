import type { AlignedCategories } from '../aligned.ts';
import { cellShares } from '../cells.ts';
import { expectUnseenShare } from './chance.ts';
import type { Distance, DriftMethod } from './method.ts';

/** The largest difference of a category's shares, max |p − q|, 0 … 1. No error from profiles. */
export const lInfinity: DriftMethod = {
  definition: 'max abs(p−q)',
  defaultLimit: 0.1,
  isAtMostOne: true,
  measureNumbers: null,
  measureCategories: measureLargestShift,
};

/**
 * max |p − q| over the categories, with all unseen ones merged. Beyond chance, the unseen ones count only as far as
 * they exceed what quiet data brings.
 */
export function measureLargestShift(
  aligned: AlignedCategories,
): Distance & { readonly value: number; readonly beyondChance: number } {
  const { p, q } = cellShares(aligned);
  let largest = 0;
  let unseen = 0;
  for (let i = 0; i < p.length; i++) {
    if (p[i] === 0) unseen += q[i];
    else largest = Math.max(largest, Math.abs(p[i] - q[i]));
  }
  const beyondChance = Math.max(largest, unseen - (unseen > 0 ? expectUnseenShare(aligned) : 0));
  return { value: Math.max(largest, unseen), errorBound: 0, beyondChance };
}
