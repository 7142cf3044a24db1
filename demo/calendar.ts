/** Days of the demo. The flights' times are local wall-clock times without a zone; the demo reads them as UTC. */

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Start of a day written `2001-02-03`, milliseconds since the epoch, UTC. Throws RangeError when it is not such a day. */
export function parseDay(day: string): number {
  const start = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isFinite(start) || formatDay(start) !== day) {
    throw new RangeError(`${JSON.stringify(day)} is not a day: expected one like 2001-02-03`);
  }
  return start;
}

/** The UTC day of a time, as `2001-02-03`. */
export function formatDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The day `days` after (or, below zero, before) `day`. */
export function addDays(day: string, days: number): string {
  return formatDay(parseDay(day) + days * DAY_MS);
}

/** Every day from `from` up to, not including, `until`. */
export function daysBetween(from: string, until: string): string[] {
  const days: string[] = [];
  for (let time = parseDay(from), end = parseDay(until); time < end; time += DAY_MS) days.push(formatDay(time));
  return days;
}

/** Day of the week by ISO 8601: 1 is Monday, 7 Sunday. */
export function isoWeekday(time: number): number {
  // 1970-01-01 was a Thursday.
  return ((Math.floor(time / DAY_MS) + 3) % 7) + 1;
}
