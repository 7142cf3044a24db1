import { type LimitStanding, ofLiveModel, retrainingBlock } from './limits.ts';
import type { RetrainingRequest } from './retraining/state.ts';
import type { MonitorState } from './state.ts';
import type { Signal } from './window-entry.ts';

/**
 * One request at a time: it is made when a retrain limit is reached and nothing blocks it, and ends when none is met. A
 * request that has led to a running retraining stays until that has ended.
 *
 * @param limits How the limits stand after the latest window.
 */
export function moveRequest(state: MonitorState, limits: readonly LimitStanding[], now: number): MonitorState {
  const wanted = limits.find((limit) => limit.purpose === 'retrain' && limit.reached);
  if (wanted === undefined) {
    const stillMet = limits.some((limit) => limit.purpose === 'retrain' && (limit.standing?.open ?? limit.streak > 0));
    return stillMet ? state : withdraw(state, 'limit');
  }
  return request(
    state,
    { by: 'limit', since: wanted.window, firstWindow: wanted.firstWindow, limit: wanted.text },
    now,
  );
}

/**
 * Drift alone asks for a retraining when it has been found in so many windows in a row. Windows without enough data neither
 * lengthen nor end the row; one without drift ends the request.
 *
 * @param windows null: it never does.
 */
export function requestByDrift(state: MonitorState, windows: number | null, now: number): MonitorState {
  if (windows === null) return state;
  const known = ofLiveModel(state, state.checks.drift).filter((entry) => statusOf(entry.signals) !== 'unknown');
  const end = known.findLastIndex((entry) => statusOf(entry.signals) === 'clear');
  const streak = known.slice(end + 1);
  if (streak.length === 0) return withdraw(state, 'drift');
  if (streak.length < windows) return state;
  const limit = `drift in ${windows === 1 ? 'a window' : `${windows} windows in a row`}`;
  return request(state, { by: 'drift', since: streak.at(-1)!.window, firstWindow: streak[0].window, limit }, now);
}

function statusOf(signals: readonly Signal[]): Signal['status'] {
  return signals.find((signal) => signal.kind === 'drift')?.status ?? 'unknown';
}

/** Ends a request whose reason is gone, unless it has led to a retraining that runs. */
function withdraw(state: MonitorState, by: RetrainingRequest['by']): MonitorState {
  return state.retraining?.by !== by || isRunning(state) ? state : { ...state, retraining: null };
}

/** A request by `wanted`, where there is none yet, none runs, and the data is fit to train on. */
export function request(
  state: MonitorState,
  wanted: Pick<RetrainingRequest, 'by' | 'since' | 'firstWindow' | 'limit'>,
  now: number,
): MonitorState {
  if (state.retraining !== null || isRunning(state) || retrainingBlock(state, wanted.since) !== null) return state;
  const taken = new Set(state.retrainings.map((run) => run.id));
  let id = `retraining-${wanted.since}`;
  for (let number = 2; taken.has(id); number++) id = `retraining-${wanted.since}-${number}`;
  return { ...state, retraining: { ...wanted, id, requestedAt: now, attempt: 1, startedAt: null } };
}

/** Whether a retraining runs, or died and has not been found out yet. */
function isRunning(state: MonitorState): boolean {
  return state.retrainings.some((run) => run.end === null);
}
