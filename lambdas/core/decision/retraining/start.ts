import type { Monitor } from '../../monitor/monitor.ts';
import type { RetrainingInput } from '../../ports.ts';
import { formatMinute } from '../../text/times.ts';
import { enqueue } from '../outbox.ts';
import type { MonitorState } from '../state.ts';
import { executionName } from './names.ts';
import { type Permission, retrainingPermission } from './permission.ts';
import { countAttempt } from './run.ts';
import type { RetrainingRequest } from './state.ts';

/** How a request for a retraining stands. */
export interface RequestStanding {
  readonly status: 'starts' | 'runs' | 'waits' | 'not-set-up';
  /** One printable line: `starts now`, `in cooldown until 2026-03-02T06:30Z`. */
  readonly text: string;
}

/** An execution that has not taken the lock after 12 hours counts as lost. Milliseconds. */
const LOST_AFTER = 12 * 3_600_000;

/**
 * How the request stands; null when there is none.
 *
 * @param options.hasWorkflow Whether there is a workflow that starts retrainings.
 */
export function standingOfRequest(
  state: MonitorState,
  { name, retraining }: Monitor,
  { now, hasWorkflow }: { readonly now: number; readonly hasWorkflow: boolean },
): RequestStanding | null {
  const request = state.retraining;
  if (request === null) return null;
  if (retraining === null) {
    return { status: 'not-set-up', text: 'no retraining starts: the monitor file has no section retraining' };
  }
  const running = state.retrainings.find((run) => run.end === null);
  if (running !== undefined)
    return { status: 'runs', text: `${running.id} has been running since ${formatMinute(running.startedAt)}` };
  const permission = permissionOf(state, request, name, retraining, now);
  if (permission.permitted && !hasWorkflow) {
    return { status: 'not-set-up', text: 'allowed to start, but no retraining workflow is set up here' };
  }
  return permission.permitted
    ? { status: 'starts', text: 'it starts now' }
    : { status: 'waits', text: permission.message };
}

/**
 * Puts the start of the requested retraining into the outbox, if it may run now. Every check calls this, so that a retraining
 * starts with the first check after its cooldown. All checks start the same execution, because its name is the same.
 *
 * @returns The same state object when there is nothing to start.
 */
export function startIfPermitted(
  before: MonitorState,
  { name, retraining }: Monitor,
  { runId, now }: { readonly runId: string; readonly now: number },
): MonitorState {
  const state = isLost(before, now) ? countAttempt(before, before.retraining!.id) : before;
  const request = state.retraining;
  if (request === null || retraining === null) return state;
  if (!permissionOf(state, request, name, retraining, now).permitted) return state;
  const execution = executionName(name, request.id, request.attempt);
  const id = `start-${execution}`;
  if (state.outbox.some((item) => item.id === id)) return state;
  const input: RetrainingInput = { monitor: name, id: request.id, action: 'retrain', reason: request.limit };
  const noted = request.startedAt === null ? { ...state, retraining: { ...request, startedAt: now } } : state;
  return enqueue(noted, { id, start: { name: execution, input } }, runId, now);
}

/** Whether the next execution of a request may run. */
export function permissionOf(
  state: MonitorState,
  { id, attempt }: RetrainingRequest,
  monitor: string,
  settings: NonNullable<Monitor['retraining']>,
  now: number,
): Permission {
  return retrainingPermission(
    state,
    { id, action: 'retrain', execution: executionName(monitor, id, attempt) },
    settings,
    now,
  );
}

/** Whether an execution was started long ago and never took the lock. One that took it may run for longer. */
function isLost({ retraining: request, retrainings }: MonitorState, now: number): boolean {
  if (request === null || request.startedAt === null || now - request.startedAt < LOST_AFTER) return false;
  return !retrainings.some((run) => run.id === request.id);
}
