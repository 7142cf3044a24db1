import { parseTime, readTimeNumber } from '../capture/times.ts';
import type { TimeForm } from '../columns/column.ts';

/** Longer texts are neither times nor durations. */
const LONGEST_TEXT = 64;

/** `1:02:03.5`, `08:30`, `-2 days 03:04:05`, `1 day, 2:03:04`: as Python, pandas, SQL and Parquet's times of day are written. */
const CLOCK = /^([+-])?(?:(\d{1,9}) days?,? ?)?([+-])?(\d{1,9}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?Z?$/;
const DAYS = /^([+-])?(\d{1,9}) days?$/;
/** ISO 8601 without years and months, whose length is not known. */
const ISO =
  /^([+-])?P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,9}))?S)?)?$/;

const NANOSECONDS = 1e9;

/** What a text stands for in a column of this form, in milliseconds; NaN when it is none. */
export function readTimeText(form: TimeForm, text: string): number {
  if (!mayBeTime(text)) return Number.NaN;
  return form === 'time' ? parseTime(text) : parseDuration(text);
}

/** What a plain number stands for in a column of this form; NaN where its unit cannot be known. */
export function readPlainNumber(form: TimeForm, value: number): number {
  return form === 'time' ? readTimeNumber(value) : Number.NaN;
}

/** A comma or a space, as in `Sat, 03 Feb 2001 04:05:06 GMT`. */
function isAfterWeekday(code: number): boolean {
  return code === 44 || code === 32;
}

/** Spares the patterns most texts. */
function mayBeTime(text: string): boolean {
  const code = text.charCodeAt(0);
  if (code >= 48 && code <= 57) return true;
  if (code === 43 /* + */ || code === 45 /* - */ || code === 80 /* P */ || code === 32 || code === 9) return true;
  return isAfterWeekday(text.charCodeAt(3)) && text.length <= LONGEST_TEXT && text.includes(':');
}

/**
 * Milliseconds of a duration or a time of day; NaN when the text is neither. Minutes and seconds beside larger units are
 * below 60. Of less than a nanosecond nothing is kept.
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
    // Without days the sign is that of the whole; "-1 days +23:00:00" is one day back and 23 hours forth.
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

/** One division, so that every spelling and storage of a duration gives the same double. */
function toMilliseconds(before: number, seconds: number, fraction: string | undefined, backwards: boolean): number {
  const nanoseconds = seconds * NANOSECONDS + Number((fraction ?? '').padEnd(9, '0'));
  return (before * NANOSECONDS + (backwards ? -nanoseconds : nanoseconds)) / 1e6 + 0;
}
