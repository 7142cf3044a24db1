import type { ColumnProfile } from '../profile/types.ts';
import type { Example } from './examples.ts';

/** Limits beyond which data counts as broken. Shares are between 0 and 1. A share at its limit is accepted. */
export interface QualityLimits {
  /** The largest accepted rise of a column's share of missing values above the baseline's. */
  readonly maxMissingIncrease: number;
  /**
   * The largest accepted rise of the share of rows with unknown categories above the share that the baseline predicts.
   */
  readonly maxUnseenShare: number;
  /** The largest accepted share of finite numbers outside the baseline's range. */
  readonly maxOutOfRangeShare: number;
  /** The largest accepted rise of the share of cells of the wrong kind above the baseline's. */
  readonly maxTypeErrorShare: number;
  /** The largest accepted share of records that cannot be read, and of files that cannot be read to their end. */
  readonly maxRejectedShare: number;
}

export type QualityCheck =
  | 'missing_column'
  | 'extra_column'
  | 'missing_values'
  | 'fewer_missing_values'
  | 'type_change'
  | 'nested_values'
  | 'nan_values'
  | 'infinite_values'
  | 'unseen_categories'
  | 'out_of_range'
  | 'scale_change'
  | 'constant_column'
  | 'form_change'
  | 'repeated_values'
  | 'missing_answers'
  | 'rejected_records'
  | 'incomplete_files'
  | 'row_count';

/** The usual numbers of rows, and from how many windows they are known. */
export interface UsualRows {
  readonly lower: number;
  readonly upper: number;
  /** In which windows they are usual, in words: `on Tuesdays`. @default - in all */
  readonly when?: string | undefined;
  readonly windows: number;
  /** Besides, of the baseline's own. */
  readonly ofBaseline: number;
}

/** One measured fact about the window with its limit. */
export interface QualityFinding {
  readonly check: QualityCheck;
  /** Set if `feature` is a role of the model's answers. */
  readonly subject?: 'answer';
  /** null: the window as a whole. */
  readonly feature: string | null;
  /** In the unit of the limit: a share, for `scale_change` the factor, for `row_count` the rows as a share of the usual number. */
  readonly value: number;
  /** The value in the baseline. null if it has no meaning there, or if there is no baseline. */
  readonly baseline: number | null;
  /** The largest accepted `value`; of `row_count` the smallest, null where none is a breach. */
  readonly limit: number | null;
  /** The rows of which `value` is a share; of `rejected_records` the records, of `incomplete_files` the files, of `row_count` all. */
  readonly rows: number;
  /** Whether the value is beyond the limit and chance does not explain it. */
  readonly breached: boolean;
  /** Set if something else than broken data explains a value beyond the limit. */
  readonly explained?: true;
  /** Of `row_count`. */
  readonly usual?: UsualRows;
  /** A few of the affected values. */
  readonly examples?: readonly Example[];
  /** The cause and what to do, if the values show it. */
  readonly cause?: string;
}

/** The result of a rule in one column. */
export interface Measurement {
  readonly value: number;
  readonly baseline: number | null;
  readonly limit: number;
  readonly rows: number;
  /** Whether the value is beyond the limit. */
  readonly exceeded: boolean;
  /** The probability of such a value if window and baseline were alike. 0 if chance cannot cause it. */
  readonly pValue: number;
  readonly examples?: readonly Example[];
  readonly cause?: string;
  readonly explained?: true;
}

/** A check of a column that baseline and window both have. */
export interface ColumnRule {
  readonly check: QualityCheck;
  /**
   * Whether the rule compares distributions, not only the kinds of cells. Such rules are skipped for columns that the
   * monitor leaves out of drift, such as a date, because they always differ from the baseline.
   */
  readonly comparesDistributions: boolean;
  /**
   * null: nothing to report.
   *
   * @param usualMovement see `QualityOptions` @default - none, or not known
   */
  measure(
    baseline: ColumnProfile,
    window: ColumnProfile,
    limits: QualityLimits,
    usualMovement?: number,
  ): Measurement | null;
}
