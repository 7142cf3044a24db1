/** Two columns brought onto one support, the form every distance is computed from. */

/**
 * Numbers. Cell i covers (edges[i-1], edges[i]]; the first starts at -∞. In the exact form each cell holds one value,
 * its upper edge. Missing cells, texts and NaN are left out.
 */
export interface AlignedNumbers {
  readonly type: 'number';
  /** Whether every cell is a single value. Distances are then exact. */
  readonly exact: boolean;
  /** Upper edge of each cell, ascending; the last may be Infinity. */
  readonly upper: Float64Array;
  /** Lower edge of each cell; equal to `upper` in the exact form. The first may be -Infinity. */
  readonly lower: Float64Array;
  /** Rows by cell. */
  readonly baseline: Float64Array;
  readonly window: Float64Array;
  /** Sum of the finite values by cell. */
  readonly baselineSums: Float64Array;
  readonly windowSums: Float64Array;
  readonly baselineRows: number;
  readonly windowRows: number;
  /** Population standard deviation of the baseline's finite numbers, see `withoutDominantExtremes`: the unit of distances. */
  readonly baselineStandardDeviation: number;
  /** Smallest and largest finite number of both sides together: they bound the open outer cells. */
  readonly min: number;
  readonly max: number;
  /** The same for each side, where it has a finite number that its cells do not show. */
  readonly baselineRange?: FiniteRange;
  readonly windowRange?: FiniteRange;
  /** Upper edges of the bins for binned distances (psi, jensen_shannon, hellinger): quantiles of the baseline, last bin open. */
  readonly binEdges: Float64Array;
  /** Cells without a number. Binned distances count them as a cell of their own. */
  readonly baselineMissing: number;
  readonly windowMissing: number;
}

export interface FiniteRange {
  readonly min: number;
  readonly max: number;
}

/**
 * Categories of both sides: in the baseline's order, then the window's unseen ones, then cells of several categories
 * each, "other" last, when either side has them.
 */
export interface AlignedCategories {
  readonly type: 'category';
  readonly categories: readonly string[];
  /** How many cells at the end hold several categories each. Their categories can differ from window to window. */
  readonly unnamed: number;
  readonly baseline: Float64Array;
  readonly window: Float64Array;
  readonly baselineRows: number;
  readonly windowRows: number;
  readonly baselineMissing: number;
  readonly windowMissing: number;
}

export type Aligned = AlignedNumbers | AlignedCategories;
