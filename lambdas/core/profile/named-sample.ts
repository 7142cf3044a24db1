import { hashText } from './category-text.ts';
import type { Categories } from './types.ts';

/** All hashes are below it. */
const HASHES = 2 ** 53;

/** The categories of a column, or a sample of them that does not depend on how often they occurred. */
export interface NamedSample {
  readonly counts: readonly (readonly [category: string, rows: number])[];
  readonly rows: number;
  /** The share of all possible categories that the sample covers; 1 if it has all. */
  readonly share: number;
}

/** The hash below which all of these columns name every category. Infinity: they name all categories. */
export function namedBelow(...columns: readonly Categories[]): number {
  return Math.min(...columns.map((categories) => boundOf(categories)));
}

function boundOf({ capped, namedBelow }: Categories): number {
  return capped ? (namedBelow ?? 0) : Number.POSITIVE_INFINITY;
}

/**
 * The categories whose hash is below `bound`. Hashes behave like random numbers, so these are a random sample of the
 * categories (in bottom-k sampling, the k-th smallest hash is the bound and not part of the sample: Cohen & Kaplan
 * 2007).
 */
export function sampleNamed(categories: Categories, bound: number = namedBelow(categories)): NamedSample {
  const counts =
    bound === Number.POSITIVE_INFINITY
      ? categories.counts
      : categories.counts.filter(([category]) => hashText(category) < bound);
  return { counts, rows: counts.reduce((sum, [, rows]) => sum + rows, 0), share: Math.min(1, bound / HASHES) };
}

/** The number of distinct categories: counted, or estimated from a sample of them. NaN if there is no sample. */
export function estimateDistinct(categories: Categories): number {
  const { counts, share } = sampleNamed(categories);
  return Math.round(counts.length / share);
}
