import type { ColumnForm, ColumnType } from '../profile/types.ts';
import type { ExtremeValue, NoDistanceReason } from './methods/method.ts';
import type { DriftMethodName } from './methods/registry.ts';
import type { ShiftKind } from './shifts/shift.ts';
import type { SignificanceTestName } from './significance/registry.ts';

/** Why a feature has no distance. */
export type NotMeasuredReason = NoDistanceReason | 'no_baseline_values' | 'no_window_values';

/** What was found about one feature. Every number is finite; what is not defined is null. */
export interface FeatureDrift {
  readonly name: string;
  readonly type: ColumnType;
  readonly method: DriftMethodName;
  /** null when it is not defined; `reason` says why. */
  readonly distance: number | null;
  /** At most this far from the distance of the rows themselves; 0 when computed from them. */
  readonly errorBound: number | null;
  /**
   * The corrected distance; null where it is not corrected. Categories and chi_square: without what chance adds in
   * samples of these sizes. Wasserstein: without the most extreme rows of each side. A column drifts only if both
   * distances are above the limit.
   */
  readonly distanceBeyondChance: number | null;
  /** The outlier that makes up most of the distance; absent where there is none. */
  readonly extreme?: ExtremeValue;
  readonly limit: number;
  readonly test: SignificanceTestName;
  readonly statistic: number | null;
  readonly pValue: number | null;
  /** Benjamini–Hochberg over the family's p-values. */
  readonly adjustedPValue: number | null;
  /** The same from p-values with exact tails of small counts: never smaller, and the one that `drifted` rests on. */
  readonly smallSampleAdjustedPValue: number | null;
  /** Rows with a value. */
  readonly baselineRows: number;
  readonly windowRows: number;
  /** Rows without a value as a share of all; null without rows. */
  readonly baselineMissingShare: number | null;
  readonly windowMissingShare: number | null;
  readonly importance: number;
  /** distance / limit. */
  readonly effect: number | null;
  readonly drifted: boolean;
  readonly reason: NotMeasuredReason | null;
  /** The most telling shift in the stream of windows; absent where two samples are compared, null without values. */
  readonly shift?: ColumnShift | null;
  /** What has moved between two samples; absent in a stream of windows, and where the column has not drifted. */
  readonly change?: ColumnChange;
  /**
   * Key of the shift by which the column is flagged; the next window checks whether that shift has recovered. Absent
   * where it is not flagged.
   */
  readonly flaggedBy?: string;
  /** Every shift as key, effect and error: later windows are compared with them. */
  readonly shifts?: [key: string, effect: number, error: number][];
}

/** Where a limit comes from. `short_history`: fewer windows are kept than a whole cycle has. */
export type LimitSource = 'material' | 'chance' | 'first_windows' | 'short_history' | 'history' | 'season';

/** One way in which a column has moved, in standard deviations of the baseline. */
export interface ColumnShift {
  readonly kind: ShiftKind;
  readonly category?: string;
  /** From the baseline, or from the new normal. */
  readonly effect: number;
  /** Only of shares: the share of the rows in the baseline and in the window. */
  readonly shares?: [baseline: number, window: number];
  /** Only of spreads: the window's standard deviation divided by the baseline's. */
  readonly ratio?: number;
  /** How many windows show it together. */
  readonly windows: number;
  /** The chance of such a shift without a change, adjusted over the columns: the p-value that decides. */
  readonly pValue: number;
  /** A larger effect in one window is flagged. */
  readonly limit: number;
  readonly limitSource: LimitSource;
  /** Earlier windows that the limit is learned from. */
  readonly historyWindows: number;
  /** Standard deviation of the usual movement from window to window. */
  readonly usual: number;
  /**
   * The first of the windows since which the column has been flagged without recovering; null where this is the first.
   */
  readonly since: string | null;
  /** First window of the new normal from which the effect is measured; absent: measured from the baseline. */
  readonly normal?: string;
}

/** What has moved between two samples of a column, with its direction and size. */
export interface ColumnChange {
  /** `value`: the share of the rows with one number; the others are those of shifts. */
  readonly kind: ShiftKind | 'value';
  /** What the numbers stand for; absent for plain numbers and categories. */
  readonly form?: ColumnForm;
  /** Only of shares: the category, and whether most of the difference lies in others. */
  readonly category?: string;
  readonly many?: true;
  /** Only of `value`: the number. */
  readonly value?: number;
  /** Of locations and shapes, in standard deviations of the baseline: of the mean if `measure` is that, else by ranks. */
  readonly effect?: number;
  /** Only of spreads: the window's standard deviation divided by the baseline's; by ranks if `measure` is absent. */
  readonly ratio?: number;
  /** Share of the rows in the baseline and in the window: with the category, the value, or values of the range. */
  readonly shares?: [baseline: number, window: number];
  /** Only of shapes: the numbers whose share moved most, ends included. */
  readonly range?: [from: number, to: number];
  /** What `baseline` and `window` are, for locations and spreads. */
  readonly measure?: 'mean' | 'median' | 'standard deviation';
  readonly baseline?: number;
  readonly window?: number;
}

/** What was found about one family of columns of a window. */
export interface DriftAssessment {
  /** The family's chance of a false alarm. */
  readonly alpha: number;
  /** In the order given. */
  readonly features: readonly FeatureDrift[];
  /** Features with values on both sides. */
  readonly compared: number;
  readonly drifted: number;
  /** drifted / all features; 0 without features. */
  readonly driftedShare: number;
  /** Names of the drifted features by effect × importance, largest first. */
  readonly ranking: readonly string[];
}
