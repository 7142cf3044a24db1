import { StatesError } from './errors.ts';
import type { Outcome } from './events.ts';
import { firstOf } from './first-of.ts';
import { checkPayload } from './payload.ts';
import type { Run, RunGraph } from './run.ts';
import type { StateGraph } from './states.ts';

interface Limited extends StateGraph {
  /** How long the execution may take, in seconds. */
  readonly timeout?: number | undefined;
}

/** Runs an execution to its end. @throws errors of the host other than a StatesError: a fault, not an outcome */
export async function runExecution(
  graph: Limited,
  input: unknown,
  run: Run,
  signal: AbortSignal,
  runGraph: RunGraph,
): Promise<Outcome> {
  run.notify({ type: 'executionStarted', time: run.host.now(), input });
  const outcome = await outcomeOf(graph, input, run, signal, runGraph);
  run.end(outcome);
  return outcome;
}

async function outcomeOf(
  { timeout, ...graph }: Limited,
  input: unknown,
  run: Run,
  signal: AbortSignal,
  runGraph: RunGraph,
): Promise<Outcome> {
  const tooLate = new StatesError('States.Timeout', `the execution took longer than ${timeout} s`);
  try {
    checkPayload(input, 'input of the execution');
    const works = [(inner: AbortSignal) => runGraph(graph, input, run, inner)];
    if (timeout !== undefined)
      works.push(async (inner) => {
        await run.host.sleep(timeout * 1000, inner);
        throw tooLate;
      });
    return { status: 'SUCCEEDED', output: await firstOf(signal, ...works) };
  } catch (thrown) {
    const failure = thrown instanceof StatesError ? thrown : undefined;
    const end = { error: failure?.error || undefined, cause: failure?.reason };
    if (signal.aborted) return { status: 'ABORTED', ...end };
    if (failure === undefined) throw thrown;
    return { status: failure === tooLate ? 'TIMED_OUT' : 'FAILED', ...end };
  }
}
