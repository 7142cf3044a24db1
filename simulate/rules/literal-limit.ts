import { isBreached, type Limit } from '../../lambdas/core/monitor/limit.ts';

/** The latest windows that can matter: the most that a limit can require in a row. */
const LOOKED_BACK = 100;

/** One check of a window. */
interface Look {
  readonly day: number;
  /** null: the metric is not defined. */
  readonly value: number | null;
  readonly rows: number;
}

/**
 * A limit with which each window's value is compared as it is, like `literal: true` in a monitor file. An incident opens when
 * the latest windows meet the limit, and ends when the latest one does not.
 */
export class LiteralLimit {
  readonly #limit: Limit;
  readonly #minimumRows: number;
  /** Whether each window met the limit at its latest check, by day; windows with too few rows do not count. */
  readonly #met = new Map<number, boolean>();
  #isOpen = false;

  constructor(limit: Limit, minimumRows: number) {
    this.#limit = limit;
    this.#minimumRows = minimumRows;
  }

  /** Takes in the next check. @returns whether an incident opens */
  look({ day, value, rows }: Look): boolean {
    if (rows >= this.#minimumRows && value !== null) this.#met.set(day, isBreached(this.#limit, value));
    const days = [...this.#met.keys()].sort((a, b) => b - a).slice(0, LOOKED_BACK);
    const streak = days.findIndex((known) => !this.#met.get(known));
    const isMet = (streak < 0 ? days.length : streak) >= this.#limit.windows;
    const opens = isMet && !this.#isOpen;
    if (isMet) this.#isOpen = true;
    else if (streak === 0) this.#isOpen = false;
    return opens;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }
}
