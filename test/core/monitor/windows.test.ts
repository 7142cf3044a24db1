import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWindowLength } from '../../../lambdas/core/monitor/duration.ts';
import {
  lastCompleteWindow,
  nextWindow,
  previousWindow,
  UnknownWindowError,
  type WindowSchedule,
  windowAt,
  windowByName,
  windowsBetween,
} from '../../../lambdas/core/monitor/windows.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function schedule(timeZone: string, length: string): WindowSchedule {
  return { timeZone, window: parseWindowLength(length) };
}

/** Names and lengths in hours of the windows that overlap a range. */
function hoursOf(timeZone: string, length: string, start: string, end: string): [string, number][] {
  const windows = windowsBetween(schedule(timeZone, length), Date.parse(start), Date.parse(end));
  return Array.from(windows, (window) => [window.name, (window.end - window.start) / HOUR]);
}

describe('windows', () => {
  it.each<[string, string, string, string, string, [string, number][]]>([
    // Clocks go forward on 2024-03-10 at 02:00 and back on 2024-11-03 at 02:00.
    [
      'short day',
      'America/New_York',
      'P1D',
      '2024-03-10T04:59Z',
      '2024-03-11T04:01Z',
      [
        ['2024-03-09', 24],
        ['2024-03-10', 23],
        ['2024-03-11', 24],
      ],
    ],
    ['long day', 'America/New_York', 'P1D', '2024-11-03T04:00Z', '2024-11-04T05:00Z', [['2024-11-03', 25]]],
    [
      'weeks from Monday',
      'UTC',
      'P7D',
      '2024-02-28T00:00Z',
      '2024-03-05T00:00Z',
      [
        ['2024-02-26', 168],
        ['2024-03-04', 168],
      ],
    ],
    [
      'a week with a short day',
      'Europe/Berlin',
      'P7D',
      '2024-03-31T10:00Z',
      '2024-03-31T11:00Z',
      [['2024-03-25', 167]],
    ],
    // Samoa went from 2011-12-29 24:00 (UTC-10) to 2011-12-31 00:00 (UTC+14).
    [
      'a skipped day',
      'Pacific/Apia',
      'P1D',
      '2011-12-29T10:00Z',
      '2011-12-31T10:00Z',
      [
        ['2011-12-29', 24],
        ['2011-12-31', 24],
      ],
    ],
    [
      'two days, one skipped',
      'Pacific/Apia',
      'P2D',
      '2011-12-29T09:59Z',
      '2011-12-30T10:01Z',
      [
        ['2011-12-28', 48],
        ['2011-12-30', 24],
      ],
    ],
    // Newfoundland set clocks back one hour at 00:01, so 2006-10-29 began, 2006-10-28 came again for 59 minutes.
    [
      'a date that comes twice',
      'America/St_Johns',
      'P1D',
      '2006-10-29T02:29Z',
      '2006-10-30T03:30Z',
      [
        ['2006-10-28', 24],
        ['2006-10-29', 25],
      ],
    ],
    [
      'hours',
      'UTC',
      'PT1H',
      '2001-02-03T05:59:59.999Z',
      '2001-02-03T06:00:00.001Z',
      [
        ['2001-02-03T05Z', 1],
        ['2001-02-03T06Z', 1],
      ],
    ],
    [
      'hours of a half-hour zone',
      'Asia/Kolkata',
      'PT1H',
      '2001-02-03T05:45Z',
      '2001-02-03T06:31Z',
      [
        ['2001-02-03T0530Z', 1],
        ['2001-02-03T0630Z', 1],
      ],
    ],
    [
      'hours that come twice',
      'America/New_York',
      'PT1H',
      '2024-11-03T04:00Z',
      '2024-11-03T07:00Z',
      [
        ['2024-11-03T04Z', 1],
        ['2024-11-03T05Z', 1],
        ['2024-11-03T06Z', 1],
      ],
    ],
    [
      'an hour that is skipped',
      'America/New_York',
      'PT1H',
      '2024-03-10T06:00Z',
      '2024-03-10T08:00Z',
      [
        ['2024-03-10T06Z', 1],
        ['2024-03-10T07Z', 1],
      ],
    ],
    [
      'six hours with a short night',
      'America/New_York',
      'PT6H',
      '2024-03-10T05:00Z',
      '2024-03-10T16:00Z',
      [
        ['2024-03-10T05Z', 5],
        ['2024-03-10T10Z', 6],
      ],
    ],
    [
      'six hours with a long night',
      'America/New_York',
      'PT6H',
      '2024-11-03T04:00Z',
      '2024-11-03T17:00Z',
      [
        ['2024-11-03T04Z', 7],
        ['2024-11-03T11Z', 6],
      ],
    ],
    // Lord Howe sets clocks by half an hour: back at 02:00 (+11:00 to +10:30) and forward at 02:00.
    [
      'half an hour back',
      'Australia/Lord_Howe',
      'PT1H',
      '2024-04-06T14:00Z',
      '2024-04-06T16:30Z',
      [
        ['2024-04-06T14Z', 1.5],
        ['2024-04-06T1530Z', 1],
      ],
    ],
    [
      'half an hour forward',
      'Australia/Lord_Howe',
      'PT1H',
      '2024-10-05T14:30Z',
      '2024-10-05T17:00Z',
      [
        ['2024-10-05T1430Z', 1.5],
        ['2024-10-05T16Z', 1],
      ],
    ],
    [
      'half hours, half an hour back',
      'Australia/Lord_Howe',
      'PT30M',
      '2024-04-06T14:00Z',
      '2024-04-06T16:00Z',
      [
        ['2024-04-06T14Z', 0.5],
        ['2024-04-06T1430Z', 0.5],
        ['2024-04-06T15Z', 0.5],
        ['2024-04-06T1530Z', 0.5],
      ],
    ],
    ['nothing', 'UTC', 'P1D', '2024-01-01T00:00Z', '2024-01-01T00:00Z', []],
  ])('%s', (_name, timeZone, length, start, end, windows) => {
    expect(hoursOf(timeZone, length, start, end)).toEqual(windows);
  });

  it('are half open', () => {
    const daily = schedule('UTC', 'P1D');
    const start = Date.parse('2001-02-03T00:00Z');
    expect(windowAt(daily, start)).toEqual({ name: '2001-02-03', start, end: start + DAY });
    expect(windowAt(daily, start - 1).name).toBe('2001-02-02');
  });

  it.each([
    ['2001-02-04T00:00Z', '2001-02-03'],
    ['2001-02-03T23:59:59.999Z', '2001-02-02'],
  ])('at %s the last complete one is %s', (now, name) => {
    expect(lastCompleteWindow(schedule('UTC', 'P1D'), Date.parse(now)).name).toBe(name);
  });

  it('of several days are named by any of their days', () => {
    const weekly = schedule('UTC', 'P7D');
    expect(windowByName(weekly, '2024-03-03')).toEqual(windowByName(weekly, '2024-02-26'));
    expect(windowByName(weekly, '2024-03-03').name).toBe('2024-02-26');
  });

  it.each([
    ['UTC', 'P1D', '2001-02-30'],
    ['UTC', 'P1D', '2001-2-3'],
    ['UTC', 'P1D', ''],
    ['UTC', 'P1D', '2001-02-03T05Z'],
    ['UTC', 'P1D', '../2001-02-03'],
    ['Pacific/Apia', 'P1D', '2011-12-30'],
    ['UTC', 'PT1H', '2001-02-03'],
    ['UTC', 'PT1H', '2001-02-03T24Z'],
    ['UTC', 'PT1H', '2001-02-03T0530Z'],
    ['UTC', 'PT1H', '2001-02-03T0500Z'],
    ['UTC', 'PT6H', '2001-02-03T05Z'],
  ])('in %s of %s are not named %s', (timeZone, length, name) => {
    expect(() => windowByName(schedule(timeZone, length), name)).toThrow(UnknownWindowError);
  });
});

