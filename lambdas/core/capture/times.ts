import { describeValue } from './describe-value.ts';

/**
 * Groups: year, its separator, month, day; hour, its separator, minute, second, fraction; zone name; sign, hours,
 * minutes.
 */
const CALENDAR =
  /^\s*(\d{4})([-/]?)(\d{2})\2(\d{2})(?:(?:[Tt]|\s+)(\d{2})(?:(:?)(\d{2})(?:\6(\d{2})(?:[.,](\d{1,12}))?)?)?\s*(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?(?:\s*(?:UTC|GMT)|\[[\w/+-]+\])?)?\s*$/i;
/** Groups: weekday; day, month, year; hour, minute, second; zone name; sign, hours, minutes. */
const MESSAGE_DATE =
  /^\s*(?:(mon|tue|wed|thu|fri|sat|sun),?\s+)?(\d{1,2})[\s-](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[\s-](\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?\s*(?:(Z|UTC?|GMT)|([+-])(\d{2}):?(\d{2}))?(?:\s*\(?(?:UTC|GMT)\)?)?\s*$/i;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY_OR_MONTH_FIRST = /^\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d)/;
const NUMBER = /^\s*[+-]?\d{9,19}(?:\.\d*)?\s*$/;
const DAY_DIGITS = /^\s*\d{8}\s*$/;

/** Longer texts are not times. The limit also bounds the pattern's time, which is quadratic in the number of spaces. */
const LONGEST_TIME = 64;
const PLAIN = '0000-00-00T00:00:00Z';

/** The accepted times, for messages. */
export const ACCEPTED_TIMES =
  'an ISO 8601 time (2001-02-03T04:05:06Z, 20010203T040506Z, 2001-02-03 04:05:06 UTC), an RFC 1123 time or ' +
  'seconds, milliseconds, microseconds or nanoseconds since the epoch';

/** The smallest number in each unit. In every unit, these numbers begin in March 1973 and end in the year 5138. */
const FIRST = { milliseconds: 1e11, microseconds: 1e14, nanoseconds: 1e17 } as const;
/** Nanoseconds fit 64 bits until the year 2262. */
const AFTER_NANOSECONDS = 2 ** 63;
/**
 * Covers rounding errors in seconds or nanoseconds, in milliseconds, so that a whole millisecond is not rounded down by
 * one.
 */
const TOLERANCE = 5e-4;

/**
 * The time of a date, or a date and time, in milliseconds since the epoch, UTC. NaN if the text is neither. Accepted
 * are:
 *
 * - ISO 8601 in extended and basic format, but not a basic date alone, which is also a number. A space may replace the T, and
 *   slashes the hyphens of a date. The zone is `Z`, `UTC`, `GMT` or an offset, perhaps with the zone's name in brackets;
 * - dates of e-mails and HTTP (RFC 1123), `Sat, 03 Feb 2001 04:05:06 GMT`, in English, with or without the weekday.
 *
 * Without a zone, the time is UTC. A date alone is its midnight. Digits beyond milliseconds are dropped. A day that
 * does not exist, or is not on that weekday, is NaN.
 */
export function parseTime(text: string): number {
  return isPlainTime(text) ? parsePlainTime(text) : parseAnyTime(text);
}

/**
 * Like {@link parseTime}, but also reads texts of digits: `20010203`, or 9 and more digits as in {@link
 * readTimeNumber}.
 */
export function readTimeText(text: string): number {
  const time = parseTime(text);
  if (!Number.isNaN(time) || text.length > LONGEST_TIME) return time;
  return NUMBER.test(text) || DAY_DIGITS.test(text) ? readTimeNumber(Number(text)) : Number.NaN;
}

/** The time of a JSON value. NaN if it is not a time. */
export function readTime(value: unknown): number {
  if (typeof value === 'string') return readTimeText(value);
  return typeof value === 'number' ? readTimeNumber(value) : Number.NaN;
}

/** Why a value is not a time, and what is accepted. */
export function describeNoTime(value: unknown): string {
  const given = value === undefined ? 'a missing value' : describeValue(value);
  const either = typeof value === 'string' && DAY_OR_MONTH_FIRST.test(value);
  const why = either ? 'does not say which number is the day and which the month; accepted is' : 'is not';
  return `${given} ${why} ${ACCEPTED_TIMES}`;
}

/** `2001-02-03T04:05:06Z`, as SageMaker writes it. */
function isPlainTime(text: string): boolean {
  if (text.length !== PLAIN.length) return false;
  for (let i = 0; i < PLAIN.length; i++) {
    const code = text.charCodeAt(i);
    if (PLAIN.charCodeAt(i) === 48 /* 0 */ ? code < 48 || code > 57 : code !== PLAIN.charCodeAt(i)) return false;
  }
  return true;
}

function parsePlainTime(text: string): number {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  // Uncommon cases are parsed carefully: invalid values, days that some months lack, and years that Date.UTC shifts by 1900.
  if (year < 100 || month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || second > 59) {
    return parseAnyTime(text);
  }
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

function parseAnyTime(text: string): number {
  if (text.length > LONGEST_TIME) return Number.NaN;
  const match = CALENDAR.exec(text);
  if (match === null) return parseMessageDate(text);
  // Eight digits alone are a number.
  if (match[2] === '' && match[5] === undefined) return Number.NaN;
  const zone = readOffset(text, match[11], match[12], match[13]);
  const [year, month, day, hour, minute, second] = [1, 3, 4, 5, 7, 8].map((group) => Number(match[group] ?? 0));
  const milliseconds = Number((match[9] ?? '').slice(0, 3).padEnd(3, '0'));
  return onCalendar(year, month, day, hour, minute, second) - zone * 60_000 + milliseconds;
}

function parseMessageDate(text: string): number {
  const match = MESSAGE_DATE.exec(text);
  if (match === null) return Number.NaN;
  const zone = readOffset(text, match[9], match[10], match[11]);
  const [day, year, hour, minute, second] = [2, 4, 5, 6, 7].map((group) => Number(match[group] ?? 0));
  const month = MONTHS.indexOf(match[3].toLowerCase()) + 1;
  const time = onCalendar(year, month, day, hour, minute, second);
  if (match[1] !== undefined && new Date(time).getUTCDay() !== WEEKDAYS.indexOf(match[1].toLowerCase())) {
    return Number.NaN;
  }
  return time - zone * 60_000;
}

/** Minutes ahead of UTC. NaN for an offset that no zone has, and for a contradiction such as `+01:00 UTC`. */
function readOffset(text: string, sign = '+', hours = '0', minutes = '0'): number {
  if (Number(hours) > 23 || Number(minutes) > 59) return Number.NaN;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  return offset !== 0 && /[a-z]\)?\s*$/i.test(text) ? Number.NaN : offset;
}

/** NaN for a date or time that does not exist. Second 60 is accepted as a leap second. */
function onCalendar(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  if (hour > 23 || minute > 59 || second > 60) return Number.NaN;
  const date = new Date(0);
  // Date.UTC would read the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return Number.NaN;
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
}

/**
 * The time of a number of seconds, milliseconds, microseconds or nanoseconds since the epoch, in whole milliseconds,
 * rounded down. The size decides the unit: seconds below 10^11, milliseconds below 10^14, microseconds below 10^17,
 * nanoseconds below 2^63. A whole number that spells a day from 1900 to 2099 (`20010203`), or such a day with a time
 * (`20010203040506`), is read as that: as seconds it would be one of 23 days in 1970, as milliseconds a time after
 * 2571. NaN for anything else.
 */
export function readTimeNumber(value: number): number {
  const compact = readCompact(value);
  if (!Number.isNaN(compact)) return compact;
  const size = Math.abs(value);
  if (size < FIRST.milliseconds) return Math.floor(value * 1000 + TOLERANCE);
  if (size < FIRST.microseconds) return Math.floor(value);
  if (size < FIRST.nanoseconds) return Math.floor(value / 1000);
  return size < AFTER_NANOSECONDS ? Math.floor(value / 1e6 + TOLERANCE) : Number.NaN;
}

function readCompact(value: number): number {
  if (!Number.isInteger(value)) return Number.NaN;
  if (value >= 19000101 && value <= 20991231) return readDigits(value, 0);
  if (value >= 19000101000000 && value <= 20991231235959) return readDigits(Math.floor(value / 1e6), value % 1e6);
  return Number.NaN;
}

function readDigits(day: number, clock: number): number {
  return onCalendar(
    Math.floor(day / 1e4),
    Math.floor(day / 100) % 100,
    day % 100,
    Math.floor(clock / 1e4),
    Math.floor(clock / 100) % 100,
    clock % 100,
  );
}
