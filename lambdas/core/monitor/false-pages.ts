import { splitFalseAlarms } from '../drift/rule.ts';

/** How many alerts a year a monitor may send without any change: one in ten years. */
export const DEFAULT_FALSE_PAGES = 0.1;

/** The part of it that each kind of finding may spend. */
const PARTS = { features: 0.35, answers: 0.1, quality: 0.1, performance: 0.45 } as const;

/** Retrainings without a reason may be this many times as frequent as alerts without one. */
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

/**
 * Splits what a monitor may spend a year over its windows. The expected number of false alerts is the sum of the chances
 * of all windows and kinds, however they depend on each other, so the promise needs no independence: only that quiet
 * windows move as one of the models of usual movement says.
 *
 * With `drift.falseAlarms` the share of quiet windows that may raise a drift alert is given instead.
 */
export function windowBudget({
  falsePages,
  falseAlarms,
  windowsAYear,
}: {
  readonly falsePages: number;
  readonly falseAlarms?: number | undefined;
  readonly windowsAYear: number;
}): FalseAlarmBudget {
  const aWindow = Math.min(1, falsePages / windowsAYear);
  const quality = PARTS.quality * aWindow;
  if (falseAlarms === undefined)
    return { features: PARTS.features * aWindow, answers: PARTS.answers * aWindow, quality };
  const { features, prediction: answers } = splitFalseAlarms(falseAlarms);
  return { features, answers, quality };
}

/**
 * The fewest windows, on average, between two false claims that one performance limit is passed. The limits of one purpose
 * share what performance may spend.
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
