import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime, readTimeNumber } from '../../../lambdas/core/capture/times.ts';

describe('parseTime', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2001-02-03T04:05:06Z', 981173106000],
    ['2001-02-03t04:05:06z', 981173106000],
    ['2001-02-03 04:05:06', 981173106000],
    ['2001-02-03T04:05', 981173100000],
    ['2001-02-03', 981158400000],
    ['2001-02-03T04:05:06.7Z', 981173106700],
    ['2001-02-03T04:05:06,789Z', 981173106789],
    ['2001-02-03T04:05:06.789999999Z', 981173106789],
    ['2001-02-03T04:05:06+02:00', 981165906000],
    ['2001-02-03T04:05:06-0530', 981192906000],
    ['2001-02-03T04:05:06+02', 981165906000],
    ['2000-02-29T00:00:00Z', 951782400000],
    ['2016-12-31T23:59:60Z', 1483228800000],
    ['0001-01-01T00:00:00Z', -62135596800000],
  ])('%j', (text, expected) => {
    expect(parseTime(text)).toBe(expected);
  });

  it.each([
    '',
    '{%s}',
    'yesterday',
    '2001',
    '2001-02',
    '2001-02-30',
    '2001-13-01T00:00:00Z',
    '2001-00-01T00:00:00Z',
    '2001-02-00T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2001-02-03T24:00:00Z',
    '2001-02-03T04:60:06Z',
    '2001-02-03T04:05:61Z',
    '2001-02-03T04:05:06Zx',
    '981173106',
    '2001-02-03T04:05:06+25:00',
  ])('%j is no time', (text) => {
    expect(parseTime(text)).toBeNaN();
  });

  it('gives back every second of the calendar', () => {
    const second = fc.integer({
      min: Date.parse('0000-01-01T00:00:00Z') / 1000,
      max: Date.parse('9999-12-31T23:59:59Z') / 1000,
    });
    fc.assert(
      fc.property(second, (seconds) => {
        const text = new Date(seconds * 1000).toISOString();
        expect(parseTime(text)).toBe(seconds * 1000);
        expect(parseTime(text.replace('.000Z', 'Z'))).toBe(seconds * 1000);
      }),
    );
  });
});

describe('readTimeNumber', () => {
  it.each([
    [0, 0],
    [981173106, 981173106000],
    [981173106.5, 981173106500],
    [981173106000, 981173106000],
    [-86400, -86400000],
    [981173106000000, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.NaN],
  ])('%d', (value, expected) => {
    expect(readTimeNumber(value)).toBe(expected);
  });
});
