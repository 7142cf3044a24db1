import type { AlignedCategories, AlignedNumbers } from '../aligned.ts';

export type SignificanceTestName = 'ks' | 'chi_square';

/** What a test of "both sides come from one distribution" found. */
export interface Significance {
  readonly statistic: number;
  readonly pValue: number;
  /**
   * At or above `pValue`, and what drift is judged by: with the exact tails of small counts, and allowing for a
   * baseline that is unusual by chance.
   * Equal to `pValue` where nothing depends on it (above {@link NOT_SIGNIFICANT}).
   */
  readonly smallSamplePValue: number;
  /** Degrees of freedom of the statistic, where it has some. */
  readonly degrees?: number;
}

/** No drift rule takes a p-value above it for significant. */
export const NOT_SIGNIFICANT = 0.1;

/** One test of significance. Both sides have at least one row. A side that is null is one the test is not defined for. */
export interface SignificanceTest {
  readonly name: SignificanceTestName;
  readonly testNumbers: ((aligned: AlignedNumbers) => Significance) | null;
  readonly testCategories: ((aligned: AlignedCategories) => Significance) | null;
}
