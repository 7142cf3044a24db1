import { describe, expect, test } from 'vitest';
import { assessDrift } from '../../../lambdas/core/drift/assess.ts';
import { countExtremes, withoutExtremes } from '../../../lambdas/core/drift/extremes.ts';
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

test('ends are the outermost values that are left', () => {
  const aligned = numbers([-100, ...Array.from({ length: 20 }, (_, i) => i), 500], [0]);
  expect(withoutExtremes(aligned, 'baseline')).toEqual({ low: 0, high: 19 });
});
