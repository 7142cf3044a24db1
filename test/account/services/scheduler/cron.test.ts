import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextOccurrence, parseCron } from './cron.ts';
import { parseExpression } from './expression.ts';

function occurrences(expression: string, timeZone: string, from: string, count: number): string[] {
  const next = parseExpression(expression, timeZone, Date.parse(from));
  const found: string[] = [];
  let time = Date.parse(from);
  for (let index = 0; index < count; index++) {
    const occurrence = next(time);
    if (occurrence === undefined) break;
    time = occurrence;
    found.push(new Date(time).toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
}

describe('occurrences', () => {
  const cases: [string, string, string, string, string[]][] = [
    ['every day', 'cron(0 6 * * ? *)', 'UTC', '2026-01-01T06:00Z', ['2026-01-02T06:00Z', '2026-01-03T06:00Z']],
    [
      'a local hour in summer and winter',
      'cron(0 6 * * ? *)',
      'Europe/Berlin',
      '2026-03-27T12:00Z',
      ['2026-03-28T05:00Z', '2026-03-29T04:00Z'],
    ],
    // New York, 8 March 2026: 02:00 becomes 03:00, so that 02:30 does not exist.
    [
      'a time left out by the clocks is skipped',
      'cron(30 2 * * ? *)',
      'America/New_York',
      '2026-03-07T00:00Z',
      ['2026-03-07T07:30Z', '2026-03-09T06:30Z'],
    ],
    // New York, 1 November 2026: 02:00 becomes 01:00, so that 01:30 comes at 05:30 and at 06:30 UTC.
    [
      'a time that comes twice counts once',
      'cron(30 1 * * ? *)',
      'America/New_York',
      '2026-10-31T12:00Z',
      ['2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
    [
      'steps',
      'cron(0/20 9 * * ? *)',
      'UTC',
      '2026-01-01T09:10Z',
      ['2026-01-01T09:20Z', '2026-01-01T09:40Z', '2026-01-02T09:00Z'],
    ],
    [
      'ranges and names of days',
      'cron(0 8 ? * MON-TUE,FRI *)',
      'UTC',
      '2026-01-01T00:00Z',
      ['2026-01-02T08:00Z', '2026-01-05T08:00Z', '2026-01-06T08:00Z'],
    ],
    [
      'days by number count from Sunday',
      'cron(0 8 ? * 1 *)',
      'UTC',
      '2026-01-01T00:00Z',
      ['2026-01-04T08:00Z', '2026-01-11T08:00Z'],
    ],
    [
      'names of months',
      'cron(15 0 1 JAN,jul ? *)',
      'UTC',
      '2026-01-01T00:15Z',
      ['2026-07-01T00:15Z', '2027-01-01T00:15Z'],
    ],
    [
      'the last day of a month',
      'cron(0 6 L * ? *)',
      'UTC',
      '2028-01-31T06:00Z',
      ['2028-02-29T06:00Z', '2028-03-31T06:00Z'],
    ],
    // 31 January 2026 is a Saturday, 1 and 15 February are Sundays.
    [
      'the last working day',
      'cron(0 6 LW * ? *)',
      'UTC',
      '2026-01-01T00:00Z',
      ['2026-01-30T06:00Z', '2026-02-27T06:00Z'],
    ],
    ['the working day nearest to the first', 'cron(0 6 1W 2 ? *)', 'UTC', '2026-01-01T00:00Z', ['2026-02-02T06:00Z']],
    ['the working day nearest to the 15th', 'cron(0 6 15W 2 ? *)', 'UTC', '2026-01-01T00:00Z', ['2026-02-16T06:00Z']],
    [
      'no working day near a 31st that a month lacks',
      'cron(0 6 31W 4,5 ? *)',
      'UTC',
      '2027-01-01T00:00Z',
      ['2027-05-31T06:00Z'],
    ],
    [
      'the last day of a week',
      'cron(0 6 ? * L *)',
      'UTC',
      '2026-01-01T00:00Z',
      ['2026-01-03T06:00Z', '2026-01-10T06:00Z'],
    ],
    ['the last Friday', 'cron(0 6 ? * 6L *)', 'UTC', '2026-01-01T00:00Z', ['2026-01-30T06:00Z', '2026-02-27T06:00Z']],
    [
      'the fifth Friday',
      'cron(0 6 ? * FRI#5 *)',
      'UTC',
      '2026-01-01T00:00Z',
      ['2026-01-30T06:00Z', '2026-05-29T06:00Z'],
    ],
    ['29 February', 'cron(0 0 29 2 ? *)', 'UTC', '2097-01-01T00:00Z', ['2104-02-29T00:00Z']],
    ['years that have passed', 'cron(0 0 1 1 ? 2020-2021)', 'UTC', '2026-01-01T00:00Z', []],
    [
      'rates count from the start',
      'rate(12 hours)',
      'UTC',
      '2026-01-01T03:00Z',
      ['2026-01-01T15:00Z', '2026-01-02T03:00Z'],
    ],
    ['once', 'at(2026-01-01T12:00:00)', 'Asia/Tokyo', '2026-01-01T00:00Z', ['2026-01-01T03:00Z']],
  ];
  it.each(cases)('%s', (_, expression, timeZone, from, expected) => {
    expect(occurrences(expression, timeZone, from, Math.max(1, expected.length))).toEqual(expected);
  });

  it('of a rate begin when its schedule does', () => {
    const next = parseExpression('rate(12 hours)', 'UTC', 1000);
    expect([next(0), next(999), next(1000), next(1001)]).toEqual([1000, 1000, 43_201_000, 43_201_000]);
  });

  it.each([
    ['cron(0 6 * * ?)', /six fields/],
    ['cron(0 6 1 * 1 *)', /exactly one of/],
    ['cron(0 6 ? * ? *)', /exactly one of/],
    ['cron(0 6 * * * *)', /exactly one of/],
    ['cron(60 6 * * ? *)', /60 is not within 0 to 59/],
    ['cron(0 6 XW * ? *)', /XW is not within 1 to 31/],
    ['cron(0/0 6 * * ? *)', /step 0/],
    ['rate(0 hours)', /not a rate/],
    ['rate(5 weeks)', /not a rate/],
    ['every day', /neither cron/],
  ])('refuses %s', (expression, message) => {
    expect(() => parseExpression(expression, 'UTC', 0)).toThrow(message);
  });

  it('finds the first matching minute of UTC, as looking at every minute does', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    const hour = fc.integer({ min: 0, max: 23 });
    const after = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 1) });
    fc.assert(
      fc.property(minute, hour, fc.integer({ min: 1, max: 7 }), after, (m, h, weekday, from) => {
        const found = nextOccurrence(parseCron(`${m} ${h} ? * ${weekday} *`), 'UTC', from);
        let time = Math.floor(from / 60_000) * 60_000 + 60_000;
        for (; ; time += 60_000) {
          const date = new Date(time);
          if (date.getUTCMinutes() === m && date.getUTCHours() === h && date.getUTCDay() === weekday - 1) break;
        }
        expect(found).toBe(time);
      }),
      { numRuns: 50 },
    );
  });
});
