import { splitFalseAlarms } from '../drift/rule.ts';

/** How many alerts a year a monitor may send when nothing has changed: one in ten years. */
export const DEFAULT_FALSE_PAGES = 0.1;

/** The share of the budget for each kind of finding. */
const PARTS = { features: 0.35, answers: 0.1, quality: 0.1, performance: 0.45 } as const;

/** Unneeded retrainings may be this many times as frequent as false alerts. */
const RETRAININGS = 0.1;

/** The probabilities that a window raises an alert when nothing has changed. */
export interface FalseAlarmBudget {
  /** For all features together. */
  readonly features: number;
  /** For the model's answers. */
  readonly answers: number;
  /** For broken data. */
  readonly quality: number;
}

/**
 * Splits a monitor's yearly budget of false alerts over its windows. The expected number of false alerts is the sum of the
 * probabilities of all windows and kinds, however they depend on each other. So the budget needs no independence, only that
 * unchanged windows move as one of the models of usual movement describes.
 *
 * `drift.falseAlarms` instead sets the share of unchanged windows that may raise a drift alert.
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
 * The least average number of windows between two false claims that a performance limit is passed. The limits of one purpose
 * share the budget of performance.
 *
 * @param limits Number of limits with this purpose.
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
