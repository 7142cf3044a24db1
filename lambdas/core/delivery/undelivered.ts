import { errorMessage } from '../text/error-message.ts';
import { countOf } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { isoTime } from '../text/times.ts';
import { MAX_PENDING, MAX_WAIT, MAX_WAIT_OF_ENDS } from './accept.ts';
import type { LostEvent } from './give-up.ts';

const DAY = 86_400_000;
/** How many failures the message quotes. It counts the others. */
const SHOWN = 20;

interface Undelivered {
  /** Why targets have not taken events, or why states could not be read. */
  readonly failures: readonly unknown[];
  readonly lost: readonly LostEvent[];
  /** How many events wait. */
  readonly pending: number;
}

/** Targets have not taken events, which the next run sends again, or events were given up. */
export class UndeliveredError extends Error {
  override readonly name = 'UndeliveredError';
  /** One for each event that was given up. The message may be too short for all of them. */
  readonly lost: readonly LostEventError[];

  constructor({ failures, lost, pending }: Undelivered) {
    const errors = lost.map((each) => new LostEventError(each));
    const counts = [
      ...(lost.length > 0 ? [`${countOf(lost.length, 'event')} given up`] : []),
      ...(pending > 0 ? [`${countOf(pending, 'event')} not delivered`] : []),
    ];
    const all = [...errors, ...failures];
    const reasons = all.slice(0, SHOWN).map(errorMessage);
    if (all.length > SHOWN) reasons.push(`and ${all.length - SHOWN} more`);
    super([counts.join(', '), reasons.join('; ')].filter((part) => part !== '').join(': '), { cause: all[0] });
    this.lost = errors;
  }
}

/** An event is not sent any more. */
class LostEventError extends Error {
  override readonly name = 'LostEventError';
  constructor({ event, targets, since, reason }: LostEvent) {
    const most = event.action === 'resolve' ? MAX_WAIT_OF_ENDS : MAX_WAIT;
    const why = {
      age: `not taken within ${most / DAY} days`,
      excess: `more than ${countOf(MAX_PENDING, 'event')} wait`,
    }[reason];
    const id = printable(event.id, 200);
    super(`gave up ${id}, which waited for ${targets.join(', ')} since ${isoTime(since)}: ${why}`);
  }
}

/** A run has ended before a target was sent everything. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
  constructor(target: string) {
    super(`no time was left for ${target}; the next run goes on`);
  }
}
