import type { ColumnProfile } from '../profile/types.ts';

/** When data counts as broken rather than changed. Shares are between 0 and 1; a share at its limit is accepted. */
export interface QualityLimits {
  /** How much a column's share of missing values may rise above the baseline's. */
  readonly maxMissingIncrease: number;
  /** How much the share of rows with unknown categories may rise above what the baseline lets expect. */
  readonly maxUnseenShare: number;
  /** Share of finite numbers outside the baseline's smallest and largest. */
  readonly maxOutOfRangeShare: number;
  /** How much the share of cells of the wrong kind may rise above the baseline's. */
  readonly maxTypeErrorShare: number;
  /** Share of records that cannot be read. */
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
  | 'rejected_records';

/** One measured fact about the window with its limit. */
export interface QualityFinding {
  readonly check: QualityCheck;
  /** What `feature` names: not given a feature, else a role of the model's answers. */
  readonly subject?: 'answer';
  /** null: the window as a whole. */
  readonly feature: string | null;
  /** In the unit of the limit: a share, for `scale_change` the factor. */
  readonly value: number;
  /** The same in the baseline; null where it has no meaning, or there is none. */
  readonly baseline: number | null;
  /** What `value` must not exceed. */
  readonly limit: number;
  /** Rows that `value` is a share of. */
  readonly rows: number;
  /** Beyond the limit, and not by chance. */
  readonly breached: boolean;
  /** A few of the values concerned, as printable texts of at most 80 characters. */
  readonly examples?: readonly string[];
  /** What is behind it and what to do, where that can be told from the values. */
  readonly cause?: string;
}

/** What a rule found in one column: null when there is nothing to report. */
export interface Measurement {
  readonly value: number;
  readonly baseline: number | null;
  readonly limit: number;
  readonly rows: number;
  /** Whether the value is beyond the limit. */
  readonly exceeded: boolean;
  /** The probability of a value like this if window and baseline were the same; 0 where chance has no part in it. */
  readonly pValue: number;
  readonly examples?: readonly string[];
  readonly cause?: string;
}

/** A check of one column that both sides have. */
export interface ColumnRule {
  readonly check: QualityCheck;
  /**
   * Compares distributions, not only the form of the cells: not applied to columns that the monitor leaves out of drift,
   * such as the date, which differ from the baseline by construction.
   */
  readonly comparesDistributions: boolean;
  measure(baseline: ColumnProfile, window: ColumnProfile, limits: QualityLimits): Measurement | null;
}
