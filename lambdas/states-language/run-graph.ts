import { matchesError, StatesError } from './errors.ts';
import { checkPayload } from './payload.ts';
import { Retries } from './retries.ts';
import { bindingsOf, type Done, type Run, type Stay } from './run.ts';
import { runState } from './run-state.ts';
import type { Ending, State, StateGraph } from './states.ts';
import { Variables } from './variables.ts';

interface Left {
  readonly output: unknown;
  readonly next: string | undefined;
}

/**
 * Runs states one after the other from the first to an end.
 *
 * @param outer Variables around the graph, which it sees and does not change.
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
    const entered = run.world.now();
    run.tell({ type: 'stateEntered', time: entered, state: name, stateType: state.type, input: data });
    const stay = { run, state: name, input: data, variables, entered, retryCount: 0, signal };
    const { output, next }: Left = await stayIn(state, stay);
    signal.throwIfAborted();
    run.tell({ type: 'stateExited', time: run.world.now(), state: name, stateType: state.type, output });
    data = output;
    name = next;
  }
  return data;
}

/** Tries, tries again and catches, until the state is left. */
async function stayIn(state: State, first: Stay): Promise<Left> {
  const { run, signal } = first;
  const retries = new Retries('retriers' in state ? state.retriers : [], () => run.world.random());
  for (;;) {
    const stay = { ...first, retryCount: retries.count };
    try {
      return await leave(stay, await runState(state, stay, runGraph));
    } catch (thrown) {
      if (!(thrown instanceof StatesError) || signal.aborted) throw thrown;
      const { error, reason: cause } = thrown;
      const about = { state: state.name, error, cause };
      const delay = retries.next(error);
      if (delay !== undefined) {
        run.tell({ type: 'stateRetried', time: run.world.now(), ...about, retryCount: retries.count, delay });
        await run.world.sleep(delay, signal);
        continue;
      }
      const catchers = 'catchers' in state ? state.catchers : [];
      const catcher = catchers.find(({ errorEquals }) => matchesError(errorEquals, error));
      run.tell({ type: 'stateFailed', time: run.world.now(), ...about, caughtBy: catcher?.next });
      if (catcher === undefined) throw thrown;
      return leave(stay, { ending: catcher, output: thrown.output, more: { errorOutput: thrown.output } });
    }
  }
}

/** Assign and Output see the variables as they were when the state began; the new values hold from the next state on. */
async function leave(stay: Stay, { ending, output, more, context }: Done): Promise<Left> {
  const bindings = bindingsOf(stay, more, context);
  const assigned = await evaluateAssign(ending, bindings);
  const result = ending.output === undefined ? output : await ending.output.evaluate(bindings);
  checkPayload(result, 'output of the state');
  stay.variables.assign(assigned);
  return { output: result, next: ending.next };
}

async function evaluateAssign({ assign }: Ending, bindings: ReturnType<typeof bindingsOf>) {
  if (assign === undefined) return {};
  const assigned = (await assign.evaluate(bindings)) as Record<string, unknown>;
  checkPayload(assigned, 'Assign of the state');
  return assigned;
}
