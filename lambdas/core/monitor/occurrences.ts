import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import type { Cron } from './cron.ts';
import { wallClock } from './wall-clock.ts';

/**
 * When a cron expression fires next after an instant, in milliseconds since the epoch, UTC; null: never again.
 *
 * A local time that a change of the clocks skips does not fire, and one that occurs twice fires once, the first time, as
 * EventBridge Scheduler does.
 */
export function nextOccurrence(cron: Cron, timeZone: string, after: number): number | null {
  const from = wallClock(after, timeZone);
  const start = [from.year, from.month, from.day, from.hour, from.minute];
  for (const local of localTimes(cron, start)) {
    const instant = instantOf(local, timeZone);
    if (instant !== null && instant > after) return instant;
  }
  return null;
}

/** Year, month, day, hour and minute on the clock of some time zone. */
type LocalTime = readonly number[];

/** The local times at which the expression fires, from `start` on. */
function* localTimes({ years, months, days, hours, minutes }: Cron, start: LocalTime): Generator<LocalTime> {
  for (const year of years) {
    if (isBefore([year], start)) continue;
    for (const month of months) {
      if (isBefore([year, month], start)) continue;
      for (const day of days(year, month)) {
        if (isBefore([year, month, day], start)) continue;
        for (const hour of hours) {
          if (isBefore([year, month, day, hour], start)) continue;
          for (const minute of minutes) {
            const local = [year, month, day, hour, minute];
            if (!isBefore(local, start)) yield local;
          }
        }
      }
    }
  }
}

/** Whether a time, or a year, month or day as a whole, is over before `start`. */
function isBefore(local: LocalTime, start: LocalTime): boolean {
  const different = local.findIndex((value, i) => value !== start[i]);
  return different >= 0 && local[different] < start[different];
}

/** The first instant at which clocks show this time; null if they skip it. */
function instantOf([year, month, day, hour, minute]: LocalTime, timeZone: string): number | null {
  const wall = PlainDateTime.create(year, month, day, hour, minute);
  const zoned = PlainDateTime.toZonedDateTime(wall, timeZone);
  return PlainDateTime.equals(ZonedDateTime.toPlainDateTime(zoned), wall) ? zoned.epochMilliseconds : null;
}
