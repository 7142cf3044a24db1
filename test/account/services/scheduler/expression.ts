import { Temporal } from 'temporal-polyfill';
import { nextOccurrence, parseCron } from './cron.ts';

/** Gives the first occurrence after a time, UTC milliseconds, or undefined when there is none. */
export type Occurrences = (after: number) => number | undefined;

const UNITS = new Map([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
]);

/**
 * Reads `cron(…)`, `rate(…)` or `at(…)`.
 *
 * @param start When the schedule began to exist: a rate counts from there, and fires there for the first time.
 * @throws RangeError for a wrong expression
 */
export function parseExpression(expression: string, timeZone: string, start: number): Occurrences {
  const [, kind, argument = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'cron') {
    const cron = parseCron(argument);
    return (after) => nextOccurrence(cron, timeZone, after);
  }
  if (kind === 'rate') {
    const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(argument) ?? [];
    const period = Number(count) * (UNITS.get(unit) ?? Number.NaN);
    if (!(period > 0)) throw new RangeError(`${expression} is not a rate such as rate(5 minutes)`);
    return (after) => start + Math.max(0, Math.floor((after - start) / period) + 1) * period;
  }
  if (kind === 'at') {
    const time = Temporal.PlainDateTime.from(argument).toZonedDateTime(timeZone).epochMilliseconds;
    return (after) => (time > after ? time : undefined);
  }
  throw new RangeError(`${expression} is neither cron(…) nor rate(…) nor at(…)`);
}
