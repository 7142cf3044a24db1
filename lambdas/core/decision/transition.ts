import type { Incident } from '../result/incident.ts';
import type { CheckedWindow, Signal } from './checked-window.ts';
import { isWaitingAlike, lacksLabels, recordCheckedWindow } from './checked-windows.ts';
import { driftOfPerformance } from './common-cause.ts';
import { isMuted } from './incident-actions.ts';
import { isSingleWindow } from './incident-windows.ts';
import { type LimitStanding, limitStandings, MODEL_INCIDENT_KINDS, ofLiveModel } from './limits.ts';
import { isExplained } from './lingering.ts';
import { updateDriftRequest, updateRequest } from './retraining-request.ts';
import type { CheckKind, MonitorState } from './state.ts';

/** A message about an incident that this check gives rise to. */
export interface IncidentEvent {
  readonly type: 'opened' | 'repeated' | 'recovered';
  readonly incident: Incident;
  /** What the deciding window says. */
  readonly signal: Signal;
  readonly checkedWindow: CheckedWindow;
}

export interface Transition {
  readonly state: MonitorState;
  readonly events: readonly IncidentEvent[];
  /** How the limits stand after this window, whatever came later (accuracy checks). */
  readonly limits: readonly LimitStanding[];
  /** Whether this check says something about its window that no earlier one said: only then there are metrics to publish. */
  readonly news: boolean;
}

export interface TransitionSettings {
  /** Milliseconds between messages about an incident that stays open. */
  readonly repeatEvery: number;
  /** Drifted windows in a row that ask for a retraining. @default - drift alone never does */
  readonly onDrift?: number | undefined;
}

/** Schedules start a little earlier or later each time: a daily check must still repeat a daily message every day. */
const REPEAT_TOLERANCE = 0.05;

/** Time of the last message about an incident without one: the first is due at once. */
const NEVER = -1;

/** Closed incidents kept for reading; the history has all of them. */
const KEPT_INCIDENTS = 50;

/**
 * Moves the monitor's state by one checked window. Pure: the caller writes the returned state by compare-and-swap and, if
 * it lost, reads again and calls again.
 *
 * The window may be new, or an earlier one checked again because labels came late. Either way every incident is judged on
 * the latest window that has something to say about it.
 */
