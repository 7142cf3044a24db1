import { Temporal } from 'temporal-polyfill';

/** Whether a date is one that a field of days names. */
type MatchesDate = (date: Temporal.PlainDate) => boolean;

/** The fields of a cron expression as sorted lists; null stands for every year. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly isDay: MatchesDate;
  readonly years: readonly number[] | null;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** An expression without an occurrence in so many days has none: the rarest date, 29 February, comes every eight years at least. */
const SEARCH_DAYS = 366 * 8 + 1;

/**
 * Six fields: minutes, hours, day of month, month, day of week, year, as EventBridge Scheduler takes them.
 *
 * @throws RangeError for a wrong expression
 */
export function parseCron(expression: string): Cron {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 6) throw new RangeError(`cron(${expression}): six fields are needed, not ${fields.length}`);
  const [minutes, hours, daysOfMonth, months, daysOfWeek, years] = fields;
  if ((daysOfMonth === '?') === (daysOfWeek === '?'))
    throw new RangeError(`cron(${expression}): exactly one of day of month and day of week is ?`);
  const every = (field: string) => field === '*' || field === '?';
  return {
    minutes: parseField(minutes, 0, 59),
    hours: parseField(hours, 0, 23),
    months: parseField(months, 1, 12, MONTHS),
    isDay: daysOfWeek === '?' ? dayOfMonth(daysOfMonth.toUpperCase()) : dayOfWeek(daysOfWeek.toUpperCase()),
    years: every(years) ? null : parseField(years, 1970, 2199),
  };
}

/**
 * The first occurrence after `after`, UTC milliseconds, or undefined. A local time that a change of the clocks leaves out is skipped;
 * one that comes twice counts once, the first time, as the user guide of EventBridge Scheduler says.
 */
export function nextOccurrence(cron: Cron, timeZone: string, after: number): number | undefined {
  let date = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone).toPlainDate();
  for (let day = 0; day < SEARCH_DAYS; day++, date = date.add({ days: 1 })) {
    if (!matchesDate(cron, date)) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const local = date.toPlainDateTime({ hour, minute });
        const zoned = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
        if (zoned.epochMilliseconds > after && zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
      }
    }
  }
  return undefined;
}

function matchesDate({ years, months, isDay }: Cron, date: Temporal.PlainDate): boolean {
  return (years === null || years.includes(date.year)) && months.includes(date.month) && isDay(date);
}

/** Days by number; `L`: the last one; `15W`: the working day nearest to it, `LW` the last one. */
function dayOfMonth(field: string): MatchesDate {
  if (field === 'L') return (date) => date.day === date.daysInMonth;
  if (field === 'LW') return (date) => isWorkday(date) && !workdays(date).some((day) => day > date.day);
  const [, near] = /^(\d+)W$/.exec(field) ?? [];
  if (near !== undefined) {
    const wanted = Number(near);
    const distance = (day: number) => Math.abs(day - wanted);
    return (date) => {
      const nearest = workdays(date).sort((a, b) => distance(a) - distance(b))[0];
      return wanted <= date.daysInMonth && date.day === nearest;
    };
  }
  const days = parseField(field, 1, 31);
  return (date) => days.includes(date.day);
}

/** Days of the week, 1 for Sunday as AWS counts; `L`: Saturday; `6L`: the last Friday of a month; `6#2`: the second one. */
function dayOfWeek(field: string): MatchesDate {
  const [, name, form, count] = /^(.+?)(L|#)([1-5]?)$/.exec(field) ?? [];
  const weekdays = parseField(field === 'L' ? 'SAT' : (name ?? field), 1, 7, DAYS);
  const isOne = (date: Temporal.PlainDate) => weekdays.includes((date.dayOfWeek % 7) + 1);
  if (form === 'L') return (date) => isOne(date) && date.add({ weeks: 1 }).month !== date.month;
  if (form === '#') return (date) => isOne(date) && Math.ceil(date.day / 7) === Number(count);
  return isOne;
}

function isWorkday({ dayOfWeek }: Temporal.PlainDate): boolean {
  return dayOfWeek <= 5;
}

/** The working days of the date's month. */
function workdays(date: Temporal.PlainDate): number[] {
  const days = Array.from({ length: date.daysInMonth }, (_, index) => index + 1);
  return days.filter((day) => isWorkday(date.with({ day })));
}

function parseField(field: string, lowest: number, highest: number, names: readonly string[] = []): number[] {
  const numberOf = (text: string) => {
    const index = names.indexOf(text.toUpperCase());
    const value = index === -1 ? Number(text) : index + lowest;
    if (!Number.isInteger(value) || text === '' || value < lowest || value > highest)
      throw new RangeError(`the cron field ${field}: ${text} is not within ${lowest} to ${highest}`);
    return value;
  };
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range, step = '1'] = part.split('/');
    const [from, to] = range === '*' ? [lowest, highest] : range.split('-').map(numberOf);
    const last = to ?? (part.includes('/') ? highest : from);
    if (!(Number(step) >= 1))
      throw new RangeError(`the cron field ${field}: the step ${step} is not a number from 1 on`);
    for (let value = from; value <= last; value += Number(step)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}
