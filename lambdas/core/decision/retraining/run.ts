import type { RetrainingInput } from '../../ports.ts';
import { MODEL_INCIDENT_KINDS } from '../limits.ts';
import type { MonitorState } from '../state.ts';
import type { Attempt } from './permission.ts';
import type { LiveModel, RetrainingEnd, RetrainingRun } from './state.ts';

/** Runs kept in the state: more than the largest budget counts. The folder `retrainings/` has all of them. */
const KEPT_RUNS = 200;

/** The lock was lost: it expired and another execution took it, or a person ended the run. Nothing may be changed any more. */
export class LockLostError extends Error {
  override readonly name = 'LockLostError';
  readonly retraining: string;
  constructor({ id, execution }: Pick<Attempt, 'id' | 'execution'>, holder: string) {
    super(`${execution} no longer holds the lock for ${id}: ${holder}`);
    this.retraining = id;
  }
}

/**
 * Takes the lock and notes the run. The caller has asked for permission on this very state, and has ended the run of an
 * execution that died with {@link abandonDeadRun}.
 *
 * @param until How long the lock holds unless it is held on to, milliseconds since the epoch.
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
 * Ends the run of an execution that died: its lock has expired and nobody holds on to it.
 *
 * @returns The very state it was given, and null, when there is none.
 */
export function abandonDeadRun(
  state: MonitorState,
  now: number,
): { state: MonitorState; abandoned: RetrainingRun | null } {
  const { lock } = state;
  const dead = state.retrainings.find((run) => run.end === null && run.id === lock?.owner);
  if (lock === null || lock.expiresAt > now || dead === undefined) return { state, abandoned: null };
  const message = `the execution ${dead.execution} stopped without an end: see its history`;
  const abandoned: RetrainingRun = { ...dead, end: 'abandoned', endedAt: now, message };
  return { state: withEnded(state, abandoned), abandoned };
}

/**
 * Goes on holding the lock.
 *
 * @throws LockLostError
 */
export function extendLock(
  state: MonitorState,
  { id, execution }: Pick<Attempt, 'id' | 'execution'>,
  until: number,
): MonitorState {
  const { lock } = state;
  if (lock === null) throw new LockLostError({ id, execution }, 'the run has ended');
  if (lock.owner !== id || lock.execution !== execution)
    throw new LockLostError({ id, execution }, `${lock.owner} has it`);
  return { ...state, lock: { ...lock, expiresAt: until } };
}

/** How a run ended, as the machine says it. */
export interface RunEnd {
  readonly end: RetrainingEnd;
  /** Why: one printable line. */
  readonly message: string;
}

/**
 * Ends the run: the lock is released and the request is done with. A run that has ended, or was abandoned and taken over,
 * stays as it is: the very state is returned.
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

/** An execution ended before it came to run: the next one for the same request needs another name. */
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

/** A model that has taken over, and the endpoint configuration that it took over from. */
export interface Promotion {
  readonly retraining: string;
  readonly endpointConfig: string;
  readonly previousConfig: string;
  /** The baseline that was made with the model. */
  readonly baseline: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/**
 * Notes that the candidate serves and makes its baseline the active one, unless somebody has activated another one since the
 * run began: theirs stays. Incidents of the old model end without a message of their own: the retraining's says so.
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

/** Back to what served before, with its baseline. Incidents of the model that goes end as in {@link recordPromotion}. A repeated call finds it done. */
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
