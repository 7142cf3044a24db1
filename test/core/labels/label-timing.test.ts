import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDue, isPastMaxAge, labelPrefixes, latePrefixes } from '../../../lambdas/core/labels/label-timing.ts';
import type { Window } from '../../../lambdas/core/window.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const GROUND_TRUTH = 'sagemaker-ground-truth';

function windowOf(start: string, end: string): Window {
  return { name: start.slice(0, 10), start: Date.parse(start), end: Date.parse(end) };
}

describe('labelPrefixes', () => {
  it.each<[string, string, string, string, number, string[]]>([
    [
      'hours of a day',
      '2001-02-03T00:00Z',
      '2001-02-03T02:00Z',
      '2001-02-03T04:30Z',
      DAY,
      ['2001/02/03/00/', '2001/02/03/01/', '2001/02/03/02/', '2001/02/03/03/', '2001/02/03/04/', '2001/02/03/05/'],
    ],
    [
      'whole days',
      '2001-02-27T22:30Z',
      '2001-02-28T22:30Z',
      '2001-03-02T00:00Z',
      3 * DAY,
      ['2001/02/27/22/', '2001/02/27/23/', '2001/02/28/', '2001/03/01/', '2001/03/02/00/'],
    ],
    [
      'not after the maximum age',
      '2001-02-03T00:00Z',
      '2001-02-04T00:00Z',
      '2001-09-01T00:00Z',
      DAY,
      ['2001/02/03/', '2001/02/04/'],
    ],
    [
      'the whole hour in which the maximum age is over',
      '2001-02-03T00:30Z',
      '2001-02-03T01:30Z',
      '2001-09-01T00:00Z',
      HOUR,
      ['2001/02/03/00/', '2001/02/03/01/', '2001/02/03/02/'],
    ],
    [
      'a window that is not over',
      '2001-02-03T00:00Z',
      '2001-02-04T00:00Z',
      '2001-02-03T00:10Z',
      DAY,
      ['2001/02/03/00/', '2001/02/03/01/'],
    ],
    ['a window that has not begun', '2001-02-03T00:00Z', '2001-02-04T00:00Z', '2001-02-01T00:00Z', DAY, []],
  ])('%s', (_name, start, end, now, maxAge, prefixes) => {
    expect(labelPrefixes(windowOf(start, end), Date.parse(now), { format: GROUND_TRUTH, maxAge })).toEqual(prefixes);
  });

  it('is everything for formats without hours', () => {
    const window = windowOf('2001-02-03T00:00Z', '2001-02-04T00:00Z');
    expect(labelPrefixes(window, window.end, { format: 'csv', maxAge: DAY })).toEqual(['']);
  });

  it('covers each hour of arrival exactly once, in ascending order', () => {
    const start = fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2030-01-01') });
    fc.assert(
      fc.property(
        start,
        fc.integer({ min: 1, max: 8 * DAY }),
        fc.integer({ min: 1, max: 20 * DAY }),
        fc.integer({ min: 0, max: 30 * DAY }),
        (from, length, maxAge, later) => {
          const window = { name: 'w', start: from, end: from + length };
          const now = from + later;
          const prefixes = labelPrefixes(window, now, { format: GROUND_TRUTH, maxAge });
          expect(prefixes).toEqual([...prefixes].sort());
          const last = Math.min(now + HOUR, window.end + maxAge);
          const first = Math.floor(from / HOUR) * HOUR;
          for (let hour = first - 2 * HOUR; hour < last + 30 * HOUR; hour += HOUR) {
            const key = `${new Date(hour).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/')}/x.jsonl`;
            const covering = prefixes.filter((prefix) => key.startsWith(prefix)).length;
            expect(covering).toBe(hour >= first && hour < last ? 1 : 0);
          }
        },
      ),
    );
  });
});

describe('isDue', () => {
  const window = windowOf('2001-02-03T00:00Z', '2001-02-04T00:00Z');
  it.each([
    ['2001-02-05T23:59:59.999Z', false],
    ['2001-02-06T00:00Z', true],
    ['2001-02-06T06:30Z', true],
  ])('two days later, at %s: %s', (now, due) => {
    expect(isDue(window, Date.parse(now), { lag: 2 * DAY })).toBe(due);
  });
});

describe('latePrefixes', () => {
  const late = { format: GROUND_TRUTH, maxAge: DAY } as const;
  const window = windowOf('2001-02-03T00:00Z', '2001-02-04T00:00Z');

  it.each<[string, string, string[]]>([
    ['before the maximum age', '2001-02-04T23:59Z', []],
    ['when it is over', '2001-02-05T00:00Z', ['2001/02/05/00/']],
    ['the next morning', '2001-02-05T01:30Z', ['2001/02/05/00/', '2001/02/05/01/', '2001/02/05/02/']],
    [
      'years later: a week',
      '2011-01-01T00:00Z',
      [5, 6, 7, 8, 9, 10, 11].map((day) => `2001/02/${`${day}`.padStart(2, '0')}/`),
    ],
  ])('%s', (_name, now, prefixes) => {
    expect(latePrefixes(window, Date.parse(now), late)).toEqual(prefixes);
  });

  it('begin with the first hour after the maximum age', () => {
    const odd = windowOf('2001-02-03T00:30Z', '2001-02-03T01:30Z');
    const settings = { format: GROUND_TRUTH, maxAge: HOUR } as const;
    const now = Date.parse('2001-02-03T03:10Z');
    expect(labelPrefixes(odd, now, settings).at(-1)).toBe('2001/02/03/02/');
    expect(latePrefixes(odd, now, settings)).toEqual(['2001/02/03/03/', '2001/02/03/04/']);
  });

  it('are empty if files are not in hourly folders', () => {
    expect(latePrefixes(window, Date.parse('2001-02-06T00:00Z'), { format: 'csv', maxAge: DAY })).toEqual([]);
  });
});

describe('isPastMaxAge', () => {
  const window = windowOf('2001-02-03T00:00Z', '2001-02-04T00:00Z');
  // Writers name a file after its first label and finish it a little later: the last hour's are whole an hour after it.
  it.each([
    ['2001-02-18T00:00Z', false],
    ['2001-02-18T00:59:59.999Z', false],
    ['2001-02-18T01:00Z', true],
  ])('fourteen days later, at %s: %s', (now, over) => {
    expect(isPastMaxAge(window, Date.parse(now), { maxAge: 14 * DAY })).toBe(over);
  });
});
