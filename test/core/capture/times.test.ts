import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeNoTime,
  parseTime,
  readTime,
  readTimeNumber,
  readTimeText,
} from '../../../lambdas/core/capture/times.ts';

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
    ['2001-02-03 04:05:06 UTC', 981173106000],
    ['2001-02-03 04:05:06.789012 UTC', 981173106789],
    ['2001-02-03T04:05:06GMT', 981173106000],
    ['2001-02-03 04:05:06.789 +0000 UTC', 981173106789],
    ['2001-02-03 04:05:06+00', 981173106000],
    ['2001-02-03 04:05:06.789012-05:30', 981192906789],
    ['20010203T040506Z', 981173106000],
    ['20010203T040506.789Z', 981173106789],
    ['20010203T0405+0200', 981165900000],
    ['20010203T04Z', 981172800000],
    ['20010203 040506', 981173106000],
    ['2001/02/03 04:05:06', 981173106000],
    ['2001-02-03T04:05:06Z[UTC]', 981173106000],
    ['2001-02-03T04:05:06+02:00[Europe/Berlin]', 981165906000],
    ['Sat, 03 Feb 2001 04:05:06 GMT', 981173106000],
    ['sat, 3 feb 2001 04:05:06 utc', 981173106000],
    ['Sat 03 Feb 2001 04:05:06 Z', 981173106000],
    ['03 Feb 2001 04:05:06 GMT', 981173106000],
    ['Sat, 03-Feb-2001 04:05:06 GMT', 981173106000],
    ['Sat, 03 Feb 2001 04:05:06 +0200', 981165906000],
    ['Sat, 03 Feb 2001 04:05:06 -05:30', 981192906000],
    ['Sat, 03 Feb 2001 04:05:06 +0000 (UTC)', 981173106000],
    ['Sat, 03 Feb 2001 04:05 UT', 981173100000],
    ['Sat, 03 Feb 2001 04:05:06', 981173106000],
    ['Sun, 29 Nov 2026 08:33:39 GMT', 1795941219000],
    ['Tue, 29 Feb 2000 00:00:00 GMT', 951782400000],
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
    '20010203',
    '20010230T040506Z',
    '2001-0203T04:05:06Z',
    '2001-02-03T0405:06Z',
    '2001-02-03T04:05:06+01:00 UTC',
    '2001-02-03T04:05:06UTC+1',
    '03/02/2001',
    '03.02.2001 04:05',
    '3 February 2001',
    '3 Feb 2001',
    'Sun, 03 Feb 2001 04:05:06 GMT',
    'Fri, 30 Feb 2001 04:05:06 GMT',
    'Sat, 03 Feb 01 04:05:06 GMT',
    'Sat, 03 Feb 2001 25:05:06 GMT',
    'Sat, 03 Feb 2001 04:05:06 EST',
    'Sat, 03 Feb 2001 04:05:06 +0100 (UTC)',
    'Sat, 03 Feb 2001 04:05:06 PM',
    'Sa, 03 Feb 2001 04:05:06 GMT',
    '03/Feb/2001 04:05:06 GMT',
    '2001-02-03 04:05:06 PM',
    `2001-02-03${' '.repeat(100)}`,
  ])('%j is not a time', (text) => {
    expect(parseTime(text)).toBeNaN();
  });

  it('reads every second of the calendar', () => {
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
    [981173106789012, 981173106789],
    [981173106789012_400, 981173106789],
    [20010203, 981158400000],
    [20010203040506, 981173106000],
    [20010230, 20010230000],
    [20010203.5, 20010203500],
    [1e19, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.NaN],
  ])('%d', (value, expected) => {
    expect(readTimeNumber(value)).toBe(expected);
  });

  it('never rounds a time up, out of its window', () => {
    const midnight = 1_000_080_000_000;
    expect(readTimeNumber(midnight / 1000 - 0.0004)).toBe(midnight - 1);
    expect(readTimeNumber(midnight - 0.4)).toBe(midnight - 1);
    expect(readTimeNumber(midnight * 1000 - 1)).toBe(midnight - 1);
  });

  it('reads whole milliseconds from nanoseconds that a double cannot hold', () => {
    // 949491809501 ms: the nearest double is 949491809500999936 ns.
    expect(readTimeNumber(949491809501000000)).toBe(949491809501);
    const whole = fc.integer({ min: 1e11, max: 4e12 });
    fc.assert(fc.property(whole, (time) => readTimeNumber(Number(`${time}000000`)) === time));
  });

  it('reads a moment alike in every unit', () => {
    // From March 1973 on, when nanoseconds reach the size that tells them, to the last ones that a double tells apart in milliseconds.
    const moment = fc.integer({ min: 1e11, max: 9.2e12 });
    fc.assert(
      fc.property(moment, (time) => {
        fc.pre(new Date(time).getUTCFullYear() < 2100);
        expect(readTimeNumber(time / 1000)).toBe(time);
        expect(readTimeNumber(time)).toBe(time);
        expect(readTimeNumber(time * 1000)).toBe(time);
        expect(readTimeText(String(time))).toBe(time);
        expect(readTimeText(`${time}000`)).toBe(time);
      }),
    );
  });
});

describe('readTimeText', () => {
  it.each([
    ['981173106', 981173106000],
    ['981173106.789', 981173106789],
    ['981173106789', 981173106789],
    ['981173106789012', 981173106789],
    ['981173106789012345', 981173106789],
    ['20010203', 981158400000],
    ['2001-02-03', 981158400000],
    ['12345', Number.NaN],
    ['1e9', Number.NaN],
    ['20010230', 20010230000],
  ])('%j', (text, expected) => {
    expect(readTimeText(text)).toBe(expected);
  });

  it('and a number of a JSON document', () => {
    expect(readTime(981173106)).toBe(981173106000);
    expect(readTime('981173106')).toBe(981173106000);
    expect(readTime(true)).toBeNaN();
    expect(readTime(null)).toBeNaN();
  });
});

describe('describeNoTime', () => {
  it('names what is accepted, and an ambiguous day and month', () => {
    expect(describeNoTime('soon')).toBe(
      '"soon" is not an ISO 8601 time (2001-02-03T04:05:06Z, 20010203T040506Z, 2001-02-03 04:05:06 UTC), an RFC 1123 time ' +
        'or seconds, milliseconds, microseconds or nanoseconds since the epoch',
    );
    expect(describeNoTime('03/04/2001')).toMatch(
      /^"03\/04\/2001" does not say which number is the day and which the month; accepted is an ISO 8601 time/,
    );
  });
});
