import type { AlignedCategories, AlignedNumbers } from '../aligned.ts';

/** What a test of "both sides come from one distribution" found. */
export interface Significance {
  readonly statistic: number;
  readonly pValue: number;
  /**
   * At or above `pValue`; drift is decided by it. It has the exact tails of small counts, and allows for a baseline
   * that is unusual by chance. Equal to `pValue` above {@link NOT_SIGNIFICANT}, where the difference decides nothing.
   */
  readonly smallSamplePValue: number;
  /** Degrees of freedom of the statistic, where it has some. */
  readonly degrees?: number;
}

/** No drift rule treats a larger p-value as significant. */
export const NOT_SIGNIFICANT = 0.1;

/**
 * One significance test. Both sides have at least one row. A function that is null: the test is not defined for that
 * type of column.
 */
export interface SignificanceTest {
  /** What it tests, in the words of the documentation. */
  readonly definition: string;
  readonly testNumbers: ((aligned: AlignedNumbers) => Significance) | null;
  readonly testCategories: ((aligned: AlignedCategories) => Significance) | null;
}
