import type { Incident } from '../result/incident.ts';
import type { CheckedWindow } from './checked-window.ts';

/**
 * The number of windows on record that breached, from the incident's first window on.
 *
 * @param checkedWindows Of the kind of check that raised the incident, oldest first.
 */
export function countIncidentWindows(checkedWindows: readonly CheckedWindow[], incident: Incident): number {
  const first =
    checkedWindows.find((checkedWindow) => checkedWindow.window === incident.since)?.start ?? Number.NEGATIVE_INFINITY;
  const breaches = checkedWindows.filter(
    (checkedWindow) =>
      checkedWindow.start >= first &&
      checkedWindow.signals.some((signal) => signal.kind === incident.kind && signal.status === 'breach'),
  );
  return breaches.length;
}

/**
 * How long the incident lasted: milliseconds from the start of its first window to the end of its last one; null when the first
 * is too old to be on record.
 */
export function incidentDuration(checkedWindows: readonly CheckedWindow[], incident: Incident): number | null {
  const first = checkedWindows.find((checkedWindow) => checkedWindow.window === incident.since);
  const last = checkedWindows.find((checkedWindow) => checkedWindow.window === incident.lastWindow);
  return first === undefined || last === undefined ? null : last.end - first.start;
}

/**
 * Whether a drift that is over was one odd window, so that its end needs no message. A message is needed if the incident was
 * acknowledged, which promises one; if a message about a second window was sent; if its only window was repaired and checked
 * again; or if the active baseline has changed.
 *
 * @param clear The window without drift.
 * @param checkedWindows Of the kind of check that raised the incident, oldest first.
 */
export function isSingleWindow(
  incident: Incident,
  clear: CheckedWindow,
  checkedWindows: readonly CheckedWindow[],
): boolean {
  const { kind, since, notifiedWindow, acknowledged } = incident;
  const first = checkedWindows.find((checkedWindow) => checkedWindow.window === since);
  return (
    kind === 'drift' &&
    acknowledged === null &&
    notifiedWindow === since &&
    first !== undefined &&
    first.start < clear.start &&
    first.baseline === clear.baseline &&
    countIncidentWindows(checkedWindows, incident) === 1
  );
}
