import * as Instant from 'temporal-polyfill/fns/Instant';
import type { Record as WallClock } from 'temporal-polyfill/fns/ZonedDateTime';

/**
 * What clocks in a time zone show at an instant, milliseconds since the epoch. Uses Temporal's functions, because a bundle would
 * include its classes whole.
 *
 * @throws RangeError when there is no such time zone
 */
export function wallClock(instant: number, timeZone: string): WallClock {
  return Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(instant), timeZone);
}
