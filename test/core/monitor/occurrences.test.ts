import { Cron as Croner } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextOccurrence } from '../../../lambdas/core/monitor/occurrences.ts';
import { readScheduleExpression } from '../../../lambdas/core/monitor/schedule-expression.ts';
import * as account from '../../account/services/scheduler/cron.ts';

const NOON = Date.UTC(2026, 0, 10, 12);

/** When six fields fire after an instant. */
function occurrences(fields: string, timeZone: string, from: number, count: number): string[] {
  const expression = readScheduleExpression(`cron(${fields})`);
  if (!('cron' in expression)) throw new Error(`${fields} is a rate`);
  const found: string[] = [];
  for (let time: number | null = from; found.length < count; ) {
    time = nextOccurrence(expression.cron, timeZone, time);
    if (time === null) break;
    found.push(new Date(time).toISOString());
  }
  return found;
}

describe('nextOccurrence', () => {
  it.each([
    [
      'a local hour, before and after clocks change',
      '0 6 28,29 3 ? 2026',
      'Europe/Berlin',
      ['03-28T05:00', '03-29T04:00'],
    ],
    // New York, 8 March 2026: 02:00 becomes 03:00.
    ['a skipped time does not fire', '30 2 7-9 3 ? 2026', 'America/New_York', ['03-07T07:30', '03-09T06:30']],
    [
      'nor does the skipped hour of an hourly schedule',
      '20 1-3 8 3 ? 2026',
      'America/New_York',
      ['03-08T06:20', '03-08T07:20'],
    ],
    // New York, 1 November 2026: 02:00 becomes 01:00.
    [
      'a time that occurs twice fires once',
      '30 0-2 1 11 ? 2026',
      'America/New_York',
      ['11-01T04:30', '11-01T05:30', '11-01T07:30'],
    ],
    // Sunday is 1, and L in the day of the week is Saturday.
    ['days by number', '0 0 ? 1 1 2026', 'UTC', ['01-11T00:00', '01-18T00:00', '01-25T00:00']],
    ['the last day of each week', '0 0 ? 1 L 2026', 'UTC', ['01-17T00:00', '01-24T00:00', '01-31T00:00']],
    ['a step from a value', '5/20 13 10 1 ? 2026', 'UTC', ['01-10T13:05', '01-10T13:25', '01-10T13:45']],
    ['a step from a name', '0 0 1 OCT/2 ? 2026', 'UTC', ['10-01T00:00', '12-01T00:00']],
  ])('%s', (_, fields, timeZone, expected) => {
    expect(occurrences(fields, timeZone, NOON, 9)).toEqual(expected.map((time) => `2026-${time}:00.000Z`));
  });

  it.each([
    ['a date that no year has', '0 6 30,31 2 ? *'],
    ['a date that these years do not have', '0 6 29 2 ? 2097-2103'],
    ['a fifth Monday in a February of four weeks', '0 6 ? 2 2#5 2027'],
    ['a year that is over', '0 6 * * ? 2025'],
    ['the rest of a year that is over', '0 12 1-10 1 ? 2026'],
  ])('is null for %s', (_, fields) => {
    expect(occurrences(fields, 'UTC', NOON, 1)).toEqual([]);
  });

  it('is null for a date that the clocks skip', () => {
    expect(occurrences('30 2 8 3 ? 2026', 'America/New_York', NOON, 1)).toEqual([]);
    // Samoa had no 30 December 2011.
    expect(occurrences('0 6 30 12 ? 2011', 'Pacific/Apia', 0, 1)).toEqual([]);
  });

  const number = (min: number, max: number) => fc.integer({ min, max });
  const list = (min: number, max: number) =>
    fc.oneof(
      fc.constant('*'),
      number(min, max).map(String),
      fc.uniqueArray(number(min, max), { minLength: 1, maxLength: 3 }).map((values) => values.join()),
      fc.tuple(number(min, max), number(min, max), number(1, max)).map(([a, b, step]) => {
        const range = `${Math.min(a, b)}-${Math.max(a, b)}`;
        return step > 3 ? range : `${range}/${step}`;
      }),
    );
  const dayOfMonth = fc.oneof(
    list(1, 31),
    fc.constantFrom('L', 'LW'),
    number(1, 31).map((day) => `${day}W`),
  );
  const dayOfWeek = fc.oneof(
    list(1, 7),
    fc.tuple(number(1, 7), fc.constantFrom('L', '#1', '#2', '#3', '#4', '#5')).map((parts) => parts.join('')),
    fc.constantFrom('MON-FRI', 'SUN', 'TUE#2', 'SATL'),
  );
  const days = fc.oneof(
    dayOfMonth.map((day) => [day, '?']),
    dayOfWeek.map((day) => ['?', day]),
  );
  const fields = fc
    .tuple(list(0, 59), list(0, 23), days, list(1, 12), fc.oneof(fc.constant('*'), list(2026, 2032)))
    .map(([minutes, hours, [day, weekday], month, year]) => [minutes, hours, day, month, weekday, year].join(' '));
  const instant = number(Date.UTC(2025, 0, 1), Date.UTC(2030, 0, 1));

  it('agrees with croner where both read an expression', () => {
    fc.assert(
      fc.property(fields, instant, (expression, from) => {
        const croner = new Croner(`0 ${expression}`, { timezone: 'UTC', alternativeWeekdays: true, domAndDow: true });
        const expected = croner.nextRuns(5, new Date(from)).map((time) => time.toISOString());
        expect(occurrences(expression, 'UTC', from, 5)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with the scheduler of the test account where clocks change', () => {
    const zone = fc.constantFrom('America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Atlantic/Azores');
    fc.assert(
      fc.property(fields, zone, instant, (expression, timeZone, from) => {
        const cron = account.parseCron(expression);
        const expected: string[] = [];
        for (let time = account.nextOccurrence(cron, timeZone, from); time !== undefined && expected.length < 3; ) {
          expected.push(new Date(time).toISOString());
          time = account.nextOccurrence(cron, timeZone, time);
        }
        expect(occurrences(expression, timeZone, from, 3).slice(0, expected.length)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
