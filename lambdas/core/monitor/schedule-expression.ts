import { countOf } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { InvalidValueError } from './invalid-value.ts';

/** A field of a cron expression: its range, its names, and its special forms. */
interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  readonly special?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
const FIELDS: readonly CronField[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 1, max: 7, names: WEEKDAYS, special: /^(\?|L|([1-7]|[A-Z]{3})(L|#[1-5]))$/ },
  { name: 'year', min: 1970, max: 2199 },
];
const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;

const ACCEPTED =
  'an EventBridge schedule: cron(minutes hours day-of-month month day-of-week year) with ? in one of the two day fields, ' +
  'such as cron(0 6 * * ? *), or rate(6 hours)';

/**
 * Validates a schedule expression of Amazon EventBridge and returns it in its normal form. Throws {@link InvalidValueError}
 * with the invalid field.
 */
export function parseScheduleExpression(text: string): string {
  const match = /^\s*(cron|rate)\s*\(([^()]*)\)\s*$/.exec(text);
  if (match === null) throw new InvalidValueError('is not a schedule', ACCEPTED, bareCron(text));
  const parts = match[2].trim().split(/\s+/);
  if (match[1] === 'rate') checkRate(parts);
  else checkCron(parts);
  return `${match[1]}(${parts.join(' ')})`;
}

/** The EventBridge expression for a Unix cron line of five fields, in simple cases. */
function bareCron(text: string): string | null {
  const fields = text.trim().split(/\s+/);
  return fields.length === 5 && fields.slice(2).every((field) => field === '*')
    ? `cron(${fields[0]} ${fields[1]} * * ? *)`
    : null;
}

function checkRate(parts: readonly string[]): void {
  const [value, unit] = parts;
  if (parts.length !== 2 || !/^[1-9]\d{0,4}$/.test(value) || !/^(minute|hour|day)s?$/.test(unit)) {
    throw new InvalidValueError('is not a rate', ACCEPTED);
  }
  // EventBridge rejects `1 hours` and `5 hour`.
  if ((value === '1') === unit.endsWith('s')) {
    const right = value === '1' ? unit.slice(0, -1) : `${unit}s`;
    throw new InvalidValueError(`needs the unit ${right}`, ACCEPTED, `rate(${value} ${right})`);
  }
}

function checkCron(parts: readonly string[]): void {
  if (parts.length !== FIELDS.length) {
    throw new InvalidValueError(`has ${countOf(parts.length, 'field')} instead of ${FIELDS.length}`, ACCEPTED);
  }
  FIELDS.forEach((field, i) => {
    if (!isField(parts[i].toUpperCase(), field)) {
      throw new InvalidValueError(`has no valid ${field.name}: ${printable(parts[i], 20)}`, ACCEPTED);
    }
  });
  if ((parts[DAY_OF_MONTH] === '?') === (parts[DAY_OF_WEEK] === '?')) {
    throw new InvalidValueError('needs ? in either the day of month or the day of week', ACCEPTED);
  }
}

function isField(text: string, field: CronField): boolean {
  if (field.special?.test(text)) return !/[A-Z]{3}/.test(text) || WEEKDAYS.includes(text.slice(0, 3));
  return text.split(',').every((item) => isItem(item, field));
}

/** Whether an item is `*`, `5`, `MON` or `1-5`, or one of them with a step: `0/15`, `8-18/2`. */
function isItem(item: string, field: CronField): boolean {
  const [range, step, ...rest] = item.split('/');
  if (rest.length > 0) return false;
  if (step !== undefined && !(/^\d{1,4}$/.test(step) && Number(step) >= 1 && Number(step) <= field.max)) return false;
  if (range === '*') return true;
  const ends = range.split('-').map((text) => numberOf(text, field));
  return ends.length <= 2 && ends.every((end) => end >= field.min && end <= field.max) && ends[0] <= ends.at(-1)!;
}

function numberOf(text: string, { names, min }: CronField): number {
  const index = names?.indexOf(text) ?? -1;
  if (index >= 0) return index + min;
  return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
}
