import type { TimeForm } from '../columns/column.ts';

/**
 * Profiles: mergeable summaries of a data set, column by column, whose size does not depend on the rows.
 * These are the stored JSON shapes (numbers that JSON cannot hold are written as "Infinity" and "-Infinity").
 */

export const PROFILE_VERSION = 1;

/** What a column is compared as. */
export type ColumnType = 'number' | 'category';

/**
 * What the values of a column stand for, whatever spells them. `boolean` columns are categories, `true` and `false`; `time`
 * columns numbers, milliseconds since the epoch (UTC); `duration` columns, of times of day too, numbers of milliseconds.
 */
export type ColumnForm = 'boolean' | TimeForm;

/** What a monitor may say that a column is. */
export type DeclaredType = ColumnType | ColumnForm;

export const DECLARED_TYPES = [
  'number',
  'category',
  'boolean',
  'time',
  'duration',
] as const satisfies readonly DeclaredType[];

export interface Profile {
  readonly version: typeof PROFILE_VERSION;
  readonly rows: number;
  /** In order of first appearance. An array, because names are hostile text. */
  readonly columns: readonly ColumnProfile[];
}

/** How many cells of each kind a column had; they add up to the profile's rows. */
export interface CellCounts {
  readonly missing: number;
  /** In a category column, texts that spell a number too: CSV has but one way to write both. */
  readonly number: number;
  /** Explicit not-a-numbers. */
  readonly nan: number;
  /** ±Infinity and numbers beyond the range of a double; not counted in `number`. */
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
 * Rows by cell of a grid. With edges e0 < … < e(k-1) there are k + 1 cells: cell 0 is (-∞, e0], cell i is (e(i-1), e(i)],
 * the last is (e(k-1), ∞).
 */
export interface GridNumbers {
  readonly kind: 'grid';
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Sum of the finite values in each cell. */
  readonly sums: readonly number[];
}

/** A quantile sketch (KLL): level i holds values of weight 2^i. Only where there is no baseline grid yet. */
export interface SketchNumbers {
  readonly kind: 'sketch';
  readonly k: number;
  readonly levels: readonly (readonly number[])[];
  readonly count: number;
}

/** Rows by category. Categories are canonical texts, see `canonicalValue`: `1`, `1.0` and "1" are "1"; True, TRUE and true are "true". */
export interface Categories {
  /** Descending by rows, then ascending by text (code units). */
  readonly counts: readonly (readonly [category: string, rows: number])[];
  /** Rows of categories beyond the cap. */
  readonly other: number;
  /** Whether some categories fell into `other`. */
  readonly capped: boolean;
  /** Of a capped column: every category whose hash is below it is named in `counts`. */
  readonly namedBelow?: number;
  /**
   * Of a capped column: the rows of `other` by the remainder of their category's hash. Which categories fall into a cell has
   * nothing to do with how often they occurred, so the cells of two samples can be compared.
   */
  readonly rest?: readonly number[];
}

/**
 * What is known of a column in which nearly every value is another one: ids, e-mail addresses, free text. Which values
 * occur says nothing about the next rows; how they are written does.
 */
export interface Identifier {
  /** Distinct values; estimated from the smallest hashes where there are too many to count. */
  readonly distinct: number;
  /** Rows among `sampleRows` by the kinds of characters in the value (`shapeOf`), most first. */
  readonly shapes: readonly (readonly [shape: string, rows: number])[];
  readonly sampleRows: number;
  /** Shortest and longest value of the sample, in UTF-16 code units; longer than 256 counts as 257. */
  readonly shortest: number;
  readonly longest: number;
  /** One of the values, where they look like numbers whose marks were not declared. */
  readonly numberLike?: string;
}

export interface ColumnProfile {
  readonly name: string;
  readonly type: ColumnType;
  /** Absent where the values are plain numbers or categories. */
  readonly form?: ColumnForm;
  readonly cells: CellCounts;
  /** null when the column has no finite number, and of category columns, whose numbers are names. */
  readonly moments: Moments | null;
  /** For `type: 'number'`: finite and infinite numbers, null when there are none. Otherwise null, unless `inferred`. */
  readonly numbers: ExactNumbers | GridNumbers | SketchNumbers | null;
  /** For `type: 'category'`: texts, booleans and numbers. Otherwise null. */
  readonly categories: Categories | null;
  /** Of a baseline's column whose values are nearly all distinct. Its `categories` then name none. */
  readonly identifier?: Identifier;
  /** The texts and booleans of a number column, as examples of what is wrong with it: at most a few categories are kept. Absent when there are none. */
  readonly texts?: Categories;
  /**
   * The type was inferred from the values, not given by a baseline or a monitor. Such a column keeps `numbers` and `texts`
   * apart whatever its type, so that merging with another part can decide the type again.
   */
  readonly inferred?: true;
  /** Of an inferred column: the values that are times or durations, in case it turns out to be of that form. Absent when there are none. */
  readonly formed?: readonly FormedValues[];
  /** Of an inferred column: cells among `cells.text` that spell a number, in case it turns out to be a category column. Absent when there are none. */
  readonly spelled?: Pick<CellCounts, 'number' | 'infinite'>;
}

/** The values of a column that stand for a time or a duration. */
export interface FormedValues {
  readonly form: TimeForm;
  /** Cells by what they were: numbers of a file that says what they stand for, and texts. */
  readonly cells: { readonly number: number; readonly text: number };
  readonly numbers: ExactNumbers | GridNumbers | SketchNumbers;
  readonly moments: Moments;
}
