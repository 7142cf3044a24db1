import type { AlignedCategories, AlignedNumbers } from '../aligned.ts';

/** Why a distance is not a number. */
export type NoDistanceReason =
  /** The baseline is one constant and the window is not that constant: there is no unit to measure the change in. */
  | 'constant_baseline_changed'
  /** All numbers are infinite. */
  | 'no_finite_numbers'
  /** The distance is beyond the range of a double. */
  | 'not_representable';

/** An outlier that makes up most of a distance. */
export interface ExtremeValue {
  readonly value: number;
  readonly side: 'baseline' | 'window';
  readonly end: 'smallest' | 'largest';
}

/** How far the window is from the baseline. */
export type Distance =
  | {
      readonly value: number;
      /** At most this far from the distance of the rows themselves; 0 when computed from them. */
      readonly errorBound: number;
      /**
       * The corrected distance; absent: the method is not corrected. Categories and bins: without what chance adds in
       * samples of these sizes, which is most of the distance where there are about as many categories as rows.
       * Wasserstein: without the most extreme rows of each side, because one of them can make up most of the distance.
       */
      readonly beyondChance?: number;
      /** The outermost value left out, where the values left out make up most of the distance. */
      readonly extreme?: ExtremeValue;
    }
  | { readonly value: null; readonly reason: NoDistanceReason };

/**
 * One way to measure the size of a drift. Both sides have at least one row. A function that is null: the method is not
 * defined for that type of column.
 */
export interface DriftMethod {
  /** What it measures, as in the table of docs/statistics.md. */
  readonly definition: string;
  /** Distances above it are material, unless the monitor file sets another limit. */
  readonly defaultLimit: number;
  /** Whether a distance is at most 1; otherwise it has no upper bound. */
  readonly isAtMostOne: boolean;
  readonly measureNumbers: ((aligned: AlignedNumbers) => Distance) | null;
  readonly measureCategories: ((aligned: AlignedCategories) => Distance) | null;
}
