/** Something that knows by itself when it wants to run next, such as the alarms. */
export interface TimedSource {
  /** Next time of interest, or undefined when there is none. Must be later than `now` once `run` has been called for `now`. */
  nextTime(now: number): number | undefined;
  run(now: number): Promise<void>;
}

interface Timer {
  readonly time: number;
  readonly run: () => Promise<void>;
}

/** A clock that stands still until it is advanced, and runs what falls due on the way in the order of time. UTC milliseconds. */
export class VirtualClock {
  #now: number;
  #advancing = false;
  readonly #timers: Timer[] = [];
  readonly #sources: TimedSource[] = [];
  readonly #unfinished: (() => Promise<void>)[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  /** Runs `run` when the clock reaches `time`; a time that has passed is reached by the next advance. */
  at(time: number, run: () => Promise<void>): void {
    const behind = this.#timers.findIndex((timer) => timer.time > time);
    this.#timers.splice(behind === -1 ? this.#timers.length : behind, 0, { time, run });
  }

  follow(source: TimedSource): void {
    this.#sources.push(source);
  }

  /** Time stands still until `settled` resolves: what goes on at an instant comes to its end before the next one. */
  waitFor(settled: () => Promise<void>): void {
    this.#unfinished.push(settled);
  }

  /**
   * Moves to `time` and runs everything due up to and including it, one after the other. What a source wants at an instant
   * comes before the timers of that instant, which run in the order they were set.
   */
  async advanceTo(time: number): Promise<void> {
    if (!(time >= this.#now)) throw new RangeError(`the clock is at ${this.#now} and cannot go back to ${time}`);
    if (this.#advancing) throw new Error('the clock is being advanced already: await the first advance');
    this.#advancing = true;
    try {
      while (await this.#runNext(time)) {}
      this.#now = time;
    } finally {
      this.#advancing = false;
    }
  }

  async #runNext(until: number): Promise<boolean> {
    for (const settled of this.#unfinished) await settled();
    const timer = this.#timers[0];
    let next = timer?.time ?? Number.POSITIVE_INFINITY;
    let due: TimedSource | undefined;
    for (const source of this.#sources) {
      const time = source.nextTime(this.#now);
      if (time !== undefined && time <= next) {
        next = time;
        due = source;
      }
    }
    if (!(next <= until)) return false;
    this.#now = Math.max(this.#now, next);
    if (due) await due.run(this.#now);
    else await this.#timers.shift()!.run();
    return true;
  }
}
