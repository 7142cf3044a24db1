import { describe, expect, test } from 'vitest';
import { assessDrift } from '../../../lambdas/core/drift/assess.ts';
import {
  countExtremes,
  findExtreme,
  leaveOutExtremes,
  withoutDominantExtremes,
  withoutExtremes,
} from '../../../lambdas/core/drift/extremes.ts';
import { driftMethod } from '../../../lambdas/core/drift/methods/registry.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { alignOnGrid } from './align-on-grid.ts';
import { numbers } from './align-samples.ts';

/** Trips of a few miles. */
function trips(rows: number, seed: number, factor = 1): number[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: rows }, () => factor * Math.exp(random.normal()));
}

/** Edges such that no cell has more than a thousandth of the baseline's 5,000 rows. */
function cellsOf(baseline: readonly number[]): number[] {
  const sorted = [...baseline].sort((a, b) => a - b);
  return [sorted[0] - 1e-9, ...sorted.filter((_, i) => i % 5 === 4 || i === sorted.length - 1)];
}

const FAR = 46_826;
const baseline = trips(5000, 1);
const outlying = [...baseline.slice(1), FAR];

describe.each([
  ['by value', (before: number[], after: number[]) => numbers(before, after)],
  ['in a grid', (before: number[], after: number[]) => alignOnGrid(before, after, cellsOf(before))],
] as const)('counted %s', (_, align) => {
  const measure = (before: number[], after: number[]) =>
    driftMethod('wasserstein').measureNumbers!(align(before, after)) as {
      value: number;
      beyondChance: number;
      extreme?: unknown;
    };
  const drifted = (before: number[], after: number[]) =>
    assessDrift([{ name: 'x', aligned: align(before, after) }], 0.004).drifted;

  test('a single outlier makes most of the distance but does not decide', () => {
    const quiet = trips(1000, 2);
    const { value, beyondChance, extreme } = measure(baseline, [...quiet.slice(1), FAR]);
    // 46,826 / 1,000 rows in units of about 2.2.
    expect(value).toBeGreaterThan(15);
    expect(beyondChance).toBeLessThan(measure(baseline, quiet).value + 0.02);
    expect(extreme).toEqual({ value: FAR, side: 'window', end: 'largest' });
    expect(drifted(baseline, [...quiet.slice(1), FAR])).toBe(0);
  });

  test('an outlier in the baseline, which makes most of the unit, does not decide either', () => {
    expect(measure(outlying, trips(1000, 2)).beyondChance).toBeLessThan(0.1);
    expect(drifted(outlying, trips(1000, 2))).toBe(0);
  });

  test('one outlier of the baseline does not hide a real shift', () => {
    // Half as much again: 0.5 e^½ of the deviation √((e − 1) e) is 0.38.
    expect(measure(outlying, trips(1000, 3, 1.5)).beyondChance).toBeCloseTo(0.38, 1);
    expect(drifted(outlying, trips(1000, 3, 1.5))).toBe(1);
  });

  test('extreme values of one row in fifty count in full', () => {
    const moved = [...trips(980, 4), ...new Array<number>(20).fill(100)];
    const { value, beyondChance } = measure(baseline, moved);
    expect(beyondChance / value).toBeGreaterThan(0.98);
  });
});

test('the unit of a baseline without such rows is its standard deviation, as numpy has it', () => {
  const { baselineStandardDeviation } = numbers(baseline, [1]);
  const mean = baseline.reduce((sum, x) => sum + x, 0) / 5000;
  const variance = baseline.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 5000;
  expect(baselineStandardDeviation).toBeCloseTo(Math.sqrt(variance), 12);
});

test('a constant with one outlier has changed when the constant does', () => {
  const before = [...new Array<number>(4999).fill(5), FAR];
  const measure = (after: number[]) => driftMethod('wasserstein').measureNumbers!(numbers(before, after));
  expect(measure(new Array<number>(1000).fill(6))).toEqual({ value: null, reason: 'constant_baseline_changed' });
  expect(measure(new Array<number>(1000).fill(5)).value).toBeLessThan(0.02);
});

test.each([
  [9, 0],
  [10, 1],
  [1999, 1],
  [2000, 2],
  [1_000_000, 1000],
])('of %i rows %i at each end', (rows, expected) => {
  expect(countExtremes(rows)).toBe(expected);
});

const INFINITE = Number.POSITIVE_INFINITY;
const ramp = (rows: number) => Array.from({ length: rows }, (_, i) => i);
const same = (value: number, rows: number) => new Array<number>(rows).fill(value);
const EDGES = [0, 10, 20];
/** One row in the cell up to 0, 18 up to 10, one up to 20. */
const ONE_OUTSIDE = [-5, ...same(5, 18), 15];
/** Ten rows up to 0, of which one is far out, and ten above 20. */
const HALVES = [-100, ...same(-1, 9), ...same(25, 9), 500];

