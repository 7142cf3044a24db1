/** Who waits for the end of which job. */
export class Endings {
  readonly #waiting = new Map<string, (() => void)[]>();

  wait(name: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]);
    });
  }

  /**
   * Tells those who wait, and lets them set their timers before the clock goes on: a waiter that goes on with
   * `clock.at(clock.now, …)` does so at the instant of the end.
   */
  async end(name: string): Promise<void> {
    const waiting = this.#waiting.get(name) ?? [];
    this.#waiting.delete(name);
    for (const resolve of waiting) resolve();
    if (waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
