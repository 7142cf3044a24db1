import type { ColumnType } from '../profile/types.ts';
import type { ExtremeValue, NoDistanceReason } from './methods/method.ts';
import type { DriftMethodName } from './methods/registry.ts';
import type { ShiftKind } from './shifts/shift.ts';
import type { SignificanceTestName } from './significance/significance-test.ts';

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
   * The distance, corrected. Categories and chi_square: without what chance adds in samples of these sizes. Wasserstein:
   * without the most extreme rows of each side. null where it is not corrected. Drift takes both distances above the limit.
   */
  readonly distanceBeyondChance: number | null;
  /** The value far out that makes most of the distance. Absent: none does. */
  readonly extreme?: ExtremeValue;
  readonly limit: number;
  readonly test: SignificanceTestName;
  readonly statistic: number | null;
  readonly pValue: number | null;
  /** Benjamini–Hochberg over the family's p-values. */
  readonly adjustedPValue: number | null;
  /** The same from p-values with the tails of small counts taken exactly: never smaller, and what `drifted` goes by. */
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
  /** What moved most, judged in the stream of windows; absent where two samples are compared, null without values. */
  readonly shift?: ColumnShift | null;
  /** Key of the shift by which it is flagged: the next window says whether that one is back. Absent where it is not flagged. */
  readonly flaggedBy?: string;
  /** Every shift: key, effect, error. What later windows are judged by. */
  readonly shifts?: [key: string, effect: number, error: number][];
}

/** Where a limit comes from; `short_history`: fewer windows are kept than a whole cycle has. */
export type LimitSource = 'material' | 'chance' | 'first_windows' | 'short_history' | 'history' | 'season';

/** One way in which a column has moved, in standard deviations of the baseline. */
export interface ColumnShift {
  readonly kind: ShiftKind;
  readonly category?: string;
  /** From the baseline, or from the new normal. */
  readonly effect: number;
  /** Of shares: those of the rows in the baseline and in the window. */
  readonly shares?: [baseline: number, window: number];
  /** Of spreads: that of the window, in those of the baseline. */
  readonly ratio?: number;
  /** How many windows show it together. */
  readonly windows: number;
  /** The chance of such a shift without a change, adjusted over the columns: the p-value that decides. */
  readonly pValue: number;
  /** An effect above it in one window is flagged. */
  readonly limit: number;
  readonly limitSource: LimitSource;
  /** Earlier windows it rests on. */
  readonly historyWindows: number;
  /** Standard deviation of the usual movement from window to window. */
  readonly usual: number;
  /** The first of the windows in which the column has been flagged and not come back; null where this one is it. */
  readonly since: string | null;
  /** First window of what a person declared the new normal, from which the effect is measured; absent: from the baseline. */
  readonly normal?: string;
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
