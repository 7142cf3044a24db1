import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import { wallClock } from './wall-clock.ts';

/** A calendar day as days since 1970-01-01, without a time zone. */
export type LocalDay = number;

const DAY = 86_400_000;
const MINUTE = 60_000;
/** 1970-01-05, the first Monday of the epoch, from which blocks of several days are counted. */
const FIRST_MONDAY = 4;

/** The calendar day that clocks in the time zone show at the instant, milliseconds since the epoch. */
export function localDayOf(instant: number, timeZone: string): LocalDay {
  return Math.floor((instant + offsetAt(instant, timeZone)) / DAY);
}

/** The offset from UTC at the instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  return ZonedDateTime.offsetNanoseconds(wallClock(instant, timeZone)) / 1e6;
}

/** The first instant of a local day, milliseconds since the epoch. A day that was skipped starts when the next one does. */
export function dayStart(day: LocalDay, timeZone: string): number {
  return PlainDate.toZonedDateTime(plainDate(day), timeZone).epochMilliseconds;
}

/** The first day of the block of `days` days that contains the day. */
export function firstDayOf(day: LocalDay, days: number): LocalDay {
  return day - modulo(day - FIRST_MONDAY, days);
}

/** `2001-02-03` as a day; null for other texts and dates that do not exist. */
export function toLocalDay(text: string): LocalDay | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  return exists ? time / DAY : null;
}

/**
 * The starts of the parts of a local day, and its end: at least two instants, ascending. windows.ts describes how clock changes are
 * treated.
 *
 * @param minutes Length of a part on the wall clock; divides 1440.
 */
export function partBoundaries(day: LocalDay, minutes: number, timeZone: string): number[] {
  const start = dayStart(day, timeZone);
  const end = dayStart(day + 1, timeZone);
  const length = minutes * MINUTE;
  // No zone has ever changed its clocks twice within a day, so clocks did not change in this one.
  if (end - start === DAY && offsetAt(start, timeZone) === offsetAt(end, timeZone)) {
    return Array.from({ length: DAY / length + 1 }, (_, i) => start + i * length);
  }
  const wallMidnight = PlainDate.toPlainDateTime(plainDate(day));
  const boundaries = [start];
  for (let minute = minutes; minute < 1440; minute += minutes) {
    const wall = PlainDateTime.addMinutes(wallMidnight, minute);
    const zoned = PlainDateTime.toZonedDateTime(wall, timeZone);
    const instant = zoned.epochMilliseconds;
    const isSkipped = !PlainDateTime.equals(ZonedDateTime.toPlainDateTime(zoned), wall);
    if (!isSkipped && instant > boundaries.at(-1)! && instant < end) boundaries.push(instant);
  }
  boundaries.push(end);
  return cutLong(boundaries, length);
}

/** Splits parts of twice the length or more into whole lengths; the last one keeps the remainder. */
function cutLong(boundaries: readonly number[], length: number): number[] {
  const cut = [boundaries[0]];
  for (const boundary of boundaries.slice(1)) {
    while (boundary - cut.at(-1)! >= 2 * length) cut.push(cut.at(-1)! + length);
    cut.push(boundary);
  }
  return cut;
}

function plainDate(day: LocalDay): PlainDate.Record {
  return PlainDate.addDays(PlainDate.create(1970, 1, 1), day);
}

function modulo(a: number, n: number): number {
  return ((a % n) + n) % n;
}
