import { printable } from '../text/printable.ts';
import { InvalidValueError } from './invalid-value.ts';

/** When a cron expression fires, on the clocks of its time zone. */
export interface Cron {
  /** Ascending, as are the other lists. */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** 1 to 12. */
  readonly months: readonly number[];
  readonly years: readonly number[];
  /** The days of a month on which it fires. */
  days(year: number, month: number): number[];
}

/** A field of a cron expression: its range and its names. */
interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MINUTES = { name: 'minutes', min: 0, max: 59 };
const HOURS = { name: 'hours', min: 0, max: 23 };
const DAY_OF_MONTH = { name: 'day of month', min: 1, max: 31 };
const MONTH = {
  name: 'month',
  min: 1,
  max: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
/** Sunday is 1. */
const DAY_OF_WEEK = { name: 'day of week', min: 1, max: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };
const YEAR = { name: 'year', min: 1970, max: 2199 };

const SUNDAY = 1;
const SATURDAY = 7;
const WEEK = 7;
const DAY = 86_400_000;

/**
 * Reads the six fields of a cron expression of Amazon EventBridge Scheduler:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based.
 *
 * @param accepted For the error.
 * @throws InvalidValueError with the invalid field
 */
export function parseCron(
  [minutes, hours, dayOfMonth, month, dayOfWeek, year]: readonly string[],
  accepted: string,
): Cron {
  const read = <T>(text: string, field: CronField, parse: (text: string) => T | null): T => {
    const values = parse(text.toUpperCase());
    if (values === null) throw new InvalidValueError(`has no valid ${field.name}: ${printable(text, 20)}`, accepted);
    return values;
  };
  const list = (text: string, field: CronField) => read(text, field, (upper) => parseList(upper, field));
  const times = { minutes: list(minutes, MINUTES), hours: list(hours, HOURS) };
  const daysOfMonth = read(dayOfMonth, DAY_OF_MONTH, parseDayOfMonth);
  const months = list(month, MONTH);
  const daysOfWeek = read(dayOfWeek, DAY_OF_WEEK, parseDayOfWeek);
  const years = list(year, YEAR);
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new InvalidValueError('needs ? in either the day of month or the day of week', accepted);
  }
  return { ...times, months, years, days: dayOfMonth === '?' ? daysOfWeek : daysOfMonth };
}

/** The days of a month that a day field names. */
type DaysOf = Cron['days'];

/** `L`: the last day; `LW`: the last working day; `15W`: the working day nearest to the 15th, in the same month. */
function parseDayOfMonth(text: string): DaysOf | null {
  if (text === '?') return () => [];
  if (text === 'L') return (year, month) => [lengthOf(year, month)];
  if (text === 'LW') return (year, month) => workingDay(year, month, lengthOf(year, month));
  const near = /^([1-9]|[12]\d|3[01])W$/.exec(text);
  if (near !== null) return (year, month) => workingDay(year, month, Number(near[1]));
  const listed = parseList(text, DAY_OF_MONTH);
  return listed && ((year, month) => listed.filter((day) => day <= lengthOf(year, month)));
}

/** `L`: Saturday, the last day of a week; `6L`: the last Friday of the month; `6#3`: the third. */
function parseDayOfWeek(text: string): DaysOf | null {
  if (text === '?') return () => [];
  const weekdays = text === 'L' ? [SATURDAY] : parseList(text, DAY_OF_WEEK);
  if (weekdays !== null) {
    return (year, month) => allDays(year, month).filter((day) => weekdays.includes(weekdayOf(year, month, day)));
  }
  const [, name, position] = /^([1-7]|[A-Z]{3})(L|#[1-5])$/.exec(text) ?? [];
  const [weekday] = (name !== undefined && parseList(name, DAY_OF_WEEK)) || [];
  if (weekday === undefined) return null;
  return (year, month) => {
    const days = allDays(year, month).filter((day) => weekdayOf(year, month, day) === weekday);
    return days.slice(...(position === 'L' ? [-1] : [Number(position[1]) - 1, Number(position[1])]));
  };
}

/** The working day nearest to a day, within its month; none in a month without that day. */
function workingDay(year: number, month: number, day: number): number[] {
  const last = lengthOf(year, month);
  if (day > last) return [];
  const weekday = weekdayOf(year, month, day);
  if (weekday === SATURDAY) return [day === 1 ? 3 : day - 1];
  if (weekday === SUNDAY) return [day === last ? day - 2 : day + 1];
  return [day];
}

/** The values of a list such as `5,10-20/2,MON`; null if it is not valid. */
function parseList(text: string, field: CronField): number[] | null {
  const items = text.split(',').map((item) => parseItem(item, field));
  if (items.includes(null)) return null;
  return [...new Set(items.flatMap((item) => item ?? []))].sort((a, b) => a - b);
}

/** The values of `*`, `5`, `MON` or `1-5`, or one of them with a step: `0/15`, `8-18/2`. */
function parseItem(item: string, field: CronField): number[] | null {
  const [range, step, ...rest] = item.split('/');
  if (rest.length > 0) return null;
  if (step !== undefined && !(/^\d{1,4}$/.test(step) && Number(step) >= 1 && Number(step) <= field.max)) return null;
  const ends = range === '*' ? [field.min, field.max] : range.split('-').map((text) => numberOf(text, field));
  if (ends.length > 2 || !ends.every((end) => end >= field.min && end <= field.max)) return null;
  const [first, last = step === undefined ? first : field.max] = ends;
  if (first > last) return null;
  const by = Number(step ?? 1);
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, i) => first + i * by);
}

function numberOf(text: string, { names, min }: CronField): number {
  const index = names?.indexOf(text) ?? -1;
  if (index >= 0) return index + min;
  return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
}

function allDays(year: number, month: number): number[] {
  return Array.from({ length: lengthOf(year, month) }, (_, i) => i + 1);
}

function lengthOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 1 for Sunday to 7 for Saturday. */
function weekdayOf(year: number, month: number, day: number): number {
  // 1970-01-01 was a Thursday.
  return ((Math.floor(Date.UTC(year, month - 1, day) / DAY) + 4) % WEEK) + 1;
}
