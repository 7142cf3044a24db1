import { type FalseAlarmBudget, windowBudget, windowsToFalseClaim } from '../../monitor/false-pages.ts';
import type { Monitor } from '../../monitor/monitor.ts';

/** The share of the budget for broken data of each kind of finding. */
export const QUALITY_PARTS = { features: 0.4, answers: 0.4, rows: 0.2 } as const;

const MINUTES_A_YEAR = 365.25 * 24 * 60;

/** What a monitor may spend of its false pages in one window. */
export function budgetOf({ alerts, drift, schedule }: Monitor): FalseAlarmBudget {
  const windowsAYear = windowsAYearOf(schedule);
  return windowBudget({ falsePages: alerts.falsePages, falseAlarms: drift.falseAlarms, windowsAYear });
}

/** The fewest windows, on average, between two false claims about one of a monitor's limits. */
export function claimThreshold({ alerts, performance, schedule }: Monitor, purpose: 'alert' | 'retrain'): number {
  const limits = performance[purpose].filter(({ literal }) => !literal).length;
  return windowsToFalseClaim(purpose, {
    falsePages: alerts.falsePages,
    windowsAYear: windowsAYearOf(schedule),
    limits,
  });
}

/** How many windows of a monitor begin in a year. */
export function windowsAYearOf({ window }: Monitor['schedule']): number {
  return MINUTES_A_YEAR / ('days' in window ? window.days * 24 * 60 : window.minutes);
}