/** Zones whose clocks do unusual things: half hours, two hours, midnight, skipped days, a suspended summer time. */
const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Europe/Dublin',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kwajalein',
  'Pacific/Chatham',
  'America/St_Johns',
  'America/Havana',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Asia/Tehran',
  'Asia/Pyongyang',
  'America/Caracas',
];

/** Instants near changes of clocks are drawn often. */
const NEAR = [
  '2011-12-30T10:00Z',
  '1993-08-21T12:00Z',
  '2024-04-06T15:00Z',
  '2024-10-05T15:30Z',
  '2006-10-29T02:31Z',
  '2024-03-10T07:00Z',
  '2024-11-03T06:00Z',
  '2018-11-04T03:00Z',
  '2024-03-31T01:00Z',
  '2015-08-14T15:00Z',
  '2016-05-01T07:00Z',
].map((time) => Date.parse(time));

const instants = fc.oneof(
  fc.integer({ min: Date.parse('1975-01-01'), max: Date.parse('2045-01-01') }),
  fc.tuple(fc.constantFrom(...NEAR), fc.integer({ min: -2 * DAY, max: 2 * DAY })).map(([near, by]) => near + by),
  fc.tuple(fc.constantFrom(...NEAR), fc.integer({ min: -72, max: 72 })).map(([near, by]) => near + by * 30 * MINUTE),
);
const dayLengths = fc.constantFrom('P1D', 'P2D', 'P3D', 'P7D', 'P14D', 'P30D');
const partLengths = fc.constantFrom(
  'PT5M',
  'PT15M',
  'PT20M',
  'PT30M',
  'PT1H',
  'PT90M',
  'PT2H',
  'PT6H',
  'PT8H',
  'PT12H',
);
const schedules = fc
  .tuple(fc.constantFrom(...ZONES), fc.oneof(dayLengths, partLengths))
  .map(([timeZone, length]) => schedule(timeZone, length));

