import { setImmediate as turn } from 'node:timers/promises';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import { StatesError } from '../../lambdas/states-language/errors.ts';
import type { Outcome, WorkflowEvent } from '../../lambdas/states-language/events.ts';
import type { ChildExecution, MapRunHost, StateMachineHost, TaskCall } from '../../lambdas/states-language/host.ts';
import { type ExecutionRequest, StateMachine } from '../../lambdas/states-language/state-machine.ts';

export const START = Date.UTC(2026, 0, 10);
export const LAMBDA = 'arn:aws:states:::lambda:invoke';
export const LAMBDA_TOKEN = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

export type RunTask = (args: never, call: TaskCall, host: VirtualHost) => unknown;

/** A host on which time passes only when every task waits for it. */
export class VirtualHost implements StateMachineHost {
  readonly calls: { readonly resource: string; readonly args: unknown; readonly call: TaskCall }[] = [];
  /** The executions of Map Runs, in the order of their start. */
  readonly children: { readonly child: ChildExecution; readonly events: WorkflowEvent[] }[] = [];
  readonly mapRuns: MapRunHost;
  readonly #runTask: RunTask;
  readonly #random = new SeededRandom(1);
  readonly #timers: { readonly time: number; readonly resolve: () => void }[] = [];
  #now = START;

  /** @param objects Texts of S3 objects, by bucket and key: `bucket/key`. */
  constructor(runTask: RunTask, objects: Readonly<Record<string, string>> = {}) {
    this.#runTask = runTask;
    this.mapRuns = {
      readItems: async (bucket, key) => {
        const text = objects[`${bucket}/${key}`];
        if (text === undefined) throw new StatesError('States.ItemReaderFailed', 'The specified key does not exist.');
        return text;
      },
      startChild: (child) => {
        const events: WorkflowEvent[] = [];
        this.children.push({ child, events });
        return (event) => void events.push(event);
      },
    };
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.#random.uniform();
  }

  async runTask(resource: string, args: unknown, call: TaskCall): Promise<unknown> {
    this.calls.push({ resource, args, call });
    return this.#runTask(args as never, call, this);
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = { time: this.#now + milliseconds, resolve };
      this.#timers.push(timer);
      signal.addEventListener('abort', () => {
        const index = this.#timers.indexOf(timer);
        if (index !== -1) this.#timers.splice(index, 1);
        reject(signal.reason);
      });
    });
  }

  /** Waits for a promise and lets time pass meanwhile. */
  async during<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const end = () => {
      ended = true;
    };
    work.then(end, end);
    for (;;) {
      await turn();
      if (ended) return work;
      const next = this.#timers.toSorted((left, right) => left.time - right.time)[0];
      if (next === undefined) throw new Error('every task waits and no timer is set');
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#now = next.time;
      next.resolve();
    }
  }

  get timers(): number {
    return this.#timers.length;
  }
}

export interface Ran {
  readonly outcome: Outcome;
  readonly events: WorkflowEvent[];
  readonly host: VirtualHost;
  /** Seconds it took. */
  readonly seconds: number;
}

export function machineOf(definition: object, host: StateMachineHost): StateMachine {
  const text = JSON.stringify({ QueryLanguage: 'JSONata', ...definition });
  return new StateMachine(text, host, { id: 'arn:machine', name: 'loop' });
}

/** Runs a machine of these states in virtual time. */
export async function runStates(
  definition: object,
  input: unknown = {},
  runTask: RunTask = () => null,
  { objects, ...more }: Partial<ExecutionRequest> & { readonly objects?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
  const host = new VirtualHost(runTask, objects);
  const machine = machineOf(definition, host);
  const events: WorkflowEvent[] = [];
  const request = { input, name: 'one', listener: (event: WorkflowEvent) => events.push(event), ...more };
  const outcome = await host.during(machine.run(request));
  return { outcome, events, host, seconds: (host.now() - START) / 1000 };
}

/** A machine of one state. */
export function single(state: object): object {
  return { StartAt: 'Only', States: { Only: state } };
}

/** The output of a Pass state with this Output. */
export async function evaluate(Output: unknown, input: unknown = {}): Promise<unknown> {
  const { outcome } = await runStates(single({ Type: 'Pass', Output, End: true }), input);
  return outcome.status === 'SUCCEEDED' ? outcome.output : outcome;
}
