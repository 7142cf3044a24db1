/** Exact counts of one sample, the form in which two samples are aligned. */

/** Numbers by distinct value, ascending (−0 and 0 are one value); infinities are values too. */
export interface NumberTally {
  readonly values: Float64Array;
  /** Rows of each value. */
  readonly counts: Float64Array;
  /** Rows without a number. */
  readonly missing: number;
}

/** Rows by category, in any order. */
export interface CategoryTally {
  readonly counts: ReadonlyMap<string, number>;
  /** Rows of categories that were not counted separately. */
  readonly other: number;
  /** Rows of categories that were counted by hash, by cell; as many cells on both sides. */
  readonly rest?: Float64Array;
  readonly missing: number;
}

/** All rows of some counts. */
export function sumOf(counts: Float64Array): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i];
  return total;
}
