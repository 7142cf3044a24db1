interface Timer {
  readonly time: number;
  readonly resolve: () => void;
}

/**
 * A clock for replaying stored data. It stands still while work is running and jumps to the next timer as soon as only timers are
 * left, so that a day of waiting takes no time.
 */
export class VirtualTime {
  readonly #timers = new Set<Timer>();
  #now: number;
  #working = 0;
  #turn: NodeJS.Immediate | undefined;

  /** @param now UTC milliseconds. */
  constructor(now: number) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  /** Advances the clock, never back. */
  advanceTo(time: number): void {
    this.#now = Math.max(this.#now, time);
  }

  readonly sleep = (milliseconds: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = { time: this.#now + milliseconds, resolve };
    this.#timers.add(timer);
    signal.addEventListener('abort', () => {
      this.#timers.delete(timer);
      reject(signal.reason);
    });
    this.#goOn();
    return promise;
  };

  /** Runs work that takes real time, such as a program or reading a file. */
  readonly during = async <T>(work: () => Promise<T>): Promise<T> => {
    this.#working++;
    try {
      return await work();
    } finally {
      this.#working--;
      this.#goOn();
    }
  };

  /** Runs after all work that does not wait for a timer. */
  #goOn(): void {
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      if (this.#working > 0) return;
      const next = [...this.#timers].reduce<Timer | null>(
        (first, timer) => (first === null || timer.time < first.time ? timer : first),
        null,
      );
      if (next === null) return;
      this.#timers.delete(next);
      this.advanceTo(next.time);
      next.resolve();
      this.#goOn();
    });
  }
}
