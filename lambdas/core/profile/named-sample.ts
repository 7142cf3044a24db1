import { hashText } from './category-text.ts';
import type { Categories } from './types.ts';

/** Hashes are below it. */
const HASHES = 2 ** 53;

/** The categories of a column, or a sample of them that has nothing to do with how often they occurred. */
export interface NamedSample {
  readonly counts: readonly (readonly [category: string, rows: number])[];
  readonly rows: number;
  /** The part of all possible categories that the sample stands for; 1 when it has all. */
  readonly share: number;
}

/** The hash below which all of these columns name every category; Infinity when they name all of them. */
export function namedBelow(...columns: readonly Categories[]): number {
  return Math.min(...columns.map((categories) => boundOf(categories)));
}

function boundOf({ capped, namedBelow }: Categories): number {
  return capped ? (namedBelow ?? 0) : Number.POSITIVE_INFINITY;
}

/**
 * The categories whose hash is below `bound`. Hashes are like chance, so these are a random sample of the categories (of
 * bottom-k sampling the k-th smallest hash is the bound and not in the sample: Cohen & Kaplan 2007).
 */
export function sampleNamed(categories: Categories, bound: number = namedBelow(categories)): NamedSample {
  const counts =
    bound === Number.POSITIVE_INFINITY
      ? categories.counts
      : categories.counts.filter(([category]) => hashText(category) < bound);
  return { counts, rows: counts.reduce((sum, [, rows]) => sum + rows, 0), share: Math.min(1, bound / HASHES) };
}

/** Distinct categories: counted, or estimated from a sample of them. NaN when there is no sample. */
export function estimateDistinct(categories: Categories): number {
  const { counts, share } = sampleNamed(categories);
  return Math.round(counts.length / share);
}
