import { isObject } from '../core/capture/field-path.ts';
import { matchesError, StatesError } from './errors.ts';
import { checkPayload } from './payload.ts';
import { Retries } from './retries.ts';
import { bindingsOf, type Done, type Run, type StateVisit } from './run.ts';
import { runState } from './run-state.ts';
import type { State, StateGraph, Transition } from './states.ts';
import { Variables } from './variables.ts';

interface Left {
  readonly output: unknown;
  readonly next: string | undefined;
}

/**
 * Runs states one after the other from the first to an end.
 *
 * @param outer Variables of the outer graphs, which this graph can read but not change.
 * @returns the last state's output
 * @throws StatesError that no catcher handled
 */
export async function runGraph(
  { startAt, states }: StateGraph,
  input: unknown,
  run: Run,
  signal: AbortSignal,
  outer?: Variables,
): Promise<unknown> {
  const variables = new Variables(outer);
  let name: string | undefined = startAt;
  let data = input;
  while (name !== undefined) {
    const state: State = states.get(name)!;
    const entered = run.host.now();
    run.notify({ type: 'stateEntered', time: entered, state: name, stateType: state.type, input: data });
    const visit = { run, state: name, input: data, variables, entered, retryCount: 0, signal };
    const { output, next }: Left = await stayIn(state, visit);
    signal.throwIfAborted();
    run.notify({ type: 'stateExited', time: run.host.now(), state: name, stateType: state.type, output });
    data = output;
    name = next;
  }
  return data;
}

/** Runs a state, with its retriers and catchers, until it is left. */
async function stayIn(state: State, first: StateVisit): Promise<Left> {
  const { run, signal } = first;
  const retries = new Retries('retriers' in state ? state.retriers : [], () => run.host.random());
  for (;;) {
    const visit = { ...first, retryCount: retries.count };
    try {
      return await leave(visit, await runState(state, visit, runGraph));
    } catch (thrown) {
      if (!(thrown instanceof StatesError) || signal.aborted) throw thrown;
      const { error, reason: cause } = thrown;
      const about = { state: state.name, error, cause };
      const delay = retries.next(error);
      if (delay !== undefined) {
        run.notify({ type: 'stateRetried', time: run.host.now(), ...about, retryCount: retries.count, delay });
        await run.host.sleep(delay, signal);
        continue;
      }
      const catchers = 'catchers' in state ? state.catchers : [];
      const catcher = catchers.find(({ errorEquals }) => matchesError(errorEquals, error));
      run.notify({ type: 'stateFailed', time: run.host.now(), ...about, caughtBy: catcher?.next });
      if (catcher === undefined) throw thrown;
      return leave(visit, { transition: catcher, output: thrown.output, more: { errorOutput: thrown.output } });
    }
  }
}

/** Evaluates Assign and Output with the variables as they were when the state began. New values apply from the next state on. */
async function leave(visit: StateVisit, { transition, output, more, context }: Done): Promise<Left> {
  const bindings = bindingsOf(visit, more, context);
  const assigned = await evaluateAssign(transition, bindings);
  const result = transition.output === undefined ? output : await transition.output.evaluate(bindings);
  checkPayload(result, 'output of the state');
  visit.variables.assign(assigned);
  return { output: result, next: transition.next };
}

async function evaluateAssign({ assign }: Transition, bindings: ReturnType<typeof bindingsOf>) {
  if (assign === undefined) return {};
  const assigned = await assign.evaluate(bindings);
  if (!isObject(assigned)) throw new TypeError('Assign is not an object');
  checkPayload(assigned, 'Assign of the state');
  return assigned;
}
