import type { Signal } from './checked-window.ts';
import { freeId } from './free-id.ts';
import { type LimitStanding, ofLiveModel, retrainingBlock } from './limits.ts';
import type { RetrainingRequest } from './retraining/state.ts';
import type { MonitorState } from './state.ts';

/**
 * Requests a retraining when a retrain limit is reached and nothing blocks it, and withdraws the request when no retrain limit
 * is met any more. There is one request at a time; while its retraining runs, it stays.
 *
 * @param limits How the limits stand after the latest window.
 */
export function updateRequest(state: MonitorState, limits: readonly LimitStanding[], now: number): MonitorState {
  const wanted = limits.find((limit) => limit.purpose === 'retrain' && limit.reached);
  if (wanted === undefined) {
    const stillMet = limits.some((limit) => limit.purpose === 'retrain' && (limit.standing?.open ?? limit.streak > 0));
    return stillMet ? state : withdraw(state, 'limit');
  }
  return addRequest(
    state,
    { by: 'limit', since: wanted.window, firstWindow: wanted.firstWindow, limit: wanted.text },
    now,
  );
}

/**
 * Requests a retraining when drift was found in a number of windows in a row. Windows without enough data neither lengthen nor
 * end the row; a window without drift withdraws the request.
 *
 * @param windows null: drift alone never requests a retraining.
 */
export function updateDriftRequest(state: MonitorState, windows: number | null, now: number): MonitorState {
  if (windows === null) return state;
  const known = ofLiveModel(state, state.checks.drift).filter(
    (checkedWindow) => statusOf(checkedWindow.signals) !== 'unknown',
  );
  const end = known.findLastIndex((checkedWindow) => statusOf(checkedWindow.signals) === 'clear');
  const streak = known.slice(end + 1);
  if (streak.length === 0) return withdraw(state, 'drift');
  if (streak.length < windows) return state;
  const limit = `drift in ${windows === 1 ? 'a window' : `${windows} windows in a row`}`;
  return addRequest(state, { by: 'drift', since: streak.at(-1)!.window, firstWindow: streak[0].window, limit }, now);
}

function statusOf(signals: readonly Signal[]): Signal['status'] {
  return signals.find((signal) => signal.kind === 'drift')?.status ?? 'unknown';
}

/** Withdraws a request whose reason is gone, unless its retraining is running. */
function withdraw(state: MonitorState, by: RetrainingRequest['by']): MonitorState {
  return state.retraining?.by !== by || hasRunningRetraining(state) ? state : { ...state, retraining: null };
}

/** Adds a request, unless there is one, a retraining is running, or the data is not fit to train on. */
export function addRequest(
  state: MonitorState,
  wanted: Pick<RetrainingRequest, 'by' | 'since' | 'firstWindow' | 'limit'>,
  now: number,
): MonitorState {
  if (state.retraining !== null || hasRunningRetraining(state) || retrainingBlock(state, wanted.since) !== null)
    return state;
  const id = freeId(`retraining-${wanted.since}`, new Set(state.retrainings.map((run) => run.id)));
  return { ...state, retraining: { ...wanted, id, requestedAt: now, attempt: 1, startedAt: null } };
}

/** Whether a retraining has no end yet: it is running, or its execution died and nothing has recorded that yet. */
function hasRunningRetraining(state: MonitorState): boolean {
  return state.retrainings.some((run) => run.end === null);
}
