import type { FieldLocation, TableFormat } from '../capture/spec.ts';
import type { Dialect } from '../capture/tables/dialect.ts';

export type LabelFormat = 'sagemaker-ground-truth' | TableFormat;

/** How to read labels: the monitor file's `labels` section with its defaults. */
export interface LabelSpec extends Dialect {
  readonly format: LabelFormat;
  /** Plain formats: the column with the id of the prediction. */
  readonly id: string;
  /** The column or key with the label. For CSV data of several fields, its position. */
  readonly label: FieldLocation;
  /** Plain formats: the column with the zero-based position of the row in its request. */
  readonly position?: string | undefined;
  /**
   * The column, or the key of a ground-truth record, with the time at which the label became known.
   *
   * @default - the order of arrival decides
   */
  readonly time?: string | undefined;
  /** Texts that mean "no label", besides empty fields and null. */
  readonly missing: readonly string[];
}
