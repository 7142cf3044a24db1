import { setImmediate as turn } from 'node:timers/promises';

/** The works that run in real time while the virtual clock stands still: requests and invocations of executions. */
export class Activity {
  /** Executions that have not ended. */
  running = 0;
  readonly #works = new Set<Promise<unknown>>();

  during<T>(work: Promise<T>): Promise<T> {
    this.#works.add(work);
    const end = () => void this.#works.delete(work);
    work.then(end, end);
    return work;
  }

  /**
   * Resolves when every execution waits for the clock, for a job or for the answer to a task. Between two works an execution
   * only needs microtasks, which one turn of the event loop lets through.
   */
  async settled(): Promise<void> {
    while (this.running > 0) {
      await turn();
      if (this.#works.size === 0) return;
      await Promise.allSettled(this.#works);
    }
  }
}
