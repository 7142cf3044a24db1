import * as z from 'zod';
import { executionName } from '../../../core/decision/retraining/names.ts';
import { countAttempt } from '../../../core/decision/retraining/run.ts';
import { updateState } from '../../../core/decision/state-session.ts';
import type { ObjectStore, RetrainingInput } from '../../../core/ports.ts';
import { toError } from '../../../core/text/error-message.ts';
import { isoTime } from '../../../core/text/times.ts';
import type { WorkflowEvent } from '../../../states-language/events.ts';
import { hasEnded, processSchema, thisProcess } from '../process-identity.ts';
import { Records } from './records.ts';

/** The record of a local execution of the retraining machine, `{monitor}/executions/{name}.json`. */
export class ExecutionRecord {
  readonly #records: Records;
  readonly #name: string;
  readonly #states: { readonly state: string; readonly entered: string }[] = [];
  readonly #head: object;
  #outcome: object = { status: 'RUNNING' };
  #written: Promise<void> = Promise.resolve();

  private constructor(records: Records, name: string, head: object) {
    this.#records = records;
    this.#name = name;
    this.#head = head;
  }

  /** Creates a record; null if there is one with this name, even of an execution that has ended. */
  static async begin(
    records: Records,
    name: string,
    input: RetrainingInput,
    now: number,
  ): Promise<ExecutionRecord | null> {
    const head = { name, input, started: isoTime(now), ...thisProcess() };
    const record = new ExecutionRecord(records, name, head);
    return (await records.create('executions', name, record.#document)) ? record : null;
  }

  /** Adds an event. */
  note(event: WorkflowEvent): void {
    if (event.type === 'stateEntered') {
      this.#states.push({ state: event.state, entered: isoTime(event.time) });
    } else if (event.type === 'executionEnded') {
      this.#outcome = { ...event.outcome, ended: isoTime(event.time) };
    } else return;
    this.#write();
  }

  /** Records that the machine could not be run to an end. */
  break(error: unknown, now: number): void {
    const { name, message } = toError(error);
    this.#outcome = { status: 'ABORTED', error: name, cause: message, ended: isoTime(now) };
    this.#write();
  }

  /** Resolves when every event is stored. */
  async stored(): Promise<void> {
    await this.#written;
  }

  /** Queues a write. Each write stores the events known at that time. */
  #write(): void {
    this.#written = this.#written.then(() => this.#records.replace('executions', this.#name, this.#document));
    // `stored` reports the failure.
    this.#written.catch(() => {});
  }

  get #document(): object {
    return { ...this.#head, ...this.#outcome, states: this.#states };
  }
}

const runningSchema = processSchema.extend({ status: z.string() });

/**
 * Expires the lock of an execution whose process has ended, and lets a request start again if its execution ended before it took the
 * lock. On one machine that is known at once, so other executions need not wait for the lease.
 */
export async function releaseEndedExecutions(store: ObjectStore, monitor: string, now: number): Promise<void> {
  const records = new Records(store, monitor);
  const isKilled = async (name: string) => {
    const execution = await records.read('executions', name, runningSchema);
    return execution?.status === 'RUNNING' && hasEnded(execution);
  };
  await updateState(store, monitor, async (state) => {
    const { lock, retraining: request, retrainings } = state;
    if (lock !== null && lock.expiresAt > now) {
      return { state: (await isKilled(lock.execution)) ? { ...state, lock: { ...lock, expiresAt: now } } : state };
    }
    if (request === null || retrainings.some(({ id }) => id === request.id)) return { state };
    const isLost = await isKilled(executionName(monitor, request.id, request.attempt));
    return { state: isLost ? countAttempt(state, request.id) : state };
  });
}
