import { randomUUID } from 'node:crypto';
import { StatesError } from './errors.ts';

/** No task waits for this token. */
export class TaskTokenError extends Error {
  override readonly name = 'TaskTokenError';
  /** `TaskTimedOut`: the task has already ended, with or without this token. */
  readonly code: 'InvalidToken' | 'TaskTimedOut';

  constructor(code: 'InvalidToken' | 'TaskTimedOut', message: string) {
    super(message);
    this.code = code;
  }
}

/** A task that waits for an answer. */
export interface PendingTask {
  readonly token: string;
  readonly answer: Promise<unknown>;
  /** Time of its start or its latest heartbeat, UTC milliseconds. */
  lastHeartbeat: number;
}

interface Waiting extends PendingTask {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: StatesError) => void;
}

/** The tasks that wait for an answer with their token. */
export class TaskTokens {
  readonly #waiting = new Map<string, Waiting>();
  readonly #ended = new Set<string>();

  open(now: number): PendingTask {
    const { promise: answer, resolve, reject } = Promise.withResolvers<unknown>();
    // A failure may arrive before the task waits for the answer; the waiting task handles it then.
    answer.catch(() => {});
    const pending = { token: randomUUID(), answer, lastHeartbeat: now, resolve, reject };
    this.#waiting.set(pending.token, pending);
    return pending;
  }

  close({ token }: PendingTask): void {
    if (this.#waiting.delete(token)) this.#ended.add(token);
  }

  /** Whether the token belongs to a task of this registry, even one that has ended. */
  knows(token: string): boolean {
    return this.#waiting.has(token) || this.#ended.has(token);
  }

  /** @param output JSON value. @throws TaskTokenError */
  succeed(token: string, output: unknown): void {
    const pending = this.#take(token);
    this.close(pending);
    pending.resolve(output);
  }

  /** @throws TaskTokenError */
  fail(token: string, error = 'States.TaskFailed', cause?: string): void {
    const pending = this.#take(token);
    this.close(pending);
    pending.reject(new StatesError(error, cause));
  }

  /** @throws TaskTokenError */
  heartbeat(token: string, now: number): void {
    this.#take(token).lastHeartbeat = now;
  }

  #take(token: string): Waiting {
    const pending = this.#waiting.get(token);
    if (pending !== undefined) return pending;
    if (this.#ended.has(token)) throw new TaskTokenError('TaskTimedOut', 'the task has ended already');
    throw new TaskTokenError('InvalidToken', 'no task was given this token');
  }
}
