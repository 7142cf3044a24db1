import { describe, expect, test } from 'vitest';
import {
  findSeason,
  MAX_SEASON,
  NO_SEASON,
  type Seasonal,
  withoutSeason,
} from '../../../../lambdas/core/drift/movement/seasons.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';

/** Cycles of days: the weekend, the weekday and the ends of months of 30 days. */
const groupsOf = (day: number) => [Number(day % 7 > 4), day % 7, day % 30 === 0 ? 1 : day % 30 === 29 ? 2 : 0];

function days(count: number, effectOf: (day: number) => number): Seasonal[] {
  return Array.from({ length: count }, (_, day) => ({
    effect: effectOf(day),
    error: 0.02,
    flagged: false,
    groups: groupsOf(day),
  }));
}

const noise = (seed: number, sd: number) => {
  const random = new SeededRandom(seed);
  return () => sd * random.normal();
};

describe('a cycle that is there is found', () => {
  const draw = noise(1, 0.03);
  const weekdays = [0.2, -0.2, 0.1, -0.1, 0.15, -0.15, 0];

  test.each([
    ['weekends', 0, (day: number) => (day % 7 > 4 ? 0.2 : 0)],
    ['weekdays', 1, (day: number) => weekdays[day % 7]],
    ['the ends of months', 2, (day: number) => (day % 30 === 29 ? 0.4 : 0)],
  ] as const)('%s', (_, cycle, effectOf) => {
    const windows = days(91, (day) => effectOf(day) + draw());

    const season = findSeason(windows);

    expect(season.cycle).toBe(cycle);
    // Offsets are those against all windows: what differs between groups is what was put in, within five errors of three windows.
    const offsets = windows.map((window) => window.effect - withoutSeason(window, season).effect);
    const differences = windows.map((_, day) => offsets[day] - offsets[0] - (effectOf(day) - effectOf(0)));
    expect(Math.max(...differences.map(Math.abs))).toBeLessThan((5 * 0.03) / Math.sqrt(3) + 0.01);
  });

  test('and only once there are eight windows', () => {
    const parts = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        effect: 0.3 * (i % 2) + 0.001 * Math.sin(i),
        error: 0.02,
        flagged: false,
        groups: [i % 2],
      }));

    expect(findSeason(parts(7))).toBe(NO_SEASON);
    expect(findSeason(parts(8)).cycle).toBe(0);
  });

  test('and two windows of each group: one alone shows nothing', () => {
    const monthEnds = (count: number) => days(count, (day) => (day % 30 === 29 ? 0.4 : 0) + draw());

    expect(findSeason(monthEnds(59)).cycle).not.toBe(2);
    expect(findSeason(monthEnds(61)).cycle).toBe(2);
  });

  test('flagged windows do not count', () => {
    const flagged = days(70, (day) => (day % 7 > 4 ? 0.3 : 0) + draw()).map((window, day) => ({
      ...window,
      flagged: day % 7 > 4,
    }));

    expect(findSeason(flagged)).toBe(NO_SEASON);
  });
});

describe('where there is none', () => {
  const SERIES = 400;

  test.each([0, 0.5, 0.8])('few are found in movement of autocorrelation %d', (autocorrelation) => {
    const random = new SeededRandom(5);
    let found = 0;
    for (let run = 0; run < SERIES; run++) {
      let movement = 0.05 * random.normal();
      const windows = days(70, () => {
        movement = autocorrelation * movement + Math.sqrt(1 - autocorrelation ** 2) * 0.05 * random.normal();
        return movement + 0.02 * random.normal();
      });
      if (findSeason(windows) !== NO_SEASON) found++;
    }

    expect(found / SERIES).toBeLessThan(0.05);
  });

  // With as many parameters as half of the windows, a likelihood ratio by itself finds weekdays in one column of thirty.
  test.each([14, 17, 20, 28])('fewer still in %d days that do not move', (count) => {
    const draw = noise(count, 1);
    const found = Array.from({ length: 3000 }, () => findSeason(days(count, draw)).cycle);

    expect(found.filter((cycle) => cycle === 0).length).toBeLessThan(0.01 * 3000);
    expect(found.filter((cycle) => cycle > 0).length).toBeLessThan(0.002 * 3000);
  });

  test('windows without cycles have none', () => {
    const windows = days(70, (day) => (day % 7 > 4 ? 0.3 : 0)).map((window) => ({ ...window, groups: [] }));

    expect(findSeason(windows)).toBe(NO_SEASON);
    expect(findSeason([])).toBe(NO_SEASON);
  });
});

describe('without the season', () => {
  const draw = noise(2, 0.02);
  const season = findSeason(days(70, (day) => (day % 7 > 4 ? 0.28 : 0) + draw()));

  test('weekends are where the other days are, a little less certain', () => {
    const [saturday, monday] = [5, 7].map((day) => ({
      effect: 0.3,
      error: 0.02,
      flagged: false,
      groups: groupsOf(day),
    }));
    const [ofSaturday, ofMonday] = [saturday, monday].map((window) => withoutSeason(window, season));

    expect(ofMonday.effect - ofSaturday.effect).toBeCloseTo(0.28, 1);
    for (const { error } of [ofSaturday, ofMonday]) {
      expect(error).toBeGreaterThan(0.02);
      expect(error).toBeLessThan(0.022);
    }
  });

  test('a group that was never seen stays as it is', () => {
    const window = { effect: 0.3, error: 0.02, flagged: false, groups: [9, 9, 9] };

    expect(withoutSeason(window, season)).toBe(window);
    expect(withoutSeason(window, NO_SEASON)).toBe(window);
  });

  test('more than the largest season is none: the rest of it remains', () => {
    const huge = findSeason(days(70, (day) => (day % 7 > 4 ? 7 * MAX_SEASON : 0) + draw()));
    const saturday = { effect: 7 * MAX_SEASON, error: 0.02, flagged: false, groups: groupsOf(5) };

    expect(withoutSeason(saturday, huge).effect).toBeCloseTo(6 * MAX_SEASON, 9);
  });
});