/** The date that clocks show, from the platform's own formatter. */
function localDate(timeZone: string, instant: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant);
}

describe('windows of every schedule', () => {
  it('tile the time line', () => {
    fc.assert(
      fc.property(schedules, instants, (of, instant) => {
        const window = windowAt(of, instant);
        expect(window.start <= instant && instant < window.end).toBe(true);
        expect(windowAt(of, window.start)).toEqual(window);
        expect(windowAt(of, window.end - 1)).toEqual(window);
        const [before, after] = [previousWindow(of, window), nextWindow(of, window)];
        expect([before.end, after.start]).toEqual([window.start, window.end]);
        expect(new Set([before.name, window.name, after.name]).size).toBe(3);
      }),
      { numRuns: 3000 },
    );
  });

  it('are found by their names, which are safe in keys', () => {
    fc.assert(
      fc.property(schedules, instants, (of, instant) => {
        const window = windowAt(of, instant);
        expect(window.name).toMatch(/^\d{4}-\d\d-\d\d(T\d\d(\d\d(\d\d)?)?Z)?$/);
        expect(windowByName(of, window.name)).toEqual(window);
      }),
      { numRuns: 1000 },
    );
  });

  it('are complete when their end has come', () => {
    fc.assert(
      fc.property(schedules, instants, (of, now) => {
        const window = lastCompleteWindow(of, now);
        expect(window.end <= now && nextWindow(of, window).end > now).toBe(true);
      }),
    );
  });

  it('between two instants are all that overlap', () => {
    fc.assert(
      fc.property(schedules, instants, fc.integer({ min: 1, max: 5 * DAY }), (of, start, length) => {
        const windows = [...windowsBetween(of, start, start + length)];
        expect([windows[0], windows.at(-1)]).toEqual([windowAt(of, start), windowAt(of, start + length - 1)]);
        for (let i = 1; i < windows.length; i++) expect(windows[i].start).toBe(windows[i - 1].end);
      }),
    );
  });

  it('of days begin with the first instant of the date they are named after', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (timeZone, instant) => {
        const { name, start } = windowAt(schedule(timeZone, 'P1D'), instant);
        expect(localDate(timeZone, start)).toBe(name);
        expect(localDate(timeZone, start - 1) < name).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('of parts of a day never cross a local midnight and are not long', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), partLengths, instants, (timeZone, length, instant) => {
        const of = schedule(timeZone, length);
        const { minutes } = parseWindowLength(length) as { minutes: number };
        const [part, day] = [windowAt(of, instant), windowAt(schedule(timeZone, 'P1D'), instant)];
        expect(part.start >= day.start && part.end <= day.end).toBe(true);
        expect(part.end - part.start).toBeLessThan(2 * minutes * MINUTE);
      }),
      { numRuns: 1000 },
    );
  });
});
