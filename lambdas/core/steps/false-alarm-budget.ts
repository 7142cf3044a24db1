import { driftBudget, type FalseAlarmBudget, windowsToFalseClaim } from '../drift/rule.ts';
import type { Monitor } from '../monitor/monitor.ts';

const MINUTES_A_YEAR = 365.25 * 24 * 60;

/** What a monitor may spend of its false pages in one window. */
export function budgetOf({ alerts, drift, schedule }: Monitor): FalseAlarmBudget {
  const windowsAYear = windowsAYearOf(schedule);
  return driftBudget({ falsePages: alerts.falsePages, falseAlarms: drift.falseAlarms, windowsAYear });
}

/** How many windows shall pass, on average, between two false claims about one of a monitor's limits, at least. */
export function claimThreshold({ alerts, performance, schedule }: Monitor, purpose: 'alert' | 'retrain'): number {
  const limits = performance[purpose].filter(({ literal }) => !literal).length;
  return windowsToFalseClaim(purpose, {
    falsePages: alerts.falsePages,
    windowsAYear: windowsAYearOf(schedule),
    limits,
  });
}

function windowsAYearOf({ window }: Monitor['schedule']): number {
  return MINUTES_A_YEAR / ('days' in window ? window.days * 24 * 60 : window.minutes);
}
