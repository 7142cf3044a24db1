/** The share of `falseAlarms` for the features and for the answers each; the rest is a reserve. */
const FAMILY_SHARE = 0.4;

/** Share of comparisons of unchanged data that may find drift. */
export const DEFAULT_FALSE_ALARMS = 0.01;

/**
 * Splits the chance of a false alarm of one comparison between the features and the prediction.
 * @throws RangeError unless 0 < falseAlarms < 1
 */
export function splitFalseAlarms(falseAlarms: number = DEFAULT_FALSE_ALARMS): {
  readonly features: number;
  readonly prediction: number;
} {
  if (!(falseAlarms > 0 && falseAlarms < 1)) {
    throw new RangeError(`falseAlarms is a share between 0 and 1, both excluded, got ${falseAlarms}`);
  }
  return { features: falseAlarms * FAMILY_SHARE, prediction: falseAlarms * FAMILY_SHARE };
}
