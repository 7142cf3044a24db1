import type { Evidence } from './assumptions.ts';
import type { Clients } from './aws/clients.ts';
import type { Meter } from './cost/meter.ts';
import { formatDuration } from './duration.ts';
import type { Names } from './names.ts';
import type { Options } from './options.ts';

/** The clock, which a test replaces. */
export interface Time {
  /** Milliseconds since the epoch. */
  now(): number;
  /** @throws when the run is interrupted */
  sleep(milliseconds: number): Promise<void>;
}

/** What all steps of a run share. */
export interface Session {
  readonly options: Pick<Options, 'region' | 'retraining'>;
  readonly names: Names;
  /** Number of the account. */
  readonly account: string;
  readonly clients: Clients;
  readonly time: Time;
  readonly evidence: Evidence;
  readonly meter: Meter;
  /** Ends the run when it is interrupted. */
  readonly signal?: AbortSignal | undefined;
  /** Prints a line. */
  say(line: string): void;
}

/** The account did not do what it should have. */
export class SmokeError extends Error {
  override readonly name = 'SmokeError';
}

/** @throws SmokeError with the message */
export function expect(holds: boolean, message: string): asserts holds {
  if (!holds) throw new SmokeError(message);
}

export interface Waiting {
  /** What is waited for, for the message. */
  readonly what: string;
  /** Milliseconds between two looks, and until it is given up. */
  readonly every: number;
  readonly atMost: number;
}

/**
 * Looks again and again until there is something.
 *
 * @param look Returns undefined while there is nothing.
 * @throws SmokeError when the time is over
 */
export async function waitFor<T>(
  { time }: Pick<Session, 'time'>,
  { what, every, atMost }: Waiting,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const end = time.now() + atMost;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (time.now() >= end) throw new SmokeError(`waited ${formatDuration(atMost)} in vain for ${what}`);
    await time.sleep(every);
  }
}
