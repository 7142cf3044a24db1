import type { LimitOutcome, MonitorState, WindowEntry } from './state.ts';

/** How one limit stands after a window. */
export interface LimitStanding extends LimitOutcome {
  /** Known windows in a row, up to the latest, that met the limit. */
  readonly streak: number;
  /** Whether the streak is as long as the limit asks. */
  readonly reached: boolean;
  /** Not reached only because some of the windows that met it had broken data. */
  readonly heldBack: boolean;
  /** The latest window that is known to meet it or not. */
  readonly window: string;
  /** The first window of the streak, those with broken data left out; null without one. */
  readonly firstWindow: string | null;
}

/**
 * The limits as they stand after the accuracy windows up to the one that starts at `until`, each with its streak. Windows
 * without enough data neither lengthen nor end a streak. Windows whose input data was broken do not count for retraining:
 * the model is not what is at fault. Windows that began before the live model served all requests say nothing about it.
 *
 * @param until Milliseconds since the epoch. Not given: after the latest window.
 */
export function limitStandings(state: MonitorState, until: number = Number.POSITIVE_INFINITY): LimitStanding[] {
  const entries = ofLiveModel(state, state.checks.accuracy).filter((entry) => entry.start <= until);
  const latest = entries.at(-1);
  if (latest === undefined) return [];
  return latest.limits.map((limit) => {
    const known = entries.findLast((entry) => outcomeOf(entry, limit) !== null) ?? latest;
    let streak = 0;
    let broken = 0;
    let firstWindow: string | null = null;
    for (let i = entries.length - 1; i >= 0; i--) {
      const met = outcomeOf(entries[i], limit);
      if (met === false) break;
      if (met === null) continue;
      if (limit.purpose === 'retrain' && hadBrokenData(state, entries[i].window)) broken++;
      else {
        streak++;
        firstWindow = entries[i].window;
      }
    }
    const reached = streak >= limit.windows;
    const heldBack = !reached && streak + broken >= limit.windows;
    return { ...limit, streak, reached, heldBack, window: known.window, firstWindow };
  });
}

/** The kinds of incident that are about the model and not about its data: they end with it. */
export const ABOUT_THE_MODEL: ReadonlySet<string> = new Set(['performance', 'drift']);

/** The windows that the live model alone has answered. */
export function ofLiveModel({ model }: MonitorState, entries: readonly WindowEntry[]): readonly WindowEntry[] {
  return model === null ? entries : entries.filter((entry) => entry.start >= model.since);
}

function outcomeOf(entry: WindowEntry, limit: LimitOutcome): boolean | null {
  return entry.limits.find((other) => other.text === limit.text && other.purpose === limit.purpose)?.met ?? null;
}

/** Why a retraining must not start now, or null. Training on broken data makes a model worse. */
export function retrainingBlock(state: MonitorState, window: string): string | null {
  if (hadBrokenData(state, window)) return `the data of window ${window} is broken: fix the data first`;
  const open = state.incidents.find((incident) => incident.kind === 'data-quality' && incident.state === 'open');
  if (open !== undefined) return `the data is broken since window ${open.since}: fix the data first`;
  if (hadUnreadableLabels(state, window)) return `labels of window ${window} cannot be read: fix the labels first`;
  const unlabelled = state.incidents.find((incident) => incident.kind === 'no-labels' && incident.state === 'open');
  if (unlabelled === undefined || !hadUnreadableLabels(state, unlabelled.lastWindow)) return null;
  return `labels cannot be read since window ${unlabelled.since}: fix the labels first`;
}

function hadUnreadableLabels(state: MonitorState, window: string): boolean {
  return state.checks.accuracy.find((other) => other.window === window)?.labels?.unreadable ?? false;
}

/** Whether the drift check of this window found broken data. */
export function hadBrokenData(state: MonitorState, window: string): boolean {
  const entry = state.checks.drift.find((other) => other.window === window);
  return entry?.signals.some((signal) => signal.kind === 'data-quality' && signal.status === 'breach') ?? false;
}