describe('without the extreme rows of a side, its ends are', () => {
  test('the outermost values that are left', () => {
    expect(withoutExtremes(numbers([-100, ...ramp(20), 500], [0]), 'baseline')).toEqual({ low: 0, high: 19 });
    expect(withoutExtremes(numbers([0], [-100, ...ramp(20), 500]), 'window')).toEqual({ low: 0, high: 19 });
  });

  test('its finite ends where more rows are infinite than are left out', () => {
    const aligned = numbers([...same(-INFINITE, 3), ...ramp(20), ...same(INFINITE, 3)], [-7]);

    expect(withoutExtremes(aligned, 'baseline')).toEqual({ low: 0, high: 19 });
  });

  test('the edges of the cells that are left whole', () => {
    expect(withoutExtremes(alignOnGrid(ONE_OUTSIDE, [0], EDGES), 'baseline')).toEqual({ low: 0, high: 10 });
    expect(withoutExtremes(alignOnGrid([0], ONE_OUTSIDE, EDGES), 'window')).toEqual({ low: 0, high: 10 });
  });

  test('the mean of the other rows in an outermost cell of several', () => {
    const aligned = { ...alignOnGrid(HALVES, [-1000, 1000], EDGES), baselineRange: { min: -100, max: 500 } };

    expect(withoutExtremes(aligned, 'baseline')).toEqual({ low: -1, high: 25 });
    // Where only the range of both sides is known, the mean is not: it is somewhere in the cell.
    const { baselineRange, ...unknown } = aligned;
    expect(baselineRange.min).toBe(-100);
    expect(withoutExtremes(unknown, 'baseline')).toEqual({ low: 0, high: 20 });
  });

  test('those of its cells, as far as there are numbers, where every row counts', () => {
    expect(withoutExtremes(alignOnGrid([2, 3, 4, 12, 13], [2], EDGES), 'baseline')).toEqual({ low: 2, high: 13 });
    expect(withoutExtremes(alignOnGrid([2, 3, 4, 12, 13], [-5, 30], EDGES), 'baseline')).toEqual({ low: 0, high: 20 });
  });
});

describe('for distances', () => {
  test('rows of the window beyond the ends of both sides are left out', () => {
    const aligned = numbers([-100, ...ramp(18), 500], [-50, -1, ...same(3, 8), 17, 18, 60]);
    const left = leaveOutExtremes(aligned)!;

    // The baseline's ends are 0 and 17, the window's −1 and 18.
    expect(left).toMatchObject({ min: -1, max: 18, windowRows: 11, baseline: aligned.baseline, baselineRows: 20 });
    const kept = [...left.upper].flatMap((value, i) => same(value, left.window[i]));
    expect(kept).toEqual([-1, ...same(3, 8), 17, 18]);
    expect(left.windowSums.reduce((sum, value) => sum + value, 0)).toBe(-1 + 24 + 17 + 18);
  });

  test('infinite rows of the window stay', () => {
    const aligned = numbers([-100, ...ramp(18), 500], [-50, -1, ...same(3, 8), 17, 18, 60, INFINITE]);

    // Of the fourteen rows of the window, −50 and the infinite one are extreme.
    expect(leaveOutExtremes(aligned)).toMatchObject({ min: -1, max: 60, windowRows: 13 });
  });

  test('cells of the window beyond the ends are left out whole', () => {
    const left = leaveOutExtremes(alignOnGrid(ONE_OUTSIDE, [-5, ...same(5, 10), 15], EDGES))!;

    expect([...left.window]).toEqual([0, 10, 0, 0]);
    expect([...left.windowSums]).toEqual([0, 50, 0, 0]);
    expect(left).toMatchObject({ windowRows: 10, min: 0, max: 10 });
  });

  test('of a cell that an end lies in, only the outermost row of the window is left out', () => {
    const ranges = { baselineRange: { min: -100, max: 500 }, windowRange: { min: -200, max: 900 } };
    const window = [-200, ...same(-1, 5), ...same(25, 5), 900];
    const left = leaveOutExtremes({ ...alignOnGrid(HALVES, window, EDGES), ...ranges })!;

    expect([...left.window]).toEqual([5, 0, 0, 5]);
    expect([...left.windowSums]).toEqual([-5, 0, 0, 125]);
    expect(left).toMatchObject({ windowRows: 10, min: -1, max: 25 });
  });

  test('a window within the ends keeps all its rows, and a window keeps its own counts', () => {
    const ranges = { baselineRange: { min: -100, max: 500 }, windowRange: { min: -1, max: 25 } };
    const within = alignOnGrid(HALVES, [...same(-1, 6), ...same(25, 6)], EDGES);
    const apart = numbers([-100, ...ramp(18), 500], [-50, ...same(3, 8), 60]);
    const [rows, sums] = [[...apart.window], [...apart.windowSums]];

    expect(leaveOutExtremes({ ...within, ...ranges })).toMatchObject({ windowRows: 12, window: within.window });
    expect(leaveOutExtremes(apart)!.windowRows).toBe(8);
    expect([[...apart.window], [...apart.windowSums]]).toEqual([rows, sums]);
  });

  test('the only row of a cell that an end lies in stays', () => {
    const ranges = { baselineRange: { min: -100, max: 500 }, windowRange: { min: -200, max: 900 } };
    const left = leaveOutExtremes({ ...alignOnGrid(HALVES, [-200, ...same(5, 10), 900], EDGES), ...ranges })!;

    expect([...left.window]).toEqual([1, 10, 0, 1]);
    expect([...left.windowSums]).toEqual([-200, 50, 0, 900]);
  });

  test.each([
    ['every row of the baseline counts', ramp(9), ramp(50)],
    ['the other rows of the baseline are one constant', [-100, ...same(5, 18), 500], ramp(50)],
  ])('nothing is left out where %s', (_, before, after) => {
    expect(leaveOutExtremes(numbers(before, after))).toBeNull();
  });
});

