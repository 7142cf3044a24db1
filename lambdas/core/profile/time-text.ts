import { parseTime, readTimeNumber } from '../capture/times.ts';
import type { TimeForm } from '../columns/column.ts';

/** Longer texts are neither times nor durations. */
const LONGEST_TEXT = 64;

/**
 * Durations as Python, pandas and SQL write them, and times of day: `1:02:03.5`, `08:30`, `-2 days 03:04:05`, `1 day,
 * 2:03:04`.
 */
const CLOCK = /^([+-])?(?:(\d{1,9}) days?,? ?)?([+-])?(\d{1,9}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?Z?$/;
const DAYS = /^([+-])?(\d{1,9}) days?$/;
/** ISO 8601 durations without years and months, whose length varies. */
const ISO =
  /^([+-])?P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,9}))?S)?)?$/;

const NANOSECONDS = 1e9;

/** The milliseconds that a text stands for in a column of this form. NaN if it is not of the form. */
export function readTimeText(form: TimeForm, text: string): number {
  if (!mayBeTime(text)) return Number.NaN;
  return form === 'time' ? parseTime(text) : parseDuration(text);
}

/** The milliseconds that a plain number stands for in a column of this form. NaN if its unit is unknown. */
export function readPlainNumber(form: TimeForm, value: number): number {
  return form === 'time' ? readTimeNumber(value) : Number.NaN;
}

/** A comma or a space, as in `Sat, 03 Feb 2001 04:05:06 GMT`. */
function isAfterWeekday(code: number): boolean {
  return code === 44 || code === 32;
}

/** A fast test that excludes most texts, so that the patterns are not tried on them. */
function mayBeTime(text: string): boolean {
  const code = text.charCodeAt(0);
  if (code >= 48 && code <= 57) return true;
  if (code === 43 /* + */ || code === 45 /* - */ || code === 80 /* P */ || code === 32 || code === 9) return true;
  return isAfterWeekday(text.charCodeAt(3)) && text.length <= LONGEST_TEXT && text.includes(':');
}

/**
 * The milliseconds of a duration or a time of day. NaN if the text is neither. Minutes and seconds beside larger units
 * must be below 60. Digits beyond nanoseconds are dropped.
 */
export function parseDuration(given: string): number {
  if (given.length > LONGEST_TEXT) return Number.NaN;
  const text = given.trim();
  const clock = CLOCK.exec(text);
  if (clock !== null) {
    const [, sign, days, clockSign, hours, minutes, seconds, fraction] = clock;
    if (Number(minutes) > 59 || Number(seconds ?? 0) > 59 || (days === undefined && clockSign !== undefined)) {
      return Number.NaN;
    }
    const dayPart = Number(days ?? 0) * 86_400 * (sign === '-' ? -1 : 1);
    // Without days, the sign belongs to the whole duration. "-1 days +23:00:00" is minus one day plus 23 hours.
    const backwards = days === undefined ? sign === '-' : clockSign === '-';
    const clockPart = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
    return toMilliseconds(dayPart, clockPart, fraction, backwards);
  }
  const whole = DAYS.exec(text);
  if (whole !== null) return toMilliseconds(Number(whole[2]) * 86_400, 0, undefined, whole[1] === '-');
  const iso = ISO.exec(text);
  if (iso === null || /[PT]$/.test(text)) return Number.NaN;
  const [, sign, weeks, days, hours, minutes, seconds, fraction] = iso;
  const count = (digits: string | undefined) => Number(digits ?? 0);
  const total =
    count(weeks) * 604_800 + count(days) * 86_400 + count(hours) * 3600 + count(minutes) * 60 + count(seconds);
  return toMilliseconds(0, total, fraction, sign === '-');
}

/** Divides only once, so that every spelling and storage type of a duration gives the same double. */
function toMilliseconds(before: number, seconds: number, fraction: string | undefined, backwards: boolean): number {
  const nanoseconds = seconds * NANOSECONDS + Number((fraction ?? '').padEnd(9, '0'));
  return (before * NANOSECONDS + (backwards ? -nanoseconds : nanoseconds)) / 1e6 + 0;
}
