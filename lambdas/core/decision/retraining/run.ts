import type { RetrainingInput } from '../../ports.ts';
import { MODEL_INCIDENT_KINDS } from '../limits.ts';
import type { MonitorState } from '../state.ts';
import type { Attempt } from './permission.ts';
import type { LiveModel, RetrainingEnd, RetrainingRun } from './state.ts';

/** Runs that the state keeps: more than the largest budget counts. The folder `retrainings/` has all of them. */
const KEPT_RUNS = 200;

/** The execution lost the lock: it expired and another execution took it, or the run was ended. It must not change anything any more. */
export class LockLostError extends Error {
  override readonly name = 'LockLostError';
  readonly retraining: string;
  constructor({ id, execution }: Pick<Attempt, 'id' | 'execution'>, holder: string) {
    super(`${execution} no longer holds the lock for ${id}: ${holder}`);
    this.retraining = id;
  }
}

/**
 * Takes the lock and records the run. The caller has checked the permission on this state, and has ended the run of a dead
 * execution with {@link abandonDeadRun}.
 *
 * @param until When the lock expires unless it is extended, milliseconds since the epoch.
 */
export function beginRun(
  state: MonitorState,
  input: RetrainingInput & Attempt,
  now: number,
  until: number,
): MonitorState {
  const { id, execution, action, reason } = input;
  const lock = { owner: id, execution, expiresAt: until };
  if (state.retrainings.some((run) => run.id === id)) return { ...state, lock };
  const run: RetrainingRun = {
    id,
    action,
    execution,
    reason,
    since: state.retraining?.id === id ? state.retraining.since : null,
    baseline: state.baseline,
    startedAt: now,
    endedAt: null,
    end: null,
    message: '',
  };
  return { ...state, retrainings: [...state.retrainings, run].slice(-KEPT_RUNS), lock };
}

/**
 * Ends the run of an execution that died: its lock has expired without being extended.
 *
 * @returns The same state object, and null, when there is none.
 */
export function abandonDeadRun(
  state: MonitorState,
  now: number,
): { state: MonitorState; abandoned: RetrainingRun | null } {
  const { lock } = state;
  const dead = state.retrainings.find((run) => run.end === null && run.id === lock?.owner);
  if (lock === null || lock.expiresAt > now || dead === undefined) return { state, abandoned: null };
  const message = `the execution ${dead.execution} stopped without recording a result: see its execution history`;
  const abandoned: RetrainingRun = { ...dead, end: 'abandoned', endedAt: now, message };
  return { state: withEnded(state, abandoned), abandoned };
}

/**
 * Extends the lock.
 *
 * @throws LockLostError
 */
export function extendLock(
  state: MonitorState,
  { id, execution }: Pick<Attempt, 'id' | 'execution'>,
  until: number,
): MonitorState {
  return { ...state, lock: { ...checkLock(state, { id, execution }), expiresAt: until } };
}

/**
 * The lock, if this execution holds it.
 *
 * @throws LockLostError
 */
export function checkLock(
  { lock }: Pick<MonitorState, 'lock'>,
  { id, execution }: Pick<Attempt, 'id' | 'execution'>,
): NonNullable<MonitorState['lock']> {
  if (lock === null) throw new LockLostError({ id, execution }, 'the run has ended');
  if (lock.owner !== id || lock.execution !== execution)
    throw new LockLostError({ id, execution }, `${lock.owner} has it`);
  return lock;
}

/** How a run ended, as the machine reports it. */
export interface RunEnd {
  readonly end: RetrainingEnd;
  /** Why: one printable line. */
  readonly message: string;
}

/**
 * Ends the run: releases the lock and removes the request. A run that has ended, or was abandoned and replaced, stays as it is,
 * and the same state object is returned.
 */
export function endRun(
  state: MonitorState,
  { id, execution }: Pick<Attempt, 'id' | 'execution'>,
  { end, message }: RunEnd,
  now: number,
): MonitorState {
  const run = state.retrainings.find((other) => other.id === id);
  if (run === undefined || run.execution !== execution || run.end !== null) return state;
  return withEnded(state, { ...run, end, message, endedAt: now });
}

/** An execution ended before it took the lock: the next one for the same request needs another name. */
export function countAttempt(state: MonitorState, id: string): MonitorState {
  const { retraining } = state;
  if (retraining?.id !== id) return state;
  return { ...state, retraining: { ...retraining, attempt: retraining.attempt + 1, startedAt: null } };
}

function withEnded(state: MonitorState, run: RetrainingRun): MonitorState {
  return {
    ...state,
    retrainings: state.retrainings.map((other) => (other.id === run.id ? run : other)),
    retraining: state.retraining?.id === run.id ? null : state.retraining,
    lock: state.lock?.owner === run.id ? null : state.lock,
  };
}

/** The deployment of a new model. */
export interface Promotion {
  readonly retraining: string;
  readonly endpointConfig: string;
  readonly previousConfig: string;
  /** The baseline that was built for the model. */
  readonly baseline: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/**
 * Records that the candidate serves, and activates its baseline unless another baseline was activated since the run began.
 * Incidents of the replaced model end without a message of their own: the retraining's message covers them.
 */
export function recordPromotion(
  state: MonitorState,
  { retraining, endpointConfig, previousConfig, baseline, since }: Promotion,
): { state: MonitorState; baselineActivated: boolean } {
  if (state.model?.retraining === retraining) return { state, baselineActivated: state.model.baseline === baseline };
  const run = state.retrainings.find(({ id }) => id === retraining);
  const baselineActivated = state.baseline === (run?.baseline ?? null);
  const active = baselineActivated ? baseline : state.baseline;
  const model: LiveModel = {
    retraining,
    endpointConfig,
    baseline: active,
    since,
    previous: {
      retraining: state.model?.retraining ?? null,
      endpointConfig: previousConfig,
      baseline: run?.baseline ?? null,
    },
  };
  return { state: { ...closeIncidents(state, since), baseline: active, model }, baselineActivated };
}

/** Restores the previous model and its baseline. Incidents of the replaced model end as in {@link recordPromotion}. A repeated call changes nothing. */
export function restorePrevious(state: MonitorState, endpointConfig: string, since: number): MonitorState {
  const { model } = state;
  if (model?.previous?.endpointConfig !== endpointConfig) return state;
  return {
    ...closeIncidents(state, since),
    baseline: model.previous.baseline,
    model: { ...model.previous, since, previous: null },
  };
}

function closeIncidents(state: MonitorState, now: number): MonitorState {
  return {
    ...state,
    incidents: state.incidents.map((incident) =>
      incident.state === 'open' && MODEL_INCIDENT_KINDS.has(incident.kind)
        ? { ...incident, state: 'recovered', recoveredWindow: incident.lastWindow, notifiedAt: now }
        : incident,
    ),
  };
}
