import type { Acknowledgement, Incident } from '../result/incident.ts';
import { brokenCause } from './broken-cause.ts';
import type { CheckedWindow, Signal } from './checked-window.ts';
import { isWaitingAlike, recordCheckedWindow } from './checked-windows.ts';
import { driftOfPerformance } from './common-cause.ts';
import type { WindowFindings } from './conclude-from-data.ts';
import { type IncidentFinding, performanceFindings } from './incident-findings.ts';
import { latestSignals } from './latest-signals.ts';
import { type LimitStanding, limitStandings } from './limits.ts';
import { isExplained } from './lingering.ts';
import { type IncidentMove, isResolved, moveIncident, NEVER, replaceIncident } from './move-incident.ts';
import { updateDriftRequest, updateRequest } from './retraining-request.ts';
import type { CheckKind, MonitorState } from './state.ts';

/** A message about an incident that is due after a check. */
export interface IncidentEvent {
  readonly type: NonNullable<IncidentMove['type']>;
  readonly incident: Incident;
  /** `extended`: the findings that the incident did not have, worst first. */
  readonly added?: readonly IncidentFinding[];
  /** `extended`: the acknowledgement that no longer holds; null: there was none. */
  readonly acknowledgedBefore?: Acknowledgement | null;
  /** What the deciding window says. */
  readonly signal: Signal;
  readonly checkedWindow: CheckedWindow;
}

export interface Transition {
  readonly state: MonitorState;
  readonly events: readonly IncidentEvent[];
  /** How the limits stand after this window, without later windows (accuracy checks). */
  readonly limits: readonly LimitStanding[];
  /** Whether the window's result differs from its earlier checks: only then are there metrics to publish. */
  readonly news: boolean;
}

export interface TransitionSettings {
  /** Milliseconds between messages about an incident that stays open. */
  readonly repeatEvery: number;
  /** Drifted windows in a row that request a retraining. @default - drift alone never does */
  readonly onDrift?: number | undefined;
  /** Whether retrainings start by themselves. @default false */
  readonly canRetrain?: boolean | undefined;
}

/**
 * Moves the monitor's state by one checked window. Pure: the caller writes the returned state by compare-and-swap and, after
 * a lost write, reads the state again and calls this again.
 *
 * The window may be new, or an earlier one checked again because labels came late. Either way, the latest window with a known
 * signal decides about each incident.
 *
 * @param findings Those of the window's signals. Not given: unknown, and an open incident reports none as new.
 */
export function transition(
  before: MonitorState,
  kind: CheckKind,
  checkedWindow: CheckedWindow,
  now: number,
  settings: TransitionSettings,
  findings: WindowFindings = {},
): Transition {
  const { repeatEvery, canRetrain = false } = settings;
  const known = before.checks[kind].find((other) => other.window === checkedWindow.window);
  const news = known?.digest !== checkedWindow.digest;
  if (!news && isWaitingAlike(known, checkedWindow)) {
    return {
      state: before,
      events: [],
      limits: kind === 'accuracy' ? limitStandings(before, checkedWindow.start) : [],
      news,
    };
  }
  const checkedWindows = recordCheckedWindow(before.checks[kind], checkedWindow, before.checks.accuracy[0]?.start);
  let state: MonitorState = { ...before, checks: { ...before.checks, [kind]: checkedWindows } };
  const limits = kind === 'accuracy' ? limitStandings(state, checkedWindow.start) : [];
  // While labels are expected, they could reopen an incident, so it stays open. It can end when no more are expected.
  if (!news && known.labels?.settled === checkedWindow.labels?.settled) return { state, events: [], limits, news };
  const latest = kind === 'accuracy' ? limitStandings(state) : [];
  state =
    kind === 'accuracy' ? updateRequest(state, latest, now) : updateDriftRequest(state, settings.onDrift ?? null, now);

  const events: IncidentEvent[] = [];
  for (const { signal, checkedWindow: deciding } of latestSignals(state, kind, latest)) {
    const isThis = deciding.window === checkedWindow.window;
    if (signal.status === 'breach' && isResolved(state.incidents, signal.kind, deciding, checkedWindows)) continue;
    if (isExplained(state, signal, deciding)) continue;
    const event = moveIncident(state, kind, {
      ...{ signal, checkedWindow: deciding, now },
      findings:
        signal.kind === 'performance'
          ? performanceFindings(latest, signal, {
              canRetrain,
              isExplained: brokenCause(state, deciding.window) !== null,
            })
          : isThis
            ? findings[signal.kind]
            : undefined,
      repeatEvery: isThis ? repeatEvery : Number.POSITIVE_INFINITY,
    });
    if (event === null) continue;
    const after = { ...state, incidents: replaceIncident(state.incidents, event.incident) };
    // What begins to drift later is no cause of bad performance, and only a message about the drift names it.
    const isSaidElsewhere =
      signal.kind === 'drift' && event.type !== 'extended' && driftOfPerformance(after)?.id === event.incident.id;
    if (isSaidElsewhere && event.type !== null) {
      // No message about this drift was sent, so one is due as soon as performance has recovered and the drift is still there.
      const open = state.incidents.find(({ id }) => id === event.incident.id);
      const { notifiedAt, notifiedWindow } = open ?? { notifiedAt: NEVER, notifiedWindow: event.incident.since };
      const silent = { ...event.incident, notifiedAt, notifiedWindow };
      state = { ...state, incidents: replaceIncident(state.incidents, silent) };
      continue;
    }
    state = after;
    if (event.type !== null) events.push({ ...event, type: event.type, signal, checkedWindow: deciding });
  }
  return { state, events, limits, news };
}
