import { StatesError } from './errors.ts';
import { firstOf } from './first-of.ts';
import { checkPayload } from './payload.ts';
import { bindingsOf, type Done, MAX_CONCURRENCY, type Run, type Stay, wholeNumber } from './run.ts';
import { runTask } from './run-task.ts';
import type {
  ChoiceState,
  Ending,
  FailState,
  MapState,
  ParallelState,
  State,
  StateGraph,
  WaitState,
} from './states.ts';
import type { Template } from './template.ts';
import type { Variables } from './variables.ts';

/** Runs the states inside a state. */
type RunGraph = (
  graph: StateGraph,
  input: unknown,
  run: Run,
  signal: AbortSignal,
  outer: Variables,
) => Promise<unknown>;

/** @throws StatesError for retriers and catchers */
export async function runState(state: State, stay: Stay, runGraph: RunGraph): Promise<Done> {
  switch (state.type) {
    case 'Task':
      return runTask(state, stay);
    case 'Map':
      return withResult(state, await runMap(state, stay, runGraph));
    case 'Parallel':
      return withResult(state, await runParallel(state, stay, runGraph));
    case 'Choice':
      return { ending: await choose(state, stay), output: stay.input };
    case 'Wait':
      await wait(state, stay);
      return { ending: state, output: stay.input };
    case 'Fail':
      throw await failureOf(state, stay);
    case 'Pass':
    case 'Succeed':
      return { ending: state, output: stay.input };
  }
}

function withResult(ending: Ending, result: unknown): Done {
  checkPayload(result, 'result of the state');
  return { ending, output: result, more: { result } };
}

async function choose(state: ChoiceState, stay: Stay): Promise<Ending> {
  const bindings = bindingsOf(stay);
  for (const rule of state.rules) {
    const holds = await rule.condition.evaluate(bindings);
    if (typeof holds !== 'boolean')
      throw new StatesError(
        'States.QueryEvaluationError',
        `a Condition is true or false, not ${JSON.stringify(holds)}`,
      );
    if (holds) return rule;
  }
  if (state.hasDefault) return state;
  throw new StatesError('States.NoChoiceMatched', `no rule of ${state.name} holds, and it has no Default`);
}

async function wait(state: WaitState, stay: Stay): Promise<void> {
  const seconds = await wholeNumber(state.seconds, stay, 'Seconds');
  await stay.run.world.sleep(seconds * 1000, stay.signal);
}

async function failureOf(state: FailState, stay: Stay): Promise<StatesError> {
  const bindings = bindingsOf(stay);
  const text = async (template: Template | undefined, field: string) => {
    const value = await template?.evaluate(bindings);
    if (value === undefined || typeof value === 'string') return value;
    throw new StatesError('States.QueryEvaluationError', `${field} is a text, not ${JSON.stringify(value)}`);
  };
  const error = (await text(state.error, 'Error')) ?? '';
  return new StatesError(error, await text(state.cause, 'Cause'));
}

/** All branches at once; the first that fails ends the others. */
async function runParallel(state: ParallelState, stay: Stay, runGraph: RunGraph): Promise<unknown> {
  const input = state.arguments === undefined ? stay.input : await state.arguments.evaluate(bindingsOf(stay));
  checkPayload(input, 'input of the branches');
  return firstOf(stay.signal, (signal) =>
    Promise.all(state.branches.map((branch) => runGraph(branch, input, stay.run, signal, stay.variables))),
  );
}

/** Iterations start in the order of their items, at most MaxConcurrency at once; the first that fails ends the others. */
async function runMap(state: MapState, stay: Stay, runGraph: RunGraph): Promise<unknown> {
  const bindings = bindingsOf(stay);
  const items = state.items === undefined ? stay.input : await state.items.evaluate(bindings);
  if (!Array.isArray(items))
    throw new StatesError(
      'States.QueryEvaluationError',
      `the Items of ${state.name} are an array, not ${typeof items}`,
    );
  const limit =
    state.maxConcurrency === undefined ? 0 : await wholeNumber(state.maxConcurrency, stay, 'MaxConcurrency');
  const results = new Array<unknown>(items.length);
  let next = 0;
  const work = async (signal: AbortSignal) => {
    while (next < items.length && !signal.aborted) {
      const index = next++;
      const item = { Index: index, Value: items[index] };
      const selected = await state.itemSelector?.evaluate(bindingsOf(stay, {}, { Map: { Item: item } }));
      const input = selected === undefined ? items[index] : selected;
      checkPayload(input, 'input of an iteration');
      results[index] = await runGraph(state.processor, input, stay.run, signal, stay.variables);
    }
  };
  const workers = Math.min(limit || MAX_CONCURRENCY, MAX_CONCURRENCY, items.length);
  await firstOf(stay.signal, (signal) => Promise.all(Array.from({ length: workers }, () => work(signal))));
  return results;
}
