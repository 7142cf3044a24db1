import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDue, isSettled, labelPrefixes } from '../../../lambdas/core/labels/waiting.ts';
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
      ['2001/02/03/', '2001/02/04/', '2001/02/05/00/'],
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
          const last = Math.min(now, window.end + maxAge) + HOUR;
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

describe('isSettled', () => {
  const windowEnd = Date.parse('2001-02-04T00:00Z');
  it.each<[string, number | null, number, number, boolean]>([
    ['first check', null, 0.5, 2, false],
    ['first check, all labelled', null, 1, 2, true],
    ['still growing', 0.5, 0.6, 3, false],
    ['no longer growing', 0.6, 0.6, 4, true],
    ['shrunk: labels were taken back', 0.6, 0.5, 4, true],
    ['not begun to grow', 0, 0, 4, false],
    ['just before the maximum age', 0.5, 0.6, 14 - 1e-8, false],
    ['at the maximum age', 0.5, 0.6, 14, true],
    ['at the maximum age, without labels', null, 0, 14, true],
  ])('%s', (_name, coverageBefore, coverageNow, days, settled) => {
    const progress = { coverageBefore, coverageNow, windowEnd, now: windowEnd + days * DAY, maxAge: 14 * DAY };
    expect(isSettled(progress)).toBe(settled);
  });
});
