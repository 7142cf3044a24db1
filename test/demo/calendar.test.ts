import { describe, expect, it } from 'vitest';
import { addDays, DAY_MS, daysBetween, formatDay, isoWeekday, parseDay } from '../../demo/calendar.ts';

describe('parseDay', () => {
  it('reads and writes back a day', () => {
    expect(parseDay('2001-02-03')).toBe(Date.UTC(2001, 1, 3));
    expect(formatDay(Date.UTC(2001, 1, 3) + DAY_MS - 1)).toBe('2001-02-03');
  });

  it.each(['2001-02-30', '2001-2-3', '', 'today', '2001-02-03T00:00'])('refuses %j', (day) => {
    expect(() => parseDay(day)).toThrow(RangeError);
  });
});

describe('daysBetween', () => {
  it('is half open and crosses months', () => {
    expect(daysBetween('2001-02-27', '2001-03-02')).toEqual(['2001-02-27', '2001-02-28', '2001-03-01']);
    expect(daysBetween('2001-02-27', '2001-02-27')).toEqual([]);
  });

  it('goes back with a negative number of days', () => {
    expect(addDays('2001-03-01', -2)).toBe('2001-02-27');
  });
});

describe('isoWeekday', () => {
  it.each([
    ['2001-01-01', 1],
    ['2001-02-03', 6],
    ['2001-07-01', 7],
    ['1970-01-01', 4],
  ])('gives %s the weekday %i', (day, weekday) => {
    expect(isoWeekday(parseDay(day))).toBe(weekday);
    expect(isoWeekday(parseDay(day) + DAY_MS - 1)).toBe(weekday);
  });
});