describe('the extreme value is the one farthest outside of what is kept', () => {
  const aligned = numbers([-100, ...ramp(18), 500], [-50, -1, ...same(3, 8), 17, 18, 60]);

  test.each([
    [
      { min: -1, max: 18 },
      { value: 500, side: 'baseline', end: 'largest' },
    ],
    [
      { min: -1, max: 500 },
      { value: -100, side: 'baseline', end: 'smallest' },
    ],
    [{ min: -1000, max: 1000 }, null],
    [{ min: -100, max: 500 }, null],
  ])('%o', (kept, expected) => {
    expect(findExtreme(aligned, kept)).toEqual(expected);
  });

  test('of the window, at either end', () => {
    const within = numbers(ramp(18), [-50, 3, 60]);

    expect(findExtreme(within, { min: 0, max: 17 })).toEqual({ value: -50, side: 'window', end: 'smallest' });
    expect(findExtreme(within, { min: -10, max: 17 })).toEqual({ value: 60, side: 'window', end: 'largest' });
  });
});

describe('the unit of distances', () => {
  const deviationOf = (sample: number[]) => numbers(sample, [0]).baselineStandardDeviation;
  const evens = (factor = 1) => [...same(0, 9), ...same(2 * factor, 9)];

  test('is that of the other rows where the most extreme ones make up most of the variance', () => {
    // Moved to the ends 0 and 2, they are like the others.
    expect(deviationOf([-1000, ...evens(), 1000])).toBe(1);
    for (const unit of [1e200, 1e-200]) {
      expect(deviationOf([-1000 * unit, ...evens(unit), 1000 * unit]) / unit).toBeCloseTo(1, 12);
    }
    // Ends of the same sign.
    expect(deviationOf([-1000, ...evens(), 1000].map((value) => value - 100))).toBeCloseTo(1, 12);
  });

  test('is that of all rows where they do not', () => {
    // Mean 1; (4 + 9 + 9 + 4) / 20.
    expect(deviationOf([-1, ...evens(), 3])).toBeCloseTo(Math.sqrt(1.3), 12);
    // Half of the variance is left: (x² + 9 + 9 + x²) / 20 = 2 with x² = 11.
    expect(deviationOf([1 - Math.sqrt(11.01), ...evens(), 1 + Math.sqrt(11.01)])).toBe(1);
    expect(deviationOf([1 - Math.sqrt(10.99), ...evens(), 1 + Math.sqrt(10.99)])).toBeCloseTo(Math.sqrt(1.999), 12);
  });

  test('is that of all rows where the others are one constant, or every row counts', () => {
    // 19 of 20 rows are 5: 7² · 19 / 400.
    expect(deviationOf([...same(5, 19), 12])).toBeCloseTo(Math.sqrt((49 * 19) / 400), 12);
    // 9 rows: 8 of 9 are 0, and 9² · 8 / 81.
    expect(deviationOf([...same(0, 8), 9])).toBeCloseTo(Math.sqrt(8), 12);
  });

  test('counts infinite rows at the ends of the others', () => {
    expect(deviationOf([-INFINITE, ...evens(), INFINITE])).toBe(1);
  });

  test('of a grid has the rows of a cell spread evenly over it', () => {
    const sample = [-1000, ...same(1, 9), ...same(3, 9), 1000];
    const aligned = { ...alignOnGrid(sample, [0], [0, 2, 4]), baselineStandardDeviation: 300 };

    // Between 0 and 4: rows at 0, 1, 3 and 4 about the mean 2; a cell of width 2 adds 2²/12 a row.
    const variance = (4 + 9 * (1 + 1 / 3) + 9 * (1 + 1 / 3) + 4) / 20;
    expect(withoutDominantExtremes(aligned).baselineStandardDeviation).toBeCloseTo(Math.sqrt(variance), 12);
  });
});
