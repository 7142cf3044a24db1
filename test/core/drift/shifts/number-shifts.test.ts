import { describe, expect, test } from 'vitest';
import type { AlignedNumbers } from '../../../../lambdas/core/drift/aligned.ts';
import { measureShifts } from '../../../../lambdas/core/drift/shifts/measure-shifts.ts';
import { measureNumberShifts } from '../../../../lambdas/core/drift/shifts/number-shifts.ts';
import type { Shift, ShiftKind } from '../../../../lambdas/core/drift/shifts/shift.ts';
import { significanceTest } from '../../../../lambdas/core/drift/significance/registry.ts';
import { normalQuantile } from '../../../../lambdas/core/statistics/normal.ts';
import { alignOnGrid } from '../align-on-grid.ts';
import { numbers } from '../align-samples.ts';
import reference from './reference/numbers.json' with { type: 'json' };

function measure(aligned: AlignedNumbers): Partial<Record<ShiftKind, Shift>> {
  const shifts = measureNumberShifts(aligned, significanceTest('ks').testNumbers!(aligned));
  return Object.fromEntries(shifts.map((shift) => [shift.kind, shift]));
}

/** So many numbers that lie exactly as a normal distribution says. */
const normal = (rows: number) => Array.from({ length: rows }, (_, i) => normalQuantile((i + 0.5) / rows));

const flags = (ones: number, rows: number) => Array.from({ length: rows }, (_, i) => Number(i < ones));

const BASELINE = normal(5000);
const WINDOW = normal(1000);

describe('mean normal score and mean square, by numpy', () => {
  test.each(reference.samples)('$name', ({ baseline, window, ...expected }) => {
    const { location, spread } = measure(numbers(baseline, window));

    // Up to one and a half standard errors the effect is the mean itself, beyond it its exact normal score.
    const precisionOf = (effect: number) => (Math.abs(effect) * Math.sqrt(window.length) < 1.5 ? 1e-9 : 0.1 * effect);
    expect(Math.abs(location!.effect - expected.location)).toBeLessThan(precisionOf(expected.location));
    expect(Math.abs(spread!.effect - expected.spread)).toBeLessThan(precisionOf(expected.spread));
    expect(spread!.ratio).toBeCloseTo(expected.ratio, 9);
    expect(location!.error).toBeCloseTo(1 / Math.sqrt(window.length), 12);
    expect(location!.baselineError).toBeCloseTo(1 / Math.sqrt(baseline.length), 12);
  });
});

describe('normal numbers', () => {
  test.each([0.1, 0.3, -0.1, -0.3])('moved by %d standard deviations: a location of as much, no spread', (by) => {
    const { location, spread, shape } = measure(
      numbers(
        BASELINE,
        WINDOW.map((z) => z + by),
      ),
    );

    expect(location!.effect).toBeCloseTo(by, 2);
    expect(Math.abs(spread!.effect)).toBeLessThan(0.02);
    expect(spread!.ratio).toBeCloseTo(1, 2);
    // D = Φ(by / 2) − Φ(−by / 2) is 0.4 by; what chance makes of it is taken off.
    expect(shape!.effect).toBeLessThan(Math.abs(by));
  });

  test.each(reference.variances)('of a variance $factor times as large, $rows rows', ({ factor, rows, effect }) => {
    const { location, spread } = measure(
      numbers(
        BASELINE,
        normal(rows).map((z) => Math.sqrt(factor) * z),
      ),
    );

    expect(Math.abs(spread!.effect / effect - 1)).toBeLessThan(0.05);
    expect(spread!.ratio).toBeCloseTo(Math.sqrt(factor), 2);
    expect(Math.abs(location!.effect)).toBeLessThan(1e-6);
  });

  test('that do not move have no shift', () => {
    const { location, spread, shape, missing } = measure(numbers(BASELINE, WINDOW));

    for (const shift of [location, spread]) expect(Math.abs(shift!.effect)).toBeLessThan(0.01);
    expect(shape!.effect).toBe(0);
    // The standard deviation of Kolmogorov's distribution, in units of 0.4.
    expect(shape!.error).toBeCloseTo((0.2603 * Math.sqrt(1 / 5000 + 1 / 1000)) / 0.4, 12);
    expect(missing!.effect).toBe(0);
  });
});

