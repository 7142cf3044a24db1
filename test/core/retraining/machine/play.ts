import type { Alert } from '../../../../lambdas/core/alerts.ts';
import type { MonitorState } from '../../../../lambdas/core/decision/state.ts';
import { loadState } from '../../../../lambdas/core/decision/state-store.ts';
import type { Monitor } from '../../../../lambdas/core/monitor/monitor.ts';
import type { ObjectStore, RetrainingInput, Workflow } from '../../../../lambdas/core/ports.ts';
import type { StepName, StepRequest } from '../../../../lambdas/core/retraining/contract.ts';
import { retrainingMachine } from '../../../../lambdas/core/retraining/machine/machine.ts';
import { answerApproval } from '../../../../lambdas/core/retraining/operate-retraining.ts';
import { retrainingStep } from '../../../../lambdas/core/retraining/retrain.ts';
import { stepRequestSchema } from '../../../../lambdas/core/retraining/step-requests.ts';
import type { RetrainingContext } from '../../../../lambdas/core/retraining/steps/context.ts';
import { StatesError } from '../../../../lambdas/states-language/errors.ts';
import type { Outcome, WorkflowEvent } from '../../../../lambdas/states-language/events.ts';
import { StateMachine } from '../../../../lambdas/states-language/state-machine.ts';
import { TaskTokenError } from '../../../../lambdas/states-language/task-tokens.ts';
import { VirtualHost } from '../../../states-language/virtual-host.ts';
import { MemoryStore } from '../../stories/memory-store.ts';
import { ServedData } from './parcels-served.ts';
import { type Script, ScriptedSageMaker } from './sagemaker.ts';

const HOUR = 3_600_000;
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:retrain';
export const MACHINE = retrainingMachine({ controlFunction: FUNCTION, dataFunction: FUNCTION });
const TEXT = JSON.stringify(MACHINE);

export interface Play extends Script {
  readonly monitor: Monitor;
  /** What a person answers after an hour. @default nothing */
  readonly person?: 'approves' | 'refuses';
  /** Steps that always throw this. */
  readonly brokenSteps?: Readonly<Partial<Record<StepName, string>>>;
  /** Requests that always time out. */
  readonly brokenRequest?: (request: StepRequest) => boolean;
  /** Happens before the step is done, once. */
  readonly before?: readonly [step: StepName, happens: (store: ObjectStore, host: VirtualHost) => Promise<void>];
  /** The function dies at its n-th write or message, counted over the whole execution, before or after it has happened. */
  readonly crash?: { readonly at: number; readonly moment: 'before' | 'after' };
  readonly input?: RetrainingInput;
}

export interface Played {
  readonly outcome: Outcome;
  readonly events: readonly WorkflowEvent[];
  readonly state: MonitorState;
  readonly alerts: readonly Alert[];
  readonly sagemaker: ScriptedSageMaker;
  readonly store: ObjectStore;
  /** Writes and messages. */
  readonly operations: number;
  /** Steps that came when the lock no longer held. */
  readonly late: readonly StepName[];
}

