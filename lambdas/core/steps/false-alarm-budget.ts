import { driftBudget, type FalseAlarmBudget } from '../drift/rule.ts';
import type { Monitor } from '../monitor/monitor.ts';

const MINUTES_A_YEAR = 365.25 * 24 * 60;

/** What a monitor may spend of its false pages in one window. */
export function budgetOf({ alerts, drift, schedule }: Monitor): FalseAlarmBudget {
  const { window } = schedule;
  const windowsAYear = MINUTES_A_YEAR / ('days' in window ? window.days * 24 * 60 : window.minutes);
  return driftBudget({ falsePages: alerts.falsePages, falseAlarms: drift.falseAlarms, windowsAYear });
}
