/** What charts show of columns: rows of the baseline and of the window, bin by bin. Only what may be shown. */

/** Rows of both sides. */
export interface Rows {
  readonly baseline: number;
  readonly window: number;
}

/** Numbers from `from` (not included, except in the first bin) to `to`. */
export interface NumberBin extends Rows {
  readonly from: number;
  readonly to: number;
}

export interface NumberDistribution {
  readonly type: 'number';
  /** The numbers of the axis: those of the column, or distances from the baseline's mean in its standard deviations. */
  readonly axis: 'values' | 'deviations';
  /** Without gaps, ascending. Empty where positions may not be shown or there are none. */
  readonly bins: readonly NumberBin[];
  /** The usual width of a bin. A bar is as high as its share of the rows in a width of this size. */
  readonly width: number;
  /** Rows below the first bin and above the last. */
  readonly below: Rows;
  readonly above: Rows;
}

/** A column of few whole numbers: counts, ratings, flags. */
export interface ValueDistribution {
  readonly type: 'value';
  /** Ascending, each with its rows. */
  readonly values: readonly (Rows & { readonly value: number })[];
  /** Rows of -Infinity and of Infinity. */
  readonly below: Rows;
  readonly above: Rows;
}

/** A bar of a category, or of rows that have no bar of their own. */
export interface CategoryBar extends Rows {
  readonly kind: 'known' | 'unseen' | 'other' | 'missing';
  /** As it may be shown; absent where the bar stands for several, or for none. */
  readonly category?: string;
  /** How many categories the bar stands for; null: not known. */
  readonly categories?: number | null;
}

export interface CategoryDistribution {
  readonly type: 'category';
  readonly bars: readonly CategoryBar[];
}

/** A value of the baseline beside that of the window, in words. */
export interface KeyValue {
  readonly name: string;
  readonly baseline: string;
  readonly window: string;
}

/** One column of a baseline and of a window. */
export interface ColumnDistribution {
  readonly name: string;
  /** What the values stand for; absent for plain numbers and categories. */
  readonly form?: string;
  /** Rows without a value. */
  readonly missing: Rows;
  /** What a reader compares first. */
  readonly keyValues: readonly KeyValue[];
  /** Other statistics. */
  readonly moreValues: readonly KeyValue[];
  /** Limit of the distance, if a person set it for this column. */
  readonly givenLimit?: number;
  readonly shape: NumberDistribution | ValueDistribution | CategoryDistribution;
}
