import { StatesError } from './errors.ts';
import { firstOf } from './first-of.ts';
import { checkPayload } from './payload.ts';
import { bindingsOf, type Done, type RunGraph, type StateVisit, wholeNumber } from './run.ts';
import { runMap } from './run-map.ts';
import { runTask } from './run-task.ts';
import type { ChoiceState, FailState, ParallelState, State, Transition, WaitState } from './states.ts';
import type { Template } from './template.ts';

/** Runs a state once. @throws StatesError for retriers and catchers */
export async function runState(state: State, visit: StateVisit, runGraph: RunGraph): Promise<Done> {
  switch (state.type) {
    case 'Task':
      return runTask(state, visit);
    case 'Map':
      return withResult(state, await runMap(state, visit, runGraph));
    case 'Parallel':
      return withResult(state, await runParallel(state, visit, runGraph));
    case 'Choice':
      return { transition: await choose(state, visit), output: visit.input };
    case 'Wait':
      await wait(state, visit);
      return { transition: state, output: visit.input };
    case 'Fail':
      throw await failureOf(state, visit);
    case 'Pass':
    case 'Succeed':
      return { transition: state, output: visit.input };
  }
}

function withResult(transition: Transition, result: unknown): Done {
  checkPayload(result, 'result of the state');
  return { transition, output: result, more: { result } };
}

async function choose(state: ChoiceState, visit: StateVisit): Promise<Transition> {
  const bindings = bindingsOf(visit);
  for (const rule of state.rules) {
    const holds = await rule.condition.evaluate(bindings);
    if (typeof holds !== 'boolean')
      throw new StatesError(
        'States.QueryEvaluationError',
        `a Condition must be true or false, not ${JSON.stringify(holds)}`,
      );
    if (holds) return rule;
  }
  if (state.hasDefault) return state;
  throw new StatesError('States.NoChoiceMatched', `no rule of ${state.name} matches, and it has no Default`);
}

async function wait(state: WaitState, visit: StateVisit): Promise<void> {
  const seconds = await wholeNumber(state.seconds, visit, 'Seconds');
  await visit.run.host.sleep(seconds * 1000, visit.signal);
}

async function failureOf(state: FailState, visit: StateVisit): Promise<StatesError> {
  const bindings = bindingsOf(visit);
  const text = async (template: Template | undefined, field: string) => {
    const value = await template?.evaluate(bindings);
    if (value === undefined || typeof value === 'string') return value;
    throw new StatesError('States.QueryEvaluationError', `${field} must be a text, not ${JSON.stringify(value)}`);
  };
  const error = (await text(state.error, 'Error')) ?? '';
  return new StatesError(error, await text(state.cause, 'Cause'));
}

/** Runs all branches at the same time; the first failure ends the others. */
async function runParallel(state: ParallelState, visit: StateVisit, runGraph: RunGraph): Promise<unknown> {
  const input = state.arguments === undefined ? visit.input : await state.arguments.evaluate(bindingsOf(visit));
  checkPayload(input, 'input of the branches');
  return firstOf(visit.signal, (signal) =>
    Promise.all(state.branches.map((branch) => runGraph(branch, input, visit.run, signal, visit.variables))),
  );
}
