import { describe, expect, it } from 'vitest';
import { measureChange } from '../../../lambdas/core/drift/column-change.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { categories, numbers } from './align-samples.ts';

/** Mean and sum of squared deviations of the numbers, by their definitions. */
function momentsOf(values: readonly number[]) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const m2 = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, m2, min: Math.min(...values), max: Math.max(...values) };
}

function changeOf(baseline: readonly number[], window: readonly number[]) {
  const moments = { baseline: momentsOf(baseline), window: momentsOf(window) };
  return measureChange({ aligned: numbers(baseline, window), moments });
}

const NONE = { baseline: null, window: null };
const times = <T>(rows: number, value: T): T[] => Array<T>(rows).fill(value);
/** 1000 numbers from 0 to 100. */
const EVEN = Array.from({ length: 1000 }, (_, i) => i / 10);

describe('what has moved in a column of numbers', () => {
  it('is the level, with its direction and the means', () => {
    const { kind, effect, measure, baseline, window } = changeOf(
      EVEN,
      EVEN.map((value) => value - 20),
    );
    expect({ kind, measure }).toEqual({ kind: 'location', measure: 'mean' });
    expect(effect).toBeLessThan(-0.5);
    expect(baseline).toBeCloseTo(49.95, 9);
    expect(window).toBeCloseTo(29.95, 9);
  });

  it('is the level with the medians where an outlier moves the mean elsewhere', () => {
    // One number in a thousand puts the mean at minus 929, while all others are higher.
    const window = [-1e6, ...EVEN.slice(1).map((value) => value + 20)];
    // Of 1,000 numbers, the five hundredth: 49.9 of the baseline; with one outlier below, 49.9 + 20 too.
    expect(changeOf(EVEN, window)).toMatchObject({ kind: 'location', measure: 'median', baseline: 49.9, window: 69.9 });
  });

  it('is the spread, with the standard deviations', () => {
    const window = EVEN.map((value) => 50 + (value - 50) / 2);
    const { kind, ratio, measure, ...sides } = changeOf(EVEN, window);
    expect({ kind, measure }).toEqual({ kind: 'spread', measure: 'standard deviation' });
    expect(ratio).toBeLessThan(0.7);
    // A uniform distribution of width w has a standard deviation of w / √12.
    expect(sides.baseline).toBeCloseTo(100 / Math.sqrt(12), 1);
    expect(sides.window).toBeCloseTo(50 / Math.sqrt(12), 1);
  });

  it('is the share of one number where the others stay as they are', () => {
    const amounts = (zeros: number) => [...times(zeros, 0), ...EVEN.map((value) => value + 1)];
    expect(changeOf(amounts(250), amounts(1000))).toEqual({ kind: 'value', value: 0, shares: [0.2, 0.5] });
    // It need not be the smallest.
    const middle = (rows: number) => [...times(rows, 50.05), ...EVEN];
    expect(changeOf(middle(250), middle(1000))).toEqual({ kind: 'value', value: 50.05, shares: [0.2, 0.5] });
  });

  it('is the share of zeros among random amounts, though chance moves the others a little', () => {
    const random = new SeededRandom(11);
    const amounts = (zeros: number) =>
      Array.from({ length: 2000 }, () => (random.uniform() < zeros ? 0 : Math.exp(random.normal())));
    for (let run = 0; run < 20; run++) {
      expect(changeOf(amounts(0.3), amounts(0.5))).toMatchObject({ kind: 'value', value: 0 });
    }
  });

  it('is the share of one of two numbers', () => {
    const flags = (ones: number) => [...times(100 - ones, 0), ...times(ones, 1)];
    expect(changeOf(flags(20), flags(35))).toMatchObject({ kind: 'value', value: 1, shares: [0.2, 0.35] });
  });

  it('is the share of the number that one side alone has', () => {
    expect(changeOf(times(50, 7), EVEN)).toEqual({ kind: 'value', value: 7, shares: [1, 0.001] });
    expect(changeOf(EVEN, times(50, 7))).toEqual({ kind: 'value', value: 7, shares: [0.001, 1] });
  });

  it('is the level, not one number, where counts rise together', () => {
    const counts = (...rows: number[]) => rows.flatMap((count, value) => times(count, value));
    // Poisson counts with the means 0.5 and 1, of a thousand rows.
    const change = changeOf(counts(607, 303, 76, 13, 1), counts(368, 368, 184, 61, 15, 3, 1));
    expect(change).toMatchObject({ kind: 'location', measure: 'mean' });
    expect(change.effect).toBeGreaterThan(0);
  });

  it('is the missing values only where the numbers stay as they are', () => {
    const gaps = times(1000, Number.NaN);
    const moments = { baseline: momentsOf(EVEN), window: momentsOf(EVEN) };
    expect(measureChange({ aligned: numbers(EVEN, [...EVEN, ...gaps]), moments })).toEqual({
      kind: 'missing',
      shares: [0, 0.5],
    });
    const lower = EVEN.map((value) => value - 20);
    expect(measureChange({ aligned: numbers(EVEN, [...lower, ...gaps]), moments }).kind).toBe('location');
  });

  it('is the range whose share moved most where neither level nor spread did', () => {
    // A normal distribution, and two narrow ones with its mean and standard deviation.
    const random = new SeededRandom(5);
    const baseline = Array.from({ length: 4000 }, () => random.normal());
    const window = Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? 0.97 : -0.97) + 0.24 * random.normal());
    const { kind, range, shares } = changeOf(baseline, window);
    expect(kind).toBe('shape');
    const within = (values: readonly number[]) =>
      values.filter((value) => value >= range![0] && value <= range![1]).length / 4000;
    expect(shares).toEqual([within(baseline), within(window)]);
    expect(Math.abs(shares![1] - shares![0])).toBeGreaterThan(0.2);
  });
});

describe('what has moved in a column of categories', () => {
  const change = (baseline: Iterable<string | null>, window: Iterable<string | null>) =>
    measureChange({ aligned: categories(baseline, window), moments: NONE });

  it('is the category whose share moved most, whatever its size', () => {
    const before = [...times(50, 'a'), ...times(40, 'b'), ...times(10, 'c')];
    const now = [...times(45, 'a'), ...times(20, 'b'), ...times(35, 'c')];
    expect(change(before, now)).toEqual({ kind: 'share', category: 'c', shares: [0.1, 0.35] });
  });

  it('is that of all new categories together, or of missing values', () => {
    const now = [...times(70, 'a'), ...times(15, 'x'), ...times(15, 'y')];
    expect(change(times(100, 'a'), [...times(50, 'a'), ...now])).toEqual({
      kind: 'unseen',
      shares: [0, 30 / 150],
    });
    expect(change(times(100, 'a'), [...times(60, 'a'), ...times(40, null)])).toEqual({
      kind: 'missing',
      shares: [0, 0.4],
    });
  });

  it('says that it is one of many where it is less than half of the difference', () => {
    const names = Array.from({ length: 20 }, (_, i) => `c${i}`);
    const before = names.flatMap((name, i) => times(i % 2 === 0 ? 30 : 10, name));
    const now = names.flatMap((name, i) => times(i % 2 === 0 ? 10 : 30, name));
    expect(change(before, now)).toEqual({ kind: 'share', category: 'c0', shares: [0.075, 0.025], many: true });
  });
});
