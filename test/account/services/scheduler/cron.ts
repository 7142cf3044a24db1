import { Temporal } from 'temporal-polyfill';
import { UnsupportedError } from '../../aws-error.ts';

/** The fields of a cron expression as sorted lists; null stands for every day. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[] | null;
  readonly months: readonly number[];
  /** 1 is Sunday, as AWS counts. */
  readonly daysOfWeek: readonly number[] | null;
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
 * @throws UnsupportedError for `L`, `W` and `#`
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
    daysOfMonth: every(daysOfMonth) ? null : parseField(daysOfMonth, 1, 31),
    months: parseField(months, 1, 12, MONTHS),
    daysOfWeek: every(daysOfWeek) ? null : parseField(daysOfWeek, 1, 7, DAYS),
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

function matchesDate({ years, months, daysOfMonth, daysOfWeek }: Cron, date: Temporal.PlainDate): boolean {
  if (years !== null && !years.includes(date.year)) return false;
  if (!months.includes(date.month)) return false;
  if (daysOfMonth !== null) return daysOfMonth.includes(date.day);
  return daysOfWeek === null || daysOfWeek.includes((date.dayOfWeek % 7) + 1);
}

function parseField(field: string, lowest: number, highest: number, names: readonly string[] = []): number[] {
  if (/[LW#]/.test(names.reduce((text, name) => text.replaceAll(name, ''), field)))
    throw new UnsupportedError(`the test account does not evaluate the cron field ${field}`);
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
