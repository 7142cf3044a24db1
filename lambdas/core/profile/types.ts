import type { TimeForm } from '../columns/column.ts';

/** The version of the stored profile format. */
export const PROFILE_VERSION = 1;

/** How a column is compared. */
export type ColumnType = 'number' | 'category';

/**
 * What the values of a column stand for, in any spelling. `boolean` columns have the categories `true` and `false`,
 * `time` columns numbers of milliseconds since the epoch (UTC), `duration` columns, also for times of day, numbers of
 * milliseconds.
 */
export type ColumnForm = 'boolean' | TimeForm;

/** A type or form that a monitor can declare for a column. */
export type DeclaredType = ColumnType | ColumnForm;

export const DECLARED_TYPES = [
  'number',
  'category',
  'boolean',
  'time',
  'duration',
] as const satisfies readonly DeclaredType[];

/**
 * A mergeable summary of a data set, column by column. Its size does not depend on the number of rows. Profiles are
 * stored as JSON in this shape, with "Infinity" and "-Infinity" for the numbers that JSON does not have.
 */
export interface Profile {
  readonly version: typeof PROFILE_VERSION;
  readonly rows: number;
  /** In order of first appearance. An array, because names come from captured data and may be `__proto__`. */
  readonly columns: readonly ColumnProfile[];
}

/** A column's cells by kind. They add up to the profile's rows. */
export interface CellCounts {
  readonly missing: number;
  /** In a category column including texts that spell a number, because CSV writes both alike. */
  readonly number: number;
  /** Explicit not-a-numbers. */
  readonly nan: number;
  /** ±Infinity and numbers beyond the range of a double. Not counted in `number`. */
  readonly infinite: number;
  readonly text: number;
  readonly boolean: number;
  /** Objects and arrays. */
  readonly nested: number;
}

/** Moments of the finite numbers of a column. */
export interface Moments {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean; the population variance is m2 / count. */
  readonly m2: number;
}

/** Every distinct number with its rows, ascending by value. Exact. */
export interface ExactNumbers {
  readonly kind: 'exact';
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

/**
 * Rows by cell of a grid. With edges e0 < … < e(k-1) there are k + 1 cells: cell 0 is (-∞, e0], cell i is (e(i-1),
 * e(i)], the last is (e(k-1), ∞).
 */
export interface GridNumbers {
  readonly kind: 'grid';
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Sum of the finite values in each cell. */
  readonly sums: readonly number[];
}

/** A quantile sketch (KLL): level i holds values of weight 2^i. Used only while there is no baseline grid. */
export interface SketchNumbers {
  readonly kind: 'sketch';
  readonly k: number;
  readonly levels: readonly (readonly number[])[];
  readonly count: number;
}

/**
 * Rows by category. Categories are canonical texts, see `canonicalValue`: `1`, `1.0` and "1" are "1"; True, TRUE and
 * true are "true".
 */
export interface Categories {
  /** Descending by rows, then ascending by text (code units). */
  readonly counts: readonly (readonly [category: string, rows: number])[];
  /** Rows of categories beyond the cap. */
  readonly other: number;
  /** Whether some categories fell into `other`. */
  readonly capped: boolean;
  /** Only for a capped column: `counts` has every category whose hash is below it. */
  readonly namedBelow?: number;
  /**
   * Only for a capped column: the rows of `other` by the remainder of their category's hash. A category's cell does not
   * depend on how often it occurred, so the cells of two samples can be compared.
   */
  readonly rest?: readonly number[];
}

/**
 * The form of a column whose values are nearly all distinct: ids, e-mail addresses, free text. The values themselves do
 * not predict the next rows, but their form does.
 */
export interface Identifier {
  /** Distinct values, estimated from the smallest hashes if there are too many to count. */
  readonly distinct: number;
  /** Rows among `sampleRows` by the kinds of characters in the value (`shapeOf`), most first. */
  readonly shapes: readonly (readonly [shape: string, rows: number])[];
  readonly sampleRows: number;
  /** Length of the shortest and longest value of the sample, in UTF-16 code units. Longer than 256 counts as 257. */
  readonly shortest: number;
  readonly longest: number;
  /** One of the values, if they look like numbers with undeclared marks. */
  readonly numberLike?: string;
}

/** The summary of one column. */
export interface ColumnProfile {
  readonly name: string;
  readonly type: ColumnType;
  /** Absent for plain numbers and categories. */
  readonly form?: ColumnForm;
  readonly cells: CellCounts;
  /** null if the column has no finite number, and for category columns, whose numbers are names. */
  readonly moments: Moments | null;
  /** For `type: 'number'`: finite and infinite numbers, null if there are none. Otherwise null, unless `inferred`. */
  readonly numbers: ExactNumbers | GridNumbers | SketchNumbers | null;
  /** For `type: 'category'`: texts, booleans and numbers. Otherwise null. */
  readonly categories: Categories | null;
  /** Only for a baseline's column whose values are nearly all distinct. Its `categories` then name none. */
  readonly identifier?: Identifier;
  /** A few texts and booleans of a number column, as examples of what is wrong with it. Absent if there are none. */
  readonly texts?: Categories;
  /**
   * The type was inferred from the values, not declared by a baseline or a monitor. Such a column keeps both `numbers`
   * and `texts` for every type, so that a merge with another part can infer the type again.
   */
  readonly inferred?: true;
  /**
   * Only for an inferred column: its times and durations, in case it turns out to have that form. Absent if there are
   * none.
   */
  readonly formed?: readonly FormedValues[];
  /**
   * Only for an inferred column: cells among `cells.text` that spell a number, in case it turns out to be a category
   * column. Absent if there are none.
   */
  readonly spelled?: Pick<CellCounts, 'number' | 'infinite'>;
}

/** The times or durations of a column. */
export interface FormedValues {
  readonly form: TimeForm;
  /** Cells by kind: numbers that the file declares to have the form, and texts. */
  readonly cells: { readonly number: number; readonly text: number };
  readonly numbers: ExactNumbers | GridNumbers | SketchNumbers;
  readonly moments: Moments;
}
