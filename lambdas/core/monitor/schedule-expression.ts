import { countOf } from '../text/numbers.ts';
import { type Cron, parseCron } from './cron.ts';
import { InvalidValueError } from './invalid-value.ts';

/** A schedule as it is evaluated: a cron expression, or the milliseconds from one run to the next. */
export type ScheduleExpression = { readonly cron: Cron } | { readonly rate: number };

const CRON_FIELDS = 6;

const ACCEPTED =
  'an EventBridge schedule: cron(minutes hours day-of-month month day-of-week year) with ? in one of the two day fields, ' +
  'such as cron(0 6 * * ? *), or rate(6 hours)';

const MILLISECONDS = new Map([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
]);

/**
 * Validates a schedule expression of Amazon EventBridge and returns it in its normal form. Throws {@link InvalidValueError}
 * with the invalid field.
 */
export function parseScheduleExpression(text: string): string {
  readScheduleExpression(text);
  const { kind, parts } = split(text);
  return `${kind}(${parts.join(' ')})`;
}

/** Reads a schedule expression of Amazon EventBridge. Throws {@link InvalidValueError}. */
export function readScheduleExpression(text: string): ScheduleExpression {
  const { kind, parts } = split(text);
  if (kind === 'rate') return { rate: readRate(parts) };
  if (parts.length !== CRON_FIELDS) {
    throw new InvalidValueError(`has ${countOf(parts.length, 'field')} instead of ${CRON_FIELDS}`, ACCEPTED);
  }
  return { cron: parseCron(parts, ACCEPTED) };
}

function split(text: string): { kind: string; parts: string[] } {
  const match = /^\s*(cron|rate)\s*\(([^()]*)\)\s*$/.exec(text);
  if (match === null) throw new InvalidValueError('is not a schedule', ACCEPTED, bareCron(text));
  return { kind: match[1], parts: match[2].trim().split(/\s+/) };
}

/** The EventBridge expression for a Unix cron line of five fields, in simple cases. */
function bareCron(text: string): string | null {
  const fields = text.trim().split(/\s+/);
  return fields.length === 5 && fields.slice(2).every((field) => field === '*')
    ? `cron(${fields[0]} ${fields[1]} * * ? *)`
    : null;
}

function readRate(parts: readonly string[]): number {
  const [value, unit] = parts;
  if (parts.length !== 2 || !/^[1-9]\d{0,4}$/.test(value) || !/^(minute|hour|day)s?$/.test(unit)) {
    throw new InvalidValueError('is not a rate', ACCEPTED);
  }
  const singular = unit.replace(/s$/, '');
  // EventBridge rejects `1 hours` and `5 hour`.
  if ((value === '1') === unit.endsWith('s')) {
    const right = value === '1' ? singular : `${singular}s`;
    throw new InvalidValueError(`needs the unit ${right}`, ACCEPTED, `rate(${value} ${right})`);
  }
  return Number(value) * MILLISECONDS.get(singular)!;
}