/** Runs the real machine with the real steps over a store in memory, against a SageMaker that fails as the script says. */
export async function play(content: ReadonlyMap<string, string>, { monitor, ...script }: Play): Promise<Played> {
  const store = new MemoryStore(content);
  const alerts: Alert[] = [];
  const late: StepName[] = [];
  const served = new ServedData();
  const host = new VirtualHost((args) => runTask(args));
  const sagemaker = new ScriptedSageMaker(script, { store, served, now: () => host.now() });
  const machine = new StateMachine(TEXT, host, { id: 'arn:machine', name: 'retraining' });
  const workflow: Workflow = {
    start: async () => {},
    answer: async (token, { approved, note }) =>
      approved ? machine.tokens.succeed(token, { note }) : machine.tokens.fail(token, 'Rejected', note),
  };
  const waiting: Promise<void>[] = [];
  let operations = 0;
  let happened = false;

  /** One call of the function, which may die on the way. */
  const contextOf = (execution: string): RetrainingContext => {
    let dead = false;
    const operate = async <T>(operation: () => Promise<T>): Promise<T> => {
      if (dead) throw new StatesError('Runtime.ExitError', 'this call is dead');
      const isFatal = ++operations === script.crash?.at;
      if (isFatal) dead = true;
      const crash = new StatesError('Runtime.ExitError', 'the function died');
      if (isFatal && script.crash?.moment === 'before') throw crash;
      const result = await operation();
      if (isFatal) throw crash;
      return result;
    };
    const send = async (alert: Alert) => {
      alerts.push(alert);
      if (alert.state === 'waiting' && script.person !== undefined) waiting.push(answer());
    };
    const results: ObjectStore = {
      list: (prefix) => store.list(prefix),
      folders: (prefix) => store.folders(prefix),
      get: (key) => store.get(key),
      stream: (key) => store.stream(key),
      slice: (key, start, end) => store.slice(key, start, end),
      put: (key, bytes, condition) => operate(() => store.put(key, bytes, condition)),
    };
    return {
      open: served.open,
      results,
      metrics: { publish: async () => {} },
      alerts: { send: (alert) => operate(() => send(alert)) },
      workflow,
      resultsUri: 's3://state/',
      outputKey: null,
      alarmPrefix: 'machine',
      tags: [],
      answerCommands: (name, id) => ({ approve: `approve ${name} ${id}`, reject: `reject ${name} ${id}` }),
      now: host.now(),
      runId: execution,
      dryRun: false,
    };
  };

  const answer = async () => {
    await host.sleep(HOUR, new AbortController().signal);
    const { state } = await loadState(store, monitor.name);
    const id = state.retrainings.at(-1)!.id;
    const approved = script.person === 'approves';
    const said = { approved, by: 'alice', note: 'seen' };
    try {
      await answerApproval(monitor.name, id, said, { results: store, workflow });
    } catch (error) {
      // A message that came twice was answered twice.
      if (!(error instanceof TaskTokenError)) throw error;
    }
  };

  const invoke = async (payload: unknown): Promise<unknown> => {
    const request = stepRequestSchema.parse(payload);
    const { step, execution } = request;
    const broken = script.brokenSteps?.[step];
    if (script.brokenRequest?.(request)) throw new StatesError('Sandbox.Timedout', '{}');
    if (broken !== undefined) throw new StatesError(broken, JSON.stringify({ errorMessage: `${step} is broken` }));
    if (script.before?.[0] === step && !happened) {
      happened = true;
      await script.before[1](store, host);
    }
    try {
      const { lock } = (await loadState(store, monitor.name)).state;
      if (lock?.execution === execution && lock.expiresAt <= host.now()) late.push(step);
      return await retrainingStep(request, monitor, contextOf(execution));
    } catch (error) {
      if (error instanceof StatesError) throw error;
      const { name, message } = error as Error;
      throw new StatesError(name, JSON.stringify({ errorMessage: message, errorType: name }));
    }
  };

  const runTask = async (args: never): Promise<unknown> => {
    const { resource } = host.calls.at(-1)!;
    const json = (value: unknown) => JSON.parse(JSON.stringify(value));
    const action = /:(?:sagemaker|cloudwatch):(.*)$/.exec(resource)?.[1];
    if (action !== undefined) return sagemaker.call(action, json(args));
    return { Payload: json(await invoke(json(args['Payload']))) };
  };

  const before = await loadState(store, monitor.name);
  const { id, limit } = before.state.retraining ?? { id: 'rollback-of-it', limit: '' };
  const input = script.input ?? { monitor: monitor.name, id, action: 'retrain', reason: limit };
  const events: WorkflowEvent[] = [];
  const listener = (event: WorkflowEvent) => void events.push(event);
  const outcome = await host.during(machine.run({ input, name: 'execution', listener }));
  const { state } = await loadState(store, monitor.name);
  return { outcome, events, state, alerts, sagemaker, store, operations, late };
}
