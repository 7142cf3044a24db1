import type { FieldLocation, TableFormat } from '../capture/spec.ts';
import type { Dialect } from '../capture/tables/dialect.ts';

export type LabelFormat = 'sagemaker-ground-truth' | TableFormat;

/** How labels are to be read: the monitor file's `labels` section after its defaults are in. */
export interface LabelSpec extends Dialect {
  readonly format: LabelFormat;
  /** Plain formats: the column with the id of the prediction. */
  readonly id: string;
  /** The column or key with the label; a position in CSV data of several fields. */
  readonly label: FieldLocation;
  /** Plain formats: the column with the zero-based position of the row in its request. */
  readonly position?: string | undefined;
  /** When the label became known: the column, or the key of a ground-truth record. Not given: arrival decides. */
  readonly time?: string | undefined;
  /** Texts that mean "no label", besides empty fields and null. */
  readonly missing: readonly string[];
}
