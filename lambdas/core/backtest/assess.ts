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

/** The first alert about a window of a bad period. */
export interface Detection {
  readonly period: string;
  /** null: no alert names a window of the period. */
  readonly title: string | null;
  /** Milliseconds from the start of the period to the alert. */
  readonly after: number | null;
}

/** What a variant would have done, in numbers. */
export interface Assessment {
  /** Alerts that opened an incident. */
  readonly opened: number;
  readonly byKind: Readonly<Partial<Record<IncidentKind, number>>>;
  /** Further messages about open incidents, and about their ends. */
  readonly others: number;
  readonly requests: readonly RetrainingRequest[];
  readonly detections: readonly Detection[];
  /** Alerts that opened an incident outside of the bad periods; null where none are given. */
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
  const opened = alerts.filter(({ alert }) => alert.state === 'open');
  const counts = incidentKind.options
    .map((kind) => [kind, opened.filter(({ alert }) => alert.kind === kind).length] as const)
    .filter(([, count]) => count > 0);
  const detections = bad.map((period) => detect(period, alerts));
  const falseAlerts =
    bad.length === 0 ? null : opened.filter((alert) => !bad.some((period) => isIn(period, alert))).length;
  const quiet = windows.end - windows.start - bad.reduce((sum, period) => sum + overlap(period, windows), 0);
  return {
    opened: opened.length,
    byKind: Object.fromEntries(counts),
    others: alerts.length - opened.length,
    requests,
    detections,
    falseAlerts,
    falseAlertsAYear: falseAlerts === null || quiet <= 0 ? null : (falseAlerts * YEAR) / quiet,
  };
}

/** A reminder counts too: the incident may have opened before the period. */
function detect(period: BadPeriod, alerts: readonly ReplayedAlert[]): Detection {
  const first = alerts.find((each) => each.alert.state !== 'recovered' && isIn(period, each));
  if (first === undefined) return { period: period.name, title: null, after: null };
  return { period: period.name, title: first.alert.title, after: first.at - period.start };
}

/** Whether the window that an alert is about begins in the period. */
function isIn({ start, end }: BadPeriod, { about }: ReplayedAlert): boolean {
  return about >= start && about < end;
}

function overlap(period: BadPeriod, { start, end }: { readonly start: number; readonly end: number }): number {
  return Math.max(0, Math.min(period.end, end) - Math.max(period.start, start));
}
