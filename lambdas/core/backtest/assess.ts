import type { IncidentKind } from '../alerts.ts';
import { incidentKind } from '../alerts.ts';
import type { Replayed, ReplayedAlert, RetrainingRequest } from './replayed.ts';

const YEAR = 365.25 * 86_400_000;

/** A time in which the data or the model is known to have been bad, half open, milliseconds since the epoch. */
export interface BadPeriod {
  /** As the user wrote it. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The first alert that reports something new in a window of a bad period. */
export interface Detection {
  readonly period: string;
  /** null: there is none. */
  readonly title: string | null;
  /** Milliseconds from the start of the period to the alert. */
  readonly after: number | null;
  /** Whether all alerts about its windows are reminders of incidents that opened before, for whatever reason. */
  readonly onlyReminders: boolean;
}

/** What a variant would have done, in numbers. */
export interface Assessment {
  /** Alerts that opened an incident. */
  readonly opened: number;
  readonly byKind: Readonly<Partial<Record<IncidentKind, number>>>;
  /** Alerts about new findings of open incidents. */
  readonly newFindings: number;
  /** Reminders of open incidents, and messages about their ends. */
  readonly others: number;
  readonly requests: readonly RetrainingRequest[];
  readonly detections: readonly Detection[];
  /** Alerts of new incidents and findings outside of the bad periods; null where none are given. */
  readonly falseAlerts: number | null;
  readonly falseAlertsAYear: number | null;
}

/**
 * Counts what a replay would have sent, and holds it against the periods that are known to be bad.
 *
 * @param windows the replayed time, half open, milliseconds since the epoch
 */
export function assess(
  { alerts, requests }: Replayed,
  bad: readonly BadPeriod[],
  windows: { readonly start: number; readonly end: number },
): Assessment {
  const news = alerts.filter(({ alert }) => alert.state === 'open');
  const opened = news.filter(({ alert }) => alert.newFindings === undefined);
  const counts = incidentKind.options
    .map((kind) => [kind, opened.filter(({ alert }) => alert.kind === kind).length] as const)
    .filter(([, count]) => count > 0);
  const detections = bad.map((period) => detect(period, alerts));
  const falseAlerts =
    bad.length === 0 ? null : news.filter((alert) => !bad.some((period) => isIn(period, alert))).length;
  const quiet = windows.end - windows.start - bad.reduce((sum, period) => sum + overlap(period, windows), 0);
  return {
    opened: opened.length,
    byKind: Object.fromEntries(counts),
    newFindings: news.length - opened.length,
    others: alerts.length - news.length,
    requests,
    detections,
    falseAlerts,
    falseAlertsAYear: falseAlerts === null || quiet <= 0 ? null : (falseAlerts * YEAR) / quiet,
  };
}

/** A reminder does not count: its incident is about something else, or opened too early to be right. */
function detect(period: BadPeriod, alerts: readonly ReplayedAlert[]): Detection {
  const inside = alerts.filter((each) => each.alert.state !== 'recovered' && isIn(period, each));
  const first = inside.find(({ alert }) => alert.state === 'open');
  return {
    period: period.name,
    title: first?.alert.title ?? null,
    after: first === undefined ? null : first.at - period.start,
    onlyReminders: first === undefined && inside.length > 0,
  };
}

/** Whether the window that an alert is about begins in the period. */
function isIn({ start, end }: BadPeriod, { about }: ReplayedAlert): boolean {
  return about >= start && about < end;
}

function overlap(period: BadPeriod, { start, end }: { readonly start: number; readonly end: number }): number {
  return Math.max(0, Math.min(period.end, end) - Math.max(period.start, start));
}
