import type { CaptureFormat, TableFormat } from './capture-formats.ts';
import type { Dialect } from './tables/dialect.ts';

export type { CaptureFormat, TableFormat };

/**
 * The place of a value in a row: a zero-based position (CSV, JSON arrays) or a key (JSON objects, columns). Dots in a
 * key go down into objects if there is no such key itself.
 */
export type FieldLocation = string | number;

export const PROBLEM_TYPES = ['binary-classification', 'multiclass-classification', 'regression'] as const;
/** What a model predicts. */
export type ProblemType = (typeof PROBLEM_TYPES)[number];

/** The parts of the model's answer. */
export interface PredictionSpec {
  /** Binary: the probability (or any score) of the positive class. */
  readonly score?: FieldLocation | undefined;
  /** Binary, without `label`: a score at or above it predicts the positive class. */
  readonly threshold: number;
  /** The predicted class. */
  readonly label?: FieldLocation | undefined;
  /** Regression: the predicted number. */
  readonly value?: FieldLocation | undefined;
  /** Multiclass: the place of the probability of each class. */
  readonly scores?: Readonly<Record<string, FieldLocation>> | undefined;
}

/** How to read captured data: the monitor file's `capture` section with its defaults. */
export interface CaptureSpec extends Dialect {
  readonly format: CaptureFormat;
  /**
   * The features, in the order of rows without names (CSV, arrays). Of rows with names, only these are read.
   *
   * @default - every column, those without names as `_c0`, `_c1`, …
   */
  readonly features?: readonly string[] | undefined;
  readonly prediction: PredictionSpec;
  /** The key of the rows in a JSON request. @default - found by their layout, see `layouts/` */
  readonly requestRows?: string | undefined;
  /** The key of the rows in a JSON response. @default - found by their layout, see `layouts/` */
  readonly responseRows?: string | undefined;
  /** Texts and numbers that mean "missing", besides empty texts, null and NaN. */
  readonly missing: readonly string[];
  /** Plain formats, transform outputs: the column with the event's time (ISO 8601, or a number since the epoch). */
  readonly time?: string | undefined;
  /** Plain formats, transform outputs: the column with the id that labels refer to. */
  readonly id?: string | undefined;
  /**
   * CSV: whether the first record of a file, or in SageMaker captures the first row of a request, names the columns.
   *
   * @default - in files it does; in requests it does if it has the names of the listed features
   */
  readonly header?: boolean | undefined;
}
