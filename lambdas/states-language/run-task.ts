import { StatesError } from './errors.ts';
import { firstOf } from './first-of.ts';
import { checkPayload } from './payload.ts';
import { bindingsOf, type Done, type StateVisit, wholeNumber } from './run.ts';
import type { TaskState } from './states.ts';
import type { PendingTask } from './task-tokens.ts';

/** Runs one attempt. @throws StatesError of the task, or States.Timeout, States.HeartbeatTimeout */
export async function runTask(state: TaskState, visit: StateVisit): Promise<Done> {
  const { run } = visit;
  const pending = state.waitsForToken ? run.tokens.open(run.host.now()) : undefined;
  const context = pending === undefined ? {} : { Task: { Token: pending.token } };
  try {
    const result = (await attempt(state, visit, context, pending)) ?? null;
    checkPayload(result, 'result of the task');
    return { transition: state, output: result, more: { result }, context };
  } finally {
    if (pending !== undefined) run.tokens.close(pending);
  }
}

async function attempt(
  state: TaskState,
  visit: StateVisit,
  context: object,
  pending: PendingTask | undefined,
): Promise<unknown> {
  const { host } = visit.run;
  const seconds = async (field: 'timeout' | 'heartbeat', name: string) => {
    const template = state[field];
    return template === undefined ? undefined : wholeNumber(template, visit, name, 1);
  };
  const timeout = await seconds('timeout', 'TimeoutSeconds');
  const heartbeat = await seconds('heartbeat', 'HeartbeatSeconds');
  const args = await state.arguments?.evaluate(bindingsOf(visit, {}, context));
  const given = args === undefined ? visit.input : args;
  checkPayload(given, 'Arguments of the task');
  const call = {
    state: state.name,
    executionName: visit.run.context.Execution.Name,
    ...(pending === undefined ? {} : { token: pending.token }),
    ...(timeout === undefined ? {} : { deadline: host.now() + timeout * 1000 }),
  };
  const works = [
    async (signal: AbortSignal) => {
      const result = host.runTask(state.resource, given, { ...call, signal });
      // The answer may arrive before the call returns. Only a failed call ends the waiting.
      return pending === undefined ? result : Promise.race([pending.answer, result.then(() => pending.answer)]);
    },
  ];
  if (timeout !== undefined)
    works.push(async (signal) => {
      await host.sleep(timeout * 1000, signal);
      throw new StatesError('States.Timeout');
    });
  if (heartbeat !== undefined && pending !== undefined)
    works.push(async (signal) => {
      for (;;) {
        const left = pending.lastHeartbeat + heartbeat * 1000 - host.now();
        if (left <= 0) throw new StatesError('States.HeartbeatTimeout');
        await host.sleep(left, signal);
      }
    });
  return firstOf(visit.signal, ...works);
}
