/** How many alerts a year a monitor may send without any change: one in ten years. */
export const DEFAULT_FALSE_PAGES = 0.1;

/** What each kind of finding may spend of it. */
const PARTS = { features: 0.35, answers: 0.1, quality: 0.1, performance: 0.45 } as const;

/** Retrainings without a reason are rarer than alerts without one by this factor. */
const RETRAININGS = 0.1;

/** The chances that one window of a monitor without any change raises an alert. */
export interface FalseAlarmBudget {
  /** Of all features together. */
  readonly features: number;
  /** Of the model's answers. */
  readonly answers: number;
  /** Of broken data. */
  readonly quality: number;
}

/** What `drift.falseAlarms` gives to the features, and to the answers; the rest is held back. */
const FAMILY_SHARE = 0.4;

/**
 * Splits what a monitor may spend a year over its windows. The expected number of false alerts is the sum of the chances
 * of all windows and kinds, however they depend on each other, so the promise needs no independence: only that quiet
 * windows move as one of the models of usual movement says.
 *
 * With `drift.falseAlarms` the share of quiet windows that may raise a drift alert is given instead.
 */
export function driftBudget({
  falsePages,
  falseAlarms,
  windowsAYear,
}: {
  readonly falsePages: number;
  readonly falseAlarms?: number | undefined;
  readonly windowsAYear: number;
}): FalseAlarmBudget {
  const aWindow = Math.min(1, falsePages / windowsAYear);
  const ofDrift = (part: number) => (falseAlarms === undefined ? part * aWindow : FAMILY_SHARE * falseAlarms);
  return { features: ofDrift(PARTS.features), answers: ofDrift(PARTS.answers), quality: PARTS.quality * aWindow };
}

/**
 * How many windows shall pass, on average, between two of which a performance limit is passed though the metric is not
 * beyond it, at least: the limits of one purpose share what performance may spend.
 *
 * @param limits how many limits have this purpose
 */
export function windowsToFalseClaim(
  purpose: 'alert' | 'retrain',
  {
    falsePages,
    windowsAYear,
    limits,
  }: { readonly falsePages: number; readonly windowsAYear: number; readonly limits: number },
): number {
  const aYear = falsePages * (purpose === 'alert' ? PARTS.performance : RETRAININGS);
  return Math.max(1, (windowsAYear * limits) / aYear);
}

/** Share of comparisons of quiet data that may find drift. */
export const DEFAULT_FALSE_ALARMS = 0.01;

/** Splits the chance of a single comparison between the features and the prediction. Throws RangeError unless 0 < falseAlarms < 1. */
export function splitFalseAlarms(falseAlarms: number = DEFAULT_FALSE_ALARMS): {
  readonly features: number;
  readonly prediction: number;
} {
  if (!(falseAlarms > 0 && falseAlarms < 1)) {
    throw new RangeError(`falseAlarms is a share between 0 and 1, both excluded, got ${falseAlarms}`);
  }
  return { features: falseAlarms * FAMILY_SHARE, prediction: falseAlarms * FAMILY_SHARE };
}
