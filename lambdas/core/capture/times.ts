const ISO =
  /^\s*(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([Zz])|([+-])(\d{2}):?(\d{2})?)?)?\s*$/;

/** Longer texts are no times, and the spaces the pattern allows would cost time squared. */
const LONGEST_TIME = 64;
const PLAIN = '0000-00-00T00:00:00Z';

/** Below it a number counts seconds (until the year 5138), from it on milliseconds (since March 1973). */
const FIRST_MILLISECONDS = 1e11;
/** The year 5138 in milliseconds: larger numbers count something finer. */
const AFTER_MILLISECONDS = 1e14;

/**
 * Milliseconds since the epoch, UTC, of an ISO 8601 date or date and time; NaN when it is not one. Without a zone it is UTC;
 * a date alone is its midnight; digits beyond milliseconds are dropped. Days that do not exist are refused.
 */
export function parseTime(text: string): number {
  return isPlainTime(text) ? parsePlainTime(text) : parseAnyTime(text);
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
  // Left to the careful way: what is wrong, and what every month does not have or Date.UTC takes for another year.
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
  const match = ISO.exec(text);
  if (match === null) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const zoneHours = Number(match[10] ?? 0);
  const zoneMinutes = Number(match[11] ?? 0);
  if (hour > 23 || minute > 59 || second > 60 || zoneHours > 23 || zoneMinutes > 59) return Number.NaN;
  const date = new Date(0);
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return Number.NaN;
  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const zone = (zoneHours * 60 + zoneMinutes) * (match[9] === '-' ? -1 : 1);
  return date.getTime() + ((hour * 60 + minute - zone) * 60 + second) * 1000 + milliseconds;
}

/** Milliseconds since the epoch of a number of seconds or milliseconds; NaN when it is neither. */
export function readTimeNumber(value: number): number {
  const size = Math.abs(value);
  if (size < FIRST_MILLISECONDS) return Math.round(value * 1000);
  return size < AFTER_MILLISECONDS ? Math.round(value) : Number.NaN;
}