export function transition(
  before: MonitorState,
  kind: CheckKind,
  checkedWindow: CheckedWindow,
  now: number,
  settings: TransitionSettings,
): Transition {
  const { repeatEvery } = settings;
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
  // Labels that were still to come could have brought an incident back: when none are, it can end.
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
      repeatEvery: isThis ? repeatEvery : Number.POSITIVE_INFINITY,
    });
    if (event === null) continue;
    const after = { ...state, incidents: replaceIncident(state.incidents, event.incident) };
    const isSaidElsewhere = signal.kind === 'drift' && driftOfPerformance(after)?.id === event.incident.id;
    if (isSaidElsewhere && event.type !== null) {
      // When performance has recovered and the drift is still there, a message about it is due at once.
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

/** For each kind of incident the latest window that knows about it. */
function latestSignals(
  state: MonitorState,
  kind: CheckKind,
  limits: readonly LimitStanding[],
): { signal: Signal; checkedWindow: CheckedWindow }[] {
  const found = new Map<string, { signal: Signal; checkedWindow: CheckedWindow }>();
  const ofLive = new Set(ofLiveModel(state, state.checks[kind]));
  for (const checkedWindow of state.checks[kind]) {
    for (const signal of checkedWindow.signals) {
      // A model that was replaced can no longer perform badly, nor its data drift from its baseline.
      const concerned = ofLive.has(checkedWindow) || !MODEL_INCIDENT_KINDS.has(signal.kind);
      if (concerned && (signal.status !== 'unknown' || signal.notBack))
        found.set(signal.kind, { signal, checkedWindow });
    }
  }
  if (kind === 'accuracy') {
    const performance = performanceSignalOf(state, limits, found.get('performance'));
    if (performance !== undefined) found.set('performance', performance);
  }
  const isOpen = ({ kind }: Signal) => state.incidents.some((one) => one.kind === kind && one.state === 'open');
  const keepsOpen = (signal: Signal) => signal.notBack && isOpen(signal);
  return [...found.values()]
    .map(({ signal, checkedWindow }) => ({
      signal: keepsOpen(signal) ? { ...signal, status: 'breach' as const } : signal,
      checkedWindow,
    }))
    .filter(({ signal }) => signal.status !== 'unknown');
}

/**
 * How performance stands after all windows. No single window shows whether a limit is passed, so the signal is that of the
 * latest window that was bad itself. Labels that come late can take an incident back: it ends only when no more of them can
 * come, so that two looks at the same windows can't end it and open it again.
 */
function performanceSignalOf(
  state: MonitorState,
  limits: readonly LimitStanding[],
  latest: { signal: Signal; checkedWindow: CheckedWindow } | undefined,
): { signal: Signal; checkedWindow: CheckedWindow } | undefined {
  const alerts = limits.filter(({ purpose }) => purpose === 'alert');
  if (alerts.some(({ reached }) => reached)) {
    const bad = ofLiveModel(state, state.checks.accuracy).findLast(({ signals }) =>
      signals.some(({ kind, status }) => kind === 'performance' && status === 'breach'),
    );
    const signal = bad?.signals.find(({ kind }) => kind === 'performance');
    return bad === undefined || signal === undefined ? latest : { signal, checkedWindow: bad };
  }
  if (latest === undefined) return latest;
  const isOnItsWay = alerts.some(({ streak, standing }) => standing === null && streak > 0);
  const status = isOnItsWay || mayComeBack(state, alerts) ? 'unknown' : 'clear';
  return { ...latest, signal: { ...latest.signal, status } };
}

/** Whether an open incident's evidence has fallen below what is needed, with labels still to come. */
function mayComeBack({ incidents, checks }: MonitorState, alerts: readonly LimitStanding[]): boolean {
  const open = incidents.find((incident) => incident.kind === 'performance' && incident.state === 'open');
  if (open === undefined) return false;
  const since = checks.accuracy.find(({ window }) => window === open.since)?.start ?? Number.NEGATIVE_INFINITY;
  const isProvedBack = alerts.some(({ standing }) => standing !== null && standing.closedBy !== null);
  const isOpen = checks.accuracy.some((checkedWindow) => checkedWindow.start <= since && lacksLabels(checkedWindow));
  return alerts.some(({ standing }) => standing !== null) && !isProvedBack && isOpen;
}

function moveIncident(
  { incidents, checks }: MonitorState,
  kind: CheckKind,
  {
    signal,
    checkedWindow,
    now,
    repeatEvery,
  }: {
    readonly signal: Signal;
    readonly checkedWindow: CheckedWindow;
    readonly now: number;
    readonly repeatEvery: number;
  },
): { type: IncidentEvent['type'] | null; incident: Incident } | null {
  const open = incidents.find((incident) => incident.kind === signal.kind && incident.state === 'open');
  if (signal.status === 'clear') {
    if (open === undefined) return null;
    const isSingle = isSingleWindow(open, checkedWindow, checks[kind]);
    // The first message announced an end without one, or none was ever sent. The record of the last message stays.
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
        id: newId(incidents, `${signal.kind}-${checkedWindow.window}`),
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
      },
    };
  }
  const seen = { ...open, lastWindow: checkedWindow.window };
  const isDue =
    checkedWindow.window !== open.notifiedWindow && now - open.notifiedAt >= repeatEvery * (1 - REPEAT_TOLERANCE);
  const repeat = isDue && !isMuted(open, now);
  return repeat
    ? { type: 'repeated', incident: { ...seen, notifiedAt: now, notifiedWindow: checkedWindow.window } }
    : { type: null, incident: seen };
}

/**
 * Whether a person has closed the incident that this window belongs to: what its windows say when they are checked again
 * opens no other one, a later window that breaches does.
 */
function isResolved(
  incidents: readonly Incident[],
  kind: Signal['kind'],
  checkedWindow: CheckedWindow,
  checkedWindows: readonly CheckedWindow[],
): boolean {
  if (incidents.some((incident) => incident.kind === kind && incident.state === 'open')) return false;
  return incidents.some((incident) => {
    if (incident.kind !== kind || incident.state !== 'resolved') return false;
    const last = checkedWindows.find(({ window }) => window === incident.lastWindow);
    return last !== undefined && checkedWindow.start <= last.start;
  });
}

/** Late labels can close an incident and open one again with the same window: receivers would drop it as a repetition. */
function newId(incidents: readonly Incident[], id: string): string {
  const taken = new Set(incidents.map((incident) => incident.id));
  let candidate = id;
  for (let number = 2; taken.has(candidate); number++) candidate = `${id}-${number}`;
  return candidate;
}

function replaceIncident(incidents: readonly Incident[], incident: Incident): Incident[] {
  const all = [...incidents.filter((other) => other.id !== incident.id), incident];
  return all.filter(({ state }, i) => state === 'open' || i >= all.length - KEPT_INCIDENTS);
}
