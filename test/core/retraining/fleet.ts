import type { Scheduler } from 'fast-check';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import { notifyRetrainingEnd } from '../../../lambdas/core/check/notify-retraining-end.ts';
import { publishOutbox } from '../../../lambdas/core/decision/outbox.ts';
import { abandonDeadRun } from '../../../lambdas/core/decision/retraining/run.ts';
import { startIfPermitted } from '../../../lambdas/core/decision/retraining/start.ts';
import { StateSession } from '../../../lambdas/core/decision/state-session.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import type { Monitor } from '../../../lambdas/core/monitor/monitor.ts';
import type { ObjectStore, RetrainingInput } from '../../../lambdas/core/ports.ts';
import type { StepContext } from '../../../lambdas/core/retraining/steps/context.ts';
import { accuracyWindow } from '../decision/checked-windows.ts';
import { MemoryStore } from '../stories/memory-store.ts';

const HOUR = 3_600_000;

/** A store whose every call comes back when the scheduler says so: all orders of all reads and writes are possible. */
export class InterleavedStore implements ObjectStore {
  readonly #inner = new MemoryStore();
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  list(prefix: string) {
    return this.#inner.list(prefix);
  }
  folders(prefix: string) {
    return this.#inner.folders(prefix);
  }
  stream(key: string) {
    return this.#inner.stream(key);
  }
  slice(key: string, start: number, end: number) {
    return this.#inner.slice(key, start, end);
  }
  async get(key: string) {
    const found = await this.#inner.get(key);
    await this.#scheduler.schedule(Promise.resolve(), `read ${key}`);
    return found;
  }
  async put(...args: Parameters<ObjectStore['put']>) {
    await this.#scheduler.schedule(Promise.resolve(), `write ${args[0]}`);
    return this.#inner.put(...args);
  }
}

/** All that works on one monitor at once: checks, and executions that the workflow was to start. */
export class Fleet {
  readonly alerts: Alert[] = [];
  /** Executions by name, as Step Functions keeps them. */
  readonly executions = new Map<string, RetrainingInput>();
  readonly store: ObjectStore;
  readonly #monitor: Monitor;
  #runs = 0;

  constructor(store: ObjectStore, monitor: Monitor) {
    this.store = store;
    this.#monitor = monitor;
  }

  context(now: number): StepContext {
    return {
      monitor: this.#monitor,
      settings: this.#monitor.retraining!,
      open: () => {
        throw new Error('nothing is read');
      },
      results: this.store,
      metrics: { publish: async () => {} },
      alerts: {
        send: async (alert) => {
          this.alerts.push(alert);
        },
      },
      workflow: {
        start: async (name, input) => {
          if (!this.executions.has(name)) this.executions.set(name, input);
        },
        answer: async () => {},
      },
      resultsUri: 's3://state/',
      outputKey: null,
      alarmPrefix: null,
      tags: [],
      answerCommands: (monitor, id) => ({ approve: `approve ${monitor} ${id}`, reject: `reject ${monitor} ${id}` }),
      now,
      runId: `run-${this.#runs++}`,
      dryRun: false,
    };
  }

  /** A check that finds the model bad in the window of day `day`: it asks for a retraining, or for the next one. */
  async check(day: number, now: number): Promise<void> {
    const context = this.context(now);
    const { monitor } = context;
    const session = new StateSession(this.store, monitor.name);
    await session.update(async (before) => {
      const { state, abandoned } = abandonDeadRun(before, now);
      const swept = abandoned === null ? state : await notifyRetrainingEnd(state, abandoned, monitor, context);
      const moved = transition(swept, 'accuracy', accuracyWindow(day, 0.5), now, { repeatEvery: 24 * HOUR });
      return { state: startIfPermitted(moved.state, monitor, context) };
    });
    await publishOutbox(session, context, context.runId, now);
  }
}
