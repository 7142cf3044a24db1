import { recordEntry } from './entries.ts';
import { isMuted } from './incident-marks.ts';
import { isSingleWindow } from './incident-windows.ts';
import { ABOUT_THE_MODEL, type LimitStanding, limitStandings, ofLiveModel } from './limits.ts';
import { isExplained } from './not-back.ts';
import { moveRequest, requestByDrift } from './retraining-request.ts';
import type { CheckKind, Incident, MonitorState, Signal, WindowEntry } from './state.ts';

/** What people have to be told about an incident because of this check. */
export interface IncidentEvent {
  readonly type: 'opened' | 'repeated' | 'recovered';
  readonly incident: Incident;
  /** What the deciding window says. */
  readonly signal: Signal;
  readonly entry: WindowEntry;
}

export interface Transition {
  readonly state: MonitorState;
  readonly events: readonly IncidentEvent[];
  /** How the limits stand after this window, whatever came later (accuracy checks). */
  readonly limits: readonly LimitStanding[];
  /** Whether this check says something about its window that no earlier one said: only then there is something to publish. */
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
  entry: WindowEntry,
  now: number,
  settings: TransitionSettings,
): Transition {
  const { repeatEvery } = settings;
  const known = before.checks[kind].find((other) => other.window === entry.window);
  const news = known?.digest !== entry.digest;
  if (!news && known.labels?.settled === entry.labels?.settled) {
    return { state: before, events: [], limits: kind === 'accuracy' ? limitStandings(before, entry.start) : [], news };
  }
  const entries = recordEntry(before.checks[kind], entry);
  let state: MonitorState = { ...before, checks: { ...before.checks, [kind]: entries } };
  const limits = kind === 'accuracy' ? limitStandings(state, entry.start) : [];
  if (!news) return { state, events: [], limits, news };
  const latest = kind === 'accuracy' ? limitStandings(state) : [];
  state = kind === 'accuracy' ? moveRequest(state, latest, now) : requestByDrift(state, settings.onDrift ?? null, now);

  const events: IncidentEvent[] = [];
  for (const { signal, entry: deciding } of latestSignals(state, kind, latest)) {
    const isThis = deciding.window === entry.window;
    if (signal.status === 'breach' && isResolved(state.incidents, signal.kind, deciding, entries)) continue;
    if (isExplained(state, signal, deciding)) continue;
    const event = moveIncident(state, kind, {
      ...{ signal, entry: deciding, now },
      repeatEvery: isThis ? repeatEvery : Number.POSITIVE_INFINITY,
    });
    if (event === null) continue;
    state = { ...state, incidents: replaceIncident(state.incidents, event.incident) };
    if (event.type !== null) events.push({ ...event, type: event.type, signal, entry: deciding });
  }
  return { state, events, limits, news };
}

/** For each kind of incident the latest window that knows about it. */
function latestSignals(
  state: MonitorState,
  kind: CheckKind,
  limits: readonly LimitStanding[],
): { signal: Signal; entry: WindowEntry }[] {
  const found = new Map<string, { signal: Signal; entry: WindowEntry }>();
  const ofLive = new Set(ofLiveModel(state, state.checks[kind]));
  for (const entry of state.checks[kind]) {
    for (const signal of entry.signals) {
      // A model that was replaced can no longer perform badly, nor its data drift from its baseline.
      const concerned = ofLive.has(entry) || !ABOUT_THE_MODEL.has(signal.kind);
      if (concerned && (signal.status !== 'unknown' || signal.notBack)) found.set(signal.kind, { signal, entry });
    }
  }
  // `for: 2` makes a breach a matter of several windows, which no single window can tell.
  const performance = found.get('performance');
  if (kind === 'accuracy' && performance) {
    const reached = limits.some((limit) => limit.purpose === 'alert' && limit.reached);
    const started = limits.some((limit) => limit.purpose === 'alert' && limit.streak > 0);
    const status = reached ? 'breach' : started ? 'unknown' : 'clear';
    found.set('performance', { ...performance, signal: { ...performance.signal, status } });
  }
  const isOpen = ({ kind }: Signal) => state.incidents.some((one) => one.kind === kind && one.state === 'open');
  const keepsOpen = (signal: Signal) => signal.notBack && isOpen(signal);
  return [...found.values()]
    .map(({ signal, entry }) => ({
      signal: keepsOpen(signal) ? { ...signal, status: 'breach' as const } : signal,
      entry,
    }))
    .filter(({ signal }) => signal.status !== 'unknown');
}

function moveIncident(
  { incidents, checks }: MonitorState,
  kind: CheckKind,
  {
    signal,
    entry,
    now,
    repeatEvery,
  }: {
    readonly signal: Signal;
    readonly entry: WindowEntry;
    readonly now: number;
    readonly repeatEvery: number;
  },
): { type: IncidentEvent['type'] | null; incident: Incident } | null {
  const open = incidents.find((incident) => incident.kind === signal.kind && incident.state === 'open');
  if (signal.status === 'clear') {
    if (open === undefined) return null;
    if (isSingleWindow(open, entry, checks[kind])) {
      // Its first message announced this end, so no other is sent, and the record of the last message stays.
      return {
        type: null,
        incident: { ...open, state: 'recovered', recoveredWindow: entry.window, singleWindow: true },
      };
    }
    return {
      type: 'recovered',
      incident: {
        ...open,
        state: 'recovered',
        recoveredWindow: entry.window,
        notifiedAt: now,
        notifiedWindow: entry.window,
      },
    };
  }
  if (open === undefined) {
    return {
      type: 'opened',
      incident: {
        id: newId(incidents, `${signal.kind}-${entry.window}`),
        kind: signal.kind,
        state: 'open',
        since: entry.window,
        openedAt: now,
        lastWindow: entry.window,
        notifiedAt: now,
        notifiedWindow: entry.window,
        recoveredWindow: null,
        acknowledged: null,
        resolved: null,
      },
    };
  }
  const seen = { ...open, lastWindow: entry.window };
  const isDue = entry.window !== open.notifiedWindow && now - open.notifiedAt >= repeatEvery * (1 - REPEAT_TOLERANCE);
  const repeat = isDue && !isMuted(open, now);
  return repeat
    ? { type: 'repeated', incident: { ...seen, notifiedAt: now, notifiedWindow: entry.window } }
    : { type: null, incident: seen };
}

/**
 * Whether a person has closed the incident that this window belongs to: what its windows say when they are checked again
 * opens no other one, a later window that breaches does.
 */
function isResolved(
  incidents: readonly Incident[],
  kind: Signal['kind'],
  entry: WindowEntry,
  entries: readonly WindowEntry[],
): boolean {
  if (incidents.some((incident) => incident.kind === kind && incident.state === 'open')) return false;
  return incidents.some((incident) => {
    if (incident.kind !== kind || incident.state !== 'resolved') return false;
    const last = entries.find(({ window }) => window === incident.lastWindow);
    return last !== undefined && entry.start <= last.start;
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
  const others = incidents.filter((other) => other.id !== incident.id);
  return [...others, incident].slice(-KEPT_INCIDENTS);
}
