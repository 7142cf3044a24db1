import { StatesError } from './errors.ts';
import { firstOf } from './first-of.ts';
import { checkPayload } from './payload.ts';
import { bindingsOf, type Done, type Stay, wholeNumber } from './run.ts';
import type { TaskState } from './states.ts';
import type { Ticket } from './task-tokens.ts';

/** One attempt. @throws StatesError of the task, or States.Timeout, States.HeartbeatTimeout */
export async function runTask(state: TaskState, stay: Stay): Promise<Done> {
  const { run } = stay;
  const ticket = state.waitsForToken ? run.tokens.open(run.world.now()) : undefined;
  const context = ticket === undefined ? {} : { Task: { Token: ticket.token } };
  try {
    const result = (await attempt(state, stay, context, ticket)) ?? null;
    checkPayload(result, 'result of the task');
    return { ending: state, output: result, more: { result }, context };
  } finally {
    if (ticket !== undefined) run.tokens.close(ticket);
  }
}

async function attempt(state: TaskState, stay: Stay, context: object, ticket: Ticket | undefined): Promise<unknown> {
  const { world } = stay.run;
  const seconds = async (field: 'timeout' | 'heartbeat', name: string) => {
    const template = state[field];
    return template === undefined ? undefined : wholeNumber(template, stay, name, 1);
  };
  const timeout = await seconds('timeout', 'TimeoutSeconds');
  const heartbeat = await seconds('heartbeat', 'HeartbeatSeconds');
  const args = await state.arguments?.evaluate(bindingsOf(stay, {}, context));
  const given = args === undefined ? stay.input : args;
  checkPayload(given, 'Arguments of the task');
  const call = {
    state: state.name,
    executionName: stay.run.context.Execution.Name,
    ...(ticket === undefined ? {} : { token: ticket.token }),
    ...(timeout === undefined ? {} : { deadline: world.now() + timeout * 1000 }),
  };
  const works = [
    async (signal: AbortSignal) => {
      const result = world.runTask(state.resource, given, { ...call, signal });
      // The answer may come before the call returns; only a call that fails ends the waiting.
      return ticket === undefined ? result : Promise.race([ticket.answer, result.then(() => ticket.answer)]);
    },
  ];
  if (timeout !== undefined)
    works.push(async (signal) => {
      await world.sleep(timeout * 1000, signal);
      throw new StatesError('States.Timeout');
    });
  if (heartbeat !== undefined && ticket !== undefined)
    works.push(async (signal) => {
      for (;;) {
        const left = ticket.lastHeartbeat + heartbeat * 1000 - world.now();
        if (left <= 0) throw new StatesError('States.HeartbeatTimeout');
        await world.sleep(left, signal);
      }
    });
  return firstOf(stay.signal, ...works);
}