test('log-normal numbers, a tenth larger: their logarithms lie ln 1.1 standard deviations higher', () => {
  const { location, spread } = measure(
    numbers(
      BASELINE.map(Math.exp),
      WINDOW.map((z) => 1.1 * Math.exp(z)),
    ),
  );

  expect(location!.effect).toBeCloseTo(Math.log(1.1), 2);
  expect(Math.abs(spread!.effect)).toBeLessThan(0.02);
});

/**
 * The baseline's rows, weighted by exp(t score): of all distributions with that mean score the one most like the baseline.
 * Values and rows by value.
 */
function tilted(values: readonly number[], t: number): AlignedNumbers {
  const rows = Map.groupBy(values, (value) => value);
  const distinct = [...rows.keys()].sort((a, b) => a - b);
  const counts = distinct.map((value) => rows.get(value)!.length);
  let before = 0;
  const weights = counts.map((count) => {
    before += count;
    return count * Math.exp(t * normalQuantile((before - count / 2) / values.length));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const window = Float64Array.from(weights, (weight) => (weight / total) * 1000);
  return { ...numbers(values, WINDOW), ...alignedCounts(distinct, counts, window) };
}

const alignedCounts = (values: readonly number[], baseline: readonly number[], window: Float64Array) => ({
  upper: Float64Array.from(values),
  lower: Float64Array.from(values),
  baseline: Float64Array.from(baseline),
  window,
});

test.each([
  ['normal', BASELINE],
  ['zero for six in ten', BASELINE.map((z) => Math.max(0, z - 0.25))],
  ['counts', BASELINE.map((z) => [-0.76, 0.15, 0.87, 1.51, 2.1].filter((limit) => limit < z).length)],
  ['0, 1 and now and then 2', BASELINE.map((z) => (z > 2.3 ? 2 : Number(z > 1.3)))],
] as const)('numbers that lie elsewhere do not spread more: %s', (_, values) => {
  for (const t of [-0.15, 0.1, 0.15]) {
    const { location, spread } = measure(tilted(values, t));

    expect(Math.sign(location!.effect)).toBe(Math.sign(t));
    expect(Math.abs(location!.effect)).toBeGreaterThan(Math.abs(t) / 3);
    expect(Math.abs(spread!.effect)).toBeLessThan(0.02);
  }
});

describe('a shape is what the location does not explain', () => {
  test.each([
    ['normal', BASELINE],
    ['log-normal', BASELINE.map(Math.exp)],
    ['zero for six in ten', BASELINE.map((z) => Math.max(0, z - 0.25))],
    ['counts', BASELINE.map((z) => [-0.76, 0.15, 0.87, 1.51, 2.1].filter((limit) => limit < z).length)],
  ] as const)('none of rows weighted along the scores: %s', (_, values) => {
    for (const t of [-0.6, -0.2, 0.2, 0.6]) {
      const { location, shape } = measure(tilted(values, t));

      expect(Math.abs(location!.effect)).toBeGreaterThan(Math.abs(t) / 2);
      expect(shape!.effect).toBe(0);
    }
  });

  test('as much of two humps wherever they lie, with as small a p-value', () => {
    const humps = WINDOW.map((z, i) => (i % 2 === 0 ? 0.98 : -0.98) + 0.2 * z);
    const still = measure(numbers(BASELINE, humps)).shape!;

    expect(still.effect).toBeGreaterThan(0.2);
    for (const by of [-0.3, -0.1, 0.1, 0.3]) {
      const { effect, error } = measure(
        numbers(
          BASELINE,
          humps.map((z) => z + by),
        ),
      ).shape!;

      expect(Math.abs(effect / still.effect - 1)).toBeLessThan(0.25);
      expect(Math.abs((effect / error / still.effect) * still.error - 1)).toBeLessThan(0.25);
    }
  });

  test('never larger than the distance from the baseline as it is, where that is the smaller one', () => {
    // Six in a hundred rows go from just above the middle to just below it, and the largest five far up. So the mean is larger, but
    // more rows are below the middle.
    const window = WINDOW.map((z) => {
      if (z > 1.645) return 4;
      return z > 0 && z < 0.151 ? -0.001 : z;
    });
    const aligned = numbers(BASELINE, window);
    const { location, shape } = measure(aligned);

    expect(location!.effect).toBeGreaterThan(0.05);
    const distance = significanceTest('ks').testNumbers!(aligned).statistic;
    expect(distance).toBeCloseTo(0.06, 2);
    // By chance the distance is 0.8687 · √(1/5000 + 1/1000).
    expect(shape!.effect).toBeCloseTo((distance - 0.8687 * Math.sqrt(0.0012)) / 0.4, 9);
  });
});

describe('the skew of a location', () => {
  const skewOf = (values: readonly number[]) => measure(numbers(values, values.slice(0, 100))).location!.skew;

  // The mean of exp(σ·(z + x)) is exp(σ·x) times what it was, and moves by (exp(σ·x) − 1) / σ for small x as x does.
  test.each([0.2, 0.5, 0.9])('of log-normal numbers is the standard deviation of the logarithm: %d', (sigma) => {
    expect(skewOf(BASELINE.map((z) => Math.exp(sigma * z)))).toBeCloseTo(sigma, 1);
    expect(skewOf(BASELINE.map((z) => -Math.exp(sigma * z)))).toBeCloseTo(-sigma, 1);
  });

  test('of symmetric numbers is 0', () => {
    expect(skewOf(BASELINE)).toBeCloseTo(0, 6);
    expect(skewOf(BASELINE.map((z) => z ** 3))).toBeCloseTo(0, 6);
  });

  // The mean of numbers that are 0 or 1 is the share of the ones, and so is that of their scores.
  test('of zeros and ones is 0, however rare the ones are', () => {
    expect(skewOf(flags(100, 5000))).toBeCloseTo(0, 9);
  });

  test('does not depend on the unit, and one far outlier does not make it larger than 1', () => {
    const amounts = BASELINE.map((z) => Math.exp(0.5 * z));

    expect(skewOf(amounts.map((amount) => 1000 * amount + 7))).toBeCloseTo(skewOf(amounts)!, 9);
    expect(skewOf([...amounts, 1e9])).toBe(1);
    expect(skewOf([...amounts, Number.POSITIVE_INFINITY])).toBeGreaterThan(0);
  });
});

test('monotone transforms change nothing', () => {
  const moved = WINDOW.map((z) => 1.2 * z + 0.2);
  const plain = measure(numbers(BASELINE, moved));
  const cubes = measure(
    numbers(
      BASELINE.map((z) => z ** 3),
      moved.map((z) => z ** 3),
    ),
  );

  expect(cubes.location!.effect).toBeCloseTo(plain.location!.effect, 12);
  expect(cubes.spread!.effect).toBeCloseTo(plain.spread!.effect, 12);
});

test('one far outlier counts as the largest value and no more', () => {
  const miles = (scale: number) => (z: number) => Math.round(scale * Math.exp(z));
  const window = WINDOW.map(miles(3));
  const plain = measure(numbers(BASELINE.map(miles(3)), window));
  const odd = measure(numbers(BASELINE.map(miles(3)), [...window.slice(1), 46_826]));

  // One of a thousand rows goes from the lowest to the highest score.
  expect(Math.abs(odd.location!.effect - plain.location!.effect)).toBeLessThan(0.01);
  expect(Math.abs(odd.spread!.effect - plain.spread!.effect)).toBeLessThan(0.02);
  expect(odd.shape!.effect).toBeLessThan(0.01);
});

test('infinities are values: the smallest and the largest', () => {
  const infinite = WINDOW.with(0, Number.NEGATIVE_INFINITY).with(999, Number.POSITIVE_INFINITY);
  const { location, spread } = measure(numbers(BASELINE, infinite));
  const all = measure(numbers(BASELINE, new Array(100).fill(Number.POSITIVE_INFINITY)));

  for (const shift of [location, spread]) expect(Math.abs(shift!.effect)).toBeLessThan(0.02);
  expect(all.location!.effect).toBeGreaterThan(2);
  expect(Number.isFinite(all.location!.effect)).toBe(true);
});

describe('columns of few values', () => {
  test('0 and 1: a location in standard deviations of a row; nothing that spreads', () => {
    const { location, spread } = measure(numbers(flags(1000, 5000), flags(230, 1000)));

    // In the tail of a skewed column the normal score is a little smaller than the difference.
    expect(location!.effect).toBeCloseTo(0.03 / 0.4, 2);
    expect(spread).toBeUndefined();
  });

  test('mostly zeros: a spread only where the baseline has rows enough that are none', () => {
    const mostlyZero = (rows: number) => normal(rows).map((z) => Math.max(0, z - 1.9));

    expect(measure(numbers(mostlyZero(1000), mostlyZero(500))).spread).toBeUndefined();
    expect(measure(numbers(mostlyZero(20_000), mostlyZero(500))).spread).toBeDefined();
  });

  test('a baseline of one value has neither', () => {
    const shifts = measure(numbers(new Array(100).fill(5), [5, 5, 6]));

    expect(Object.keys(shifts)).toEqual(['shape', 'missing']);
    const changed = measure(numbers(new Array(100).fill(5), new Array(100).fill(6)));
    expect(Object.keys(changed)).toEqual(['shape', 'missing']);
    expect(changed.shape!.effect).toBeCloseTo((1 - 0.8687 * Math.sqrt(0.02)) / 0.4, 12);
  });

  test('one different value among the equal ones of a baseline still has finite scores', () => {
    const { location } = measure(numbers([...new Array(4999).fill(5), 6], [...new Array(98).fill(5), 4, 6]));

    expect(Number.isFinite(location!.effect)).toBe(true);
  });

  test('one row on each side has finite shifts and errors', () => {
    for (const shift of Object.values(measure(numbers([1], [2])))) {
      expect(Number.isFinite(shift.effect) && Number.isFinite(shift.error)).toBe(true);
    }
  });
});

test('missing rows are a share of all rows', () => {
  const aligned = { ...numbers(BASELINE, WINDOW), baselineMissing: 5000, windowMissing: 1500 };

  expect(measure(aligned).missing!.shares).toEqual([0.5, 0.6]);
});

test('on a grid of a thousand cells effects are those of the numbers themselves', () => {
  const edges = Array.from({ length: 999 }, (_, i) => normalQuantile((i + 1) / 1000));
  for (const [by, factor] of [
    [0, 1],
    [0.1, 1],
    [-0.3, 1.2],
    [0.05, 0.8],
  ]) {
    const window = WINDOW.map((z) => factor * z + by);
    const exact = measure(numbers(BASELINE, window));
    const grid = measure(alignOnGrid(BASELINE, window, edges));

    expect(Math.abs(grid.location!.effect - exact.location!.effect)).toBeLessThan(0.005);
    expect(Math.abs(grid.spread!.effect - exact.spread!.effect)).toBeLessThan(0.02);
    expect(Math.abs(grid.shape!.effect - exact.shape!.effect)).toBeLessThan(0.005);
  }
});

test('the parts of a column add up to what it may spend, at most', () => {
  const parts = Object.values(measure(numbers(BASELINE, WINDOW))).map(({ part }) => part);

  expect(parts.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(1 + 1e-12);
});

test('the shape is tested by Kolmogorov and Smirnov, whichever test the monitor file asks for', () => {
  const aligned = numbers(
    BASELINE,
    WINDOW.map((z) => 1.2 * z),
  );
  const by = (name: 'ks' | 'chi_square') =>
    measureShifts(aligned, name, significanceTest(name).testNumbers!(aligned)).map(({ effect, error }) => [
      effect,
      error,
    ]);

  expect(by('chi_square')).toEqual(by('ks'));
});
