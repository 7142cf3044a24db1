import type { Incident } from '../result/incident.ts';
import type { CheckedWindow } from './checked-window.ts';
import { hadBrokenData, limitStandings } from './limits.ts';
import type { MonitorState } from './state.ts';

/** Broken data that explains bad performance. */
export interface BrokenCause {
  /** The window with bad performance whose data was broken. */
  readonly window: string;
  /** Its worst finding, as the drift check of that window said it. */
  readonly finding: string;
  /** The data-quality incident that the window belongs to; null: none is on record. */
  readonly incident: Incident | null;
}

/**
 * The broken data without which no alert limit would be passed; null where the windows with sound data pass one by themselves, or none
 * is passed. The model is then not known to be bad, and training on such data would make it so.
 *
 * @param window Name of the window in question. If its data is sound, the cause names the latest broken one before it.
 * @param until Start of the last accuracy window that counts, milliseconds since the epoch. @default after the latest window
 */
export function brokenCause(
  state: MonitorState,
  window: string,
  until: number = Number.POSITIVE_INFINITY,
): BrokenCause | null {
  if (!passesAlertLimit(state, until)) return null;
  const isBroken = (checkedWindow: CheckedWindow) => isBad(checkedWindow) && hadBrokenData(state, checkedWindow.window);
  const { accuracy, drift } = state.checks;
  const broken = accuracy.filter((checkedWindow) => checkedWindow.start <= until && isBroken(checkedWindow));
  const cause = broken.find((checkedWindow) => checkedWindow.window === window) ?? broken.at(-1);
  if (cause === undefined) return null;
  const sound = {
    ...state,
    checks: { drift, accuracy: accuracy.filter((checkedWindow) => !isBroken(checkedWindow)) },
    // An open incident whose first window is not on record would count as proof.
    incidents: state.incidents.filter(({ kind, state: life }) => kind !== 'performance' || life !== 'open'),
  };
  if (passesAlertLimit(sound, until)) return null;
  const signals = drift.find((checkedWindow) => checkedWindow.window === cause.window)?.signals ?? [];
  const finding = signals.find(({ kind, status }) => kind === 'data-quality' && status === 'breach')?.headline ?? '';
  return { window: cause.window, finding, incident: incidentOf(state, cause.start) };
}

function passesAlertLimit(state: MonitorState, until: number): boolean {
  return limitStandings(state, until).some(({ purpose, reached }) => purpose === 'alert' && reached);
}

function isBad({ signals }: CheckedWindow): boolean {
  return signals.some(({ kind, status }) => kind === 'performance' && status === 'breach');
}

/** The data-quality incident of the window that starts then. */
function incidentOf({ incidents, checks }: MonitorState, start: number): Incident | null {
  const startOf = (window: string) => checks.drift.find((checkedWindow) => checkedWindow.window === window)?.start;
  const covers = ({ kind, since, lastWindow }: Incident) =>
    kind === 'data-quality' &&
    (startOf(since) ?? Number.NEGATIVE_INFINITY) <= start &&
    start <= (startOf(lastWindow) ?? Number.NEGATIVE_INFINITY);
  return incidents.findLast(covers) ?? null;
}
