import type { Acknowledgement, Incident } from '../result/incident.ts';
import type { CheckedWindow, Signal } from './checked-window.ts';
import { freeId } from './free-id.ts';
import { isMuted } from './incident-actions.ts';
import { type IncidentFinding, newFindings, recordReported } from './incident-findings.ts';
import { isSingleWindow } from './incident-windows.ts';
import { openIncident } from './open-incident.ts';
import type { CheckKind, MonitorState } from './state.ts';

/** An incident after a window, and which message about it is due. */
export interface IncidentMove {
  /** `extended`: it has findings that it did not have before. null: no message. */
  readonly type: 'opened' | 'extended' | 'repeated' | 'recovered' | null;
  readonly incident: Incident;
  /** `extended`: these findings, worst first. */
  readonly added?: readonly IncidentFinding[];
  /** `extended`: the acknowledgement that no longer holds; null: there was none. */
  readonly acknowledgedBefore?: Acknowledgement | null;
}

/** Runs start a little earlier or later than scheduled: a daily check must still repeat a daily message every day. */
const REPEAT_TOLERANCE = 0.05;

/** `notifiedAt` of an incident without a message so far: its first message is due at once. */
export const NEVER = -1;

/** Closed incidents that the state keeps; the history has all of them. */
const KEPT_INCIDENTS = 50;

/**
 * Opens, repeats or ends the incident of a signal's kind.
 *
 * @returns null when there is none and none opens.
 */
export function moveIncident(
  { incidents, checks }: MonitorState,
  kind: CheckKind,
  {
    signal,
    checkedWindow,
    now,
    repeatEvery,
    findings,
  }: {
    readonly signal: Signal;
    readonly checkedWindow: CheckedWindow;
    readonly now: number;
    readonly repeatEvery: number;
    /** The window's findings of this kind; undefined: not known. */
    readonly findings?: readonly IncidentFinding[] | undefined;
  },
): IncidentMove | null {
  const open = openIncident(incidents, signal.kind);
  if (signal.status === 'clear') {
    if (open === undefined) return null;
    const isSingle = isSingleWindow(open, checkedWindow, checks[kind]);
    // A single odd window ends without a message, as its first message says, and so does an incident that never had a message.
    // The record of the last message stays.
    if (isSingle || (open.notifiedAt === NEVER && open.acknowledged === null)) {
      const over = { ...open, state: 'recovered' as const, recoveredWindow: checkedWindow.window };
      return { type: null, incident: isSingle ? { ...over, singleWindow: true } : over };
    }
    return {
      type: 'recovered',
      incident: {
        ...open,
        state: 'recovered',
        recoveredWindow: checkedWindow.window,
        notifiedAt: now,
        notifiedWindow: checkedWindow.window,
      },
    };
  }
  if (open === undefined) {
    return {
      type: 'opened',
      incident: {
        // Late labels can close an incident and open another with the same window: under the same id, receivers would drop its
        // alert as a duplicate.
        id: freeId(`${signal.kind}-${checkedWindow.window}`, new Set(incidents.map(({ id }) => id))),
        kind: signal.kind,
        state: 'open',
        since: checkedWindow.window,
        openedAt: now,
        lastWindow: checkedWindow.window,
        notifiedAt: now,
        notifiedWindow: checkedWindow.window,
        recoveredWindow: null,
        acknowledged: null,
        resolved: null,
        ...(findings !== undefined && { reported: recordReported({}, findings) }),
      },
    };
  }
  const added = findings === undefined ? [] : newFindings(open, findings);
  const seen = {
    ...open,
    lastWindow: checkedWindow.window,
    ...(findings !== undefined && { reported: recordReported(open, findings) }),
  };
  if (added.length > 0) {
    // Whoever acknowledged the incident did not know of these findings.
    return {
      type: 'extended',
      incident: { ...seen, acknowledged: null, notifiedAt: now, notifiedWindow: checkedWindow.window },
      added,
      acknowledgedBefore: open.acknowledged,
    };
  }
  const isDue =
    checkedWindow.window !== open.notifiedWindow && now - open.notifiedAt >= repeatEvery * (1 - REPEAT_TOLERANCE);
  const repeat = isDue && !isMuted(open, now);
  return repeat
    ? { type: 'repeated', incident: { ...seen, notifiedAt: now, notifiedWindow: checkedWindow.window } }
    : { type: null, incident: seen };
}

/**
 * Whether the window belongs to an incident that a person has resolved. Checking such a window again opens no new incident;
 * a later window that breaches does.
 */
export function isResolved(
  incidents: readonly Incident[],
  kind: Signal['kind'],
  checkedWindow: CheckedWindow,
  checkedWindows: readonly CheckedWindow[],
): boolean {
  if (openIncident(incidents, kind) !== undefined) return false;
  return incidents.some((incident) => {
    if (incident.kind !== kind || incident.state !== 'resolved') return false;
    const last = checkedWindows.find(({ window }) => window === incident.lastWindow);
    return last !== undefined && checkedWindow.start <= last.start;
  });
}

/** The incidents with this one in place of its earlier version. */
export function replaceIncident(incidents: readonly Incident[], incident: Incident): Incident[] {
  const all = [...incidents.filter((other) => other.id !== incident.id), incident];
  return all.filter(({ state }, i) => state === 'open' || i >= all.length - KEPT_INCIDENTS);
}
