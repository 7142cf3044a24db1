import type { CaptureFormat, TableFormat } from './capture-formats.ts';
import type { Dialect } from './tables/dialect.ts';

export type { CaptureFormat, TableFormat };

/** How captured data is to be read: the monitor file's `capture` section after its defaults are in. */

/** Where a value stands in a row: a zero-based position (CSV, JSON arrays) or a key (JSON objects, columns); dots in a key go down into objects when there is no such key itself. */
export type FieldLocation = string | number;

export type ProblemType = 'binary-classification' | 'multiclass-classification' | 'regression';

/** Which parts of the model's answer mean what. */
export interface PredictionSpec {
  /** Binary: the probability (or any score) of the positive class. */
  readonly score?: FieldLocation | undefined;
  /** Binary: a score at or above it predicts the positive class, where `label` is not given. */
  readonly threshold: number;
  /** The predicted class. */
  readonly label?: FieldLocation | undefined;
  /** Regression: the predicted number. */
  readonly value?: FieldLocation | undefined;
  /** Multiclass: where the probability of each class stands. */
  readonly scores?: Readonly<Record<string, FieldLocation>> | undefined;
}

export interface CaptureSpec extends Dialect {
  readonly format: CaptureFormat;
  /** Names of the features of rows without names (CSV, arrays), in order; for rows with names, the ones to read. Not given: every column, unnamed ones as `_c0`, `_c1`, … */
  readonly features?: readonly string[] | undefined;
  readonly prediction: PredictionSpec;
  /** Key of the rows in a JSON request. Not given: they are found, see `layouts/`. */
  readonly requestRows?: string | undefined;
  /** Key of the rows in a JSON response. Not given: they are found, see `layouts/`. */
  readonly responseRows?: string | undefined;
  /** Texts and numbers that mean "missing", besides empty texts, null and NaN. */
  readonly missing: readonly string[];
  /** Plain formats, transform outputs: the column with the event's time (ISO 8601, or a number since the epoch). */
  readonly time?: string | undefined;
  /** Plain formats, transform outputs: the column with the id that labels refer to. */
  readonly id?: string | undefined;
  /**
   * CSV: whether the first record of a file, of SageMaker captures the first row of a request, names the columns. Not given:
   * in files it does; in requests it does when it spells the listed features.
   */
  readonly header?: boolean | undefined;
}
