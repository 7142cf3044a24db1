import { matchesError } from './errors.ts';
import type { Retrier } from './states.ts';

/** The retries of one visit to a state. Each retrier counts its own. */
export class Retries {
  /** Number of all retries so far: `$states.context.State.RetryCount`. */
  count = 0;
  readonly #retriers: readonly Retrier[];
  readonly #random: () => number;
  readonly #counts = new Map<Retrier, number>();

  constructor(retriers: readonly Retrier[], random: () => number) {
    this.#retriers = retriers;
    this.#random = random;
  }

  /** Milliseconds until the next attempt; undefined if there is none. The first matching retrier decides. */
  next(error: string): number | undefined {
    const retrier = this.#retriers.find(({ errorEquals }) => matchesError(errorEquals, error));
    if (retrier === undefined) return undefined;
    const used = this.#counts.get(retrier) ?? 0;
    if (used >= retrier.maxAttempts) return undefined;
    this.#counts.set(retrier, used + 1);
    this.count++;
    const seconds = Math.min(retrier.interval * retrier.backoffRate ** used, retrier.maxDelay);
    return seconds * 1000 * (retrier.fullJitter ? this.#random() : 1);
  }
}
