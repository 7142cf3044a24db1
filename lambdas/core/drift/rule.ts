/**
 * The promise of a monitor: at most the share `falseAlarms` of quiet windows raises a drift alert.
 *
 * A window has two families of hypotheses that can break it: the features and the prediction. Each gets a fixed part of the
 * budget (Bonferroni over the families), so that either verdict stands without the other; the rest is held back for what
 * approximate p-values add and for families to come. Within a family a column drifts only when it is material AND its
 * Benjamini–Hochberg adjusted p-value is at or below the family's alpha. With nothing drifting, the chance that any column
 * of the family is adjusted to alpha or below is at most alpha (Simes; exactly under independence, and under positive
 * dependence), and asking for a material distance as well can only lower it.
 */
export interface FalseAlarmBudget {
  /** Alpha of the family of all features of a window. */
  readonly features: number;
  /** Alpha of the family of the prediction's columns. */
  readonly prediction: number;
}

/** Share of quiet windows that may raise a drift alert. */
export const DEFAULT_FALSE_ALARMS = 0.01;

const FAMILY_SHARE = 0.4;

/** Splits a monitor's budget between the features and the prediction. Throws RangeError unless 0 < falseAlarms < 1. */
export function splitFalseAlarms(falseAlarms: number = DEFAULT_FALSE_ALARMS): FalseAlarmBudget {
  if (!(falseAlarms > 0 && falseAlarms < 1)) {
    throw new RangeError(`falseAlarms is a share between 0 and 1, both excluded, got ${falseAlarms}`);
  }
  return { features: falseAlarms * FAMILY_SHARE, prediction: falseAlarms * FAMILY_SHARE };
}
