import { InvalidValueError } from './invalid-value.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The longest duration: about ten years. */
const MAX_DURATION = 3660 * DAY;

const ISO_DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

const ACCEPTED_DURATION = 'an ISO 8601 duration in weeks, days, hours, minutes or seconds, such as P2D or PT12H';
const ACCEPTED_WINDOW =
  'whole days (P1D, P7D: weeks starting on Monday) or a part of a day that divides it evenly, from PT5M to PT12H (PT1H, PT6H)';

/**
 * The length of a window. Days are calendar days of the monitor's time zone, of 23 to 25 hours; minutes are wall-clock
 * minutes counted from local midnight.
 */
export type WindowLength = { readonly days: number } | { readonly minutes: number };

/**
 * A duration (lag, maximum age, repetition, cooldown) in milliseconds. Durations are exact: a day is 24 hours, a week 168.
 * Months and years are rejected because they differ in length. Throws {@link InvalidValueError}.
 */
export function parseDuration(text: string): number {
  const { weeks, days, hours, minutes, seconds } = readDuration(text, ACCEPTED_DURATION);
  const duration = (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * 1000;
  if (duration > MAX_DURATION) throw new InvalidValueError('is longer than ten years', ACCEPTED_DURATION);
  return duration;
}

/** A window's length, see {@link WindowLength}. Throws {@link InvalidValueError}. */
export function parseWindowLength(text: string): WindowLength {
  const { weeks, days, hours, minutes, seconds } = readDuration(text, ACCEPTED_WINDOW);
  const wholeDays = weeks * 7 + days;
  const dayMinutes = hours * 60 + minutes + seconds / 60;
  if (wholeDays > 0 && dayMinutes > 0) throw new InvalidValueError('mixes days and hours', ACCEPTED_WINDOW);
  if (wholeDays > 0) {
    if (wholeDays > 366) throw new InvalidValueError('is longer than a year', ACCEPTED_WINDOW);
    return { days: wholeDays };
  }
  if (dayMinutes >= 1440 && dayMinutes % 1440 === 0) {
    // 24 hours do not match local days when clocks change, and the author probably means a day.
    throw new InvalidValueError('counts days in hours', ACCEPTED_WINDOW, `P${dayMinutes / 1440}D`);
  }
  if (dayMinutes < 5) throw new InvalidValueError('is shorter than five minutes', ACCEPTED_WINDOW);
  if (1440 % dayMinutes !== 0) throw new InvalidValueError('does not divide a day evenly', ACCEPTED_WINDOW);
  return { minutes: dayMinutes };
}

function readDuration(text: string, accepted: string) {
  const match = ISO_DURATION.exec(text);
  if (match === null || text === 'P') {
    const problem = /^P\d+[YM]/.test(text) ? 'counts months or years, which differ in length' : 'is not a duration';
    throw new InvalidValueError(problem, accepted, nearDuration(text));
  }
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((digits) => Number(digits ?? 0));
  return { weeks, days, hours, minutes, seconds };
}

/** The duration that `2d`, `24 hours`, `P24H` and the like probably mean. */
function nearDuration(text: string): string | null {
  const match = /^\s*(?:P?T?)\s*(\d{1,6})\s*(w|d|h|m|s)[a-z]*\s*$/i.exec(text);
  // `P1M` is a month, which has no exact duration.
  if (match === null || /^\s*(\d+\s*mo|P\d+M)/i.test(text)) return null;
  const unit = match[2].toUpperCase();
  return unit === 'W' || unit === 'D' ? `P${Number(match[1])}${unit}` : `PT${Number(match[1])}${unit}`;
}
