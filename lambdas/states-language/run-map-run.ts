import { randomUUID } from 'node:crypto';
import { errorMessage } from '../core/text/error-message.ts';
import { StatesError } from './errors.ts';
import type { Outcome } from './events.ts';
import type { ChildExecution } from './host.ts';
import { itemsOf, iterate } from './iterate.ts';
import { bindingsOf, Run, type RunGraph, type StateVisit } from './run.ts';
import { runExecution } from './run-execution.ts';
import type { Distribution, ItemReader, MapState } from './states.ts';
import { type Tolerates, toleranceOf } from './tolerance.ts';

/** Executions of a Map Run at the same time, if its Map has no lower limit. */
const MAX_CHILDREN = 10_000;

/** Runs the iterations of a Distributed Map, each as an execution of its own, with its own history. */
export async function runMapRun(
  state: MapState,
  distribution: Distribution,
  visit: StateVisit,
  runGraph: RunGraph,
): Promise<unknown[]> {
  const { run } = visit;
  const { reader, label } = distribution;
  const items = reader === undefined ? await itemsOf(state, visit) : await readItems(reader, visit);
  const tolerates = await toleranceOf(distribution, visit, items.length);
  const machine = `${run.context.StateMachine.Id}/${label}`;
  const mapRun = `${machine.replace(':stateMachine:', ':mapRun:')}:${randomUUID()}`;
  const about = { state: state.name, mapRun };
  const children = new Children(state, { machine, mapRun, name: `${run.context.StateMachine.Name}/${label}` }, run);
  run.notify({ type: 'mapRunStarted', time: run.host.now(), ...about });
  const end = (failure?: StatesError) => {
    const { failures } = children;
    const why = { error: failure?.error, cause: failure?.reason };
    run.notify({ type: 'mapRunEnded', time: run.host.now(), ...about, failures, ...why });
  };
  try {
    const results = await iterate(state, items, visit, MAX_CHILDREN, (input, signal) =>
      children.run(input, signal, tolerates, runGraph),
    );
    end();
    return results;
  } catch (thrown) {
    if (thrown instanceof StatesError && !visit.signal.aborted) end(thrown);
    throw thrown;
  }
}

async function readItems({ bucket, key }: ItemReader, visit: StateVisit): Promise<unknown[]> {
  const bindings = bindingsOf(visit);
  const [from, at] = [await bucket.evaluate(bindings), await key.evaluate(bindings)];
  if (typeof from !== 'string' || typeof at !== 'string')
    throw new StatesError('States.QueryEvaluationError', 'Bucket and Key of an ItemReader must be texts');
  const refuse = (problem: string) => new StatesError('States.ItemReaderFailed', `s3://${from}/${at} ${problem}`);
  const text = await visit.run.host.mapRuns!.readItems(from, at);
  let items: unknown;
  try {
    items = JSON.parse(text);
  } catch (error) {
    throw refuse(`is not JSON: ${errorMessage(error)}`);
  }
  if (!Array.isArray(items)) throw refuse('is not an array');
  return items;
}

/** The executions of a Map Run. */
class Children {
  failures = 0;
  readonly #state: MapState;
  readonly #of: { readonly machine: string; readonly mapRun: string; readonly name: string };
  readonly #parent: Run;

  constructor(state: MapState, of: { machine: string; mapRun: string; name: string }, parent: Run) {
    this.#state = state;
    this.#of = of;
    this.#parent = parent;
  }

  /** Runs an execution. @returns its output, or what Step Functions says of one whose failure is tolerated */
  async run(input: unknown, signal: AbortSignal, tolerates: Tolerates, runGraph: RunGraph): Promise<unknown> {
    const { machine, mapRun, name: machineName } = this.#of;
    const { host, tokens, context } = this.#parent;
    const name = randomUUID();
    const child: ChildExecution = {
      mapRun,
      id: `${machine.replace(':stateMachine:', ':execution:')}:${name}`,
      name,
      input,
    };
    const listener = host.mapRuns!.startChild(child);
    const started = host.now();
    const { RoleArn } = context.Execution;
    const role = RoleArn === undefined ? {} : { RoleArn };
    const own = { Id: child.id, Name: name, Input: input, StartTime: new Date(started).toISOString(), ...role };
    const execution = { Execution: own, StateMachine: { Id: machine, Name: machineName } };
    const run = new Run(host, tokens, execution, listener);
    const outcome = await runExecution(this.#state.processor, input, run, signal, runGraph);
    signal.throwIfAborted();
    if (outcome.status === 'SUCCEEDED') return outcome.output;
    if (!tolerates(++this.failures))
      throw new StatesError(
        'States.ExceedToleratedFailureThreshold',
        'The specified tolerated failure threshold was exceeded',
      );
    return describe(child, outcome, { machine, started, stopped: host.now() });
  }
}

/** A failed execution among the results (Step Functions guide, ResultWriter: as with the transformation `NONE`). */
function describe(
  { id, name, input }: ChildExecution,
  { status, error, cause }: Exclude<Outcome, { status: 'SUCCEEDED' }>,
  { machine, started, stopped }: { readonly machine: string; readonly started: number; readonly stopped: number },
): object {
  return {
    ExecutionArn: id,
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Name: name,
    StateMachineArn: machine,
    Status: status,
    StartDate: new Date(started).toISOString(),
    StopDate: new Date(stopped).toISOString(),
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
  };
}
