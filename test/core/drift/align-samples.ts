import { alignCategories, alignNumbers } from '../../../lambdas/core/drift/align-values.ts';
import type { AlignedCategories, AlignedNumbers } from '../../../lambdas/core/drift/aligned.ts';
import { tallyCategories, tallyNumbers } from './count-samples.ts';

/** Two samples of numbers, aligned exactly. */
export function numbers(baseline: ArrayLike<number>, window: ArrayLike<number>): AlignedNumbers {
  return alignNumbers(tallyNumbers(baseline), tallyNumbers(window));
}

/** Two samples of categories, aligned exactly. */
export function categories(baseline: Iterable<string | null>, window: Iterable<string | null>): AlignedCategories {
  return alignCategories(tallyCategories(baseline), tallyCategories(window));
}

/** A 2 × k table as aligned categories c0, c1, … */
export function table(baseline: readonly number[], window: readonly number[]): AlignedCategories {
  const tally = (rows: readonly number[]) => ({
    counts: new Map(rows.map((count, i) => [`c${i}`, count] as const)),
    other: 0,
    missing: 0,
  });
  return alignCategories(tally(baseline), tally(window));
}
