interface Timer {
  readonly time: number;
  readonly resolve: () => void;
}

/**
 * A clock for looking back at stored data: it stands still while somebody works, and goes on to the next timer as soon as
 * everybody waits for one. A day of waiting takes no time.
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

  /** Puts the clock on, never back. */
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

  /** Does work that takes its time elsewhere: a program runs, a file is read. */
  readonly during = async <T>(work: () => Promise<T>): Promise<T> => {
    this.#working++;
    try {
      return await work();
    } finally {
      this.#working--;
      this.#goOn();
    }
  };

  /** After everything that can go on without a timer. */
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
