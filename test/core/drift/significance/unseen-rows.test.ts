import { describe, expect, test } from 'vitest';
import { significanceTest } from '../../../../lambdas/core/drift/significance/registry.ts';
import { testUnseenRows } from '../../../../lambdas/core/drift/significance/unseen-rows.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { categories, table } from '../align-samples.ts';

const cells = (baseline: number[], window: number[]) => ({
  baseline: Float64Array.from(baseline),
  window: Float64Array.from(window),
  names: null,
});
const ones = (count: number) => new Array<number>(count).fill(1);
const zeros = (count: number) => new Array<number>(count).fill(0);

describe('testUnseenRows', () => {
  test('one category: its exact tail', () => {
    // scipy.stats.hypergeom(5100, 28, 100).pmf(28)
    expect(testUnseenRows(cells([5000, 0], [72, 28])) / 2.530985986361e-50).toBeCloseTo(1, 9);
  });

  test.each([
    // scipy.stats.hypergeom(503000, 30, 3000).pmf(30): thirty texts that come once each.
    { baseline: [300_000, 200_000, ...zeros(30)], window: [1780, 1190, ...ones(30)], exact: 1.59879782586e-67 },
    // hypergeom(10060, 60, 5045).sf(44): 45 of the 60 that come once are in the window.
    {
      baseline: [5000, ...zeros(45), ...ones(15)],
      window: [5000, ...ones(45), ...zeros(15)],
      exact: 7.05335593973492e-5,
    },
  ])('never below the exact probability, and near it', ({ baseline, window, exact }) => {
    const bound = testUnseenRows(cells(baseline, window));
    expect(bound).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
    expect(bound).toBeLessThan(20 * exact);
  });

  test('as many as expected, or none', () => {
    expect(testUnseenRows(cells([40, ...zeros(50), ...ones(50)], [40, ...ones(50), ...zeros(50)]))).toBeCloseTo(1, 9);
    expect(testUnseenRows(cells([40, 10], [40, 0]))).toBe(1);
  });

  test('quiet samples of rare values: p is never too small', () => {
    const random = new SeededRandom(11);
    const draw = (rows: number) => Array.from({ length: rows }, () => `${Math.floor(3000 * random.uniform() ** 3)}`);
    const drawn = Array.from({ length: 400 }, () => {
      const { baseline, window } = categories(draw(2000), draw(500));
      return testUnseenRows({ baseline, window, names: null });
    });
    // One in twenty by chance, with three of its standard deviations.
    expect(drawn.filter((p) => p <= 0.05).length).toBeLessThanOrEqual(
      400 * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400)),
    );
  });
});

describe('what small cells hold is not hidden', () => {
  const measure = significanceTest('chi_square').testCategories!;

  test.each([
    // 25 % of the window, as much as "blue" lost: together they have the share that blue has in the baseline.
    { name: 'a new spelling', aligned: table([300_000, 200_000, 0], [1800, 450, 750]), least: 1e-300 },
    {
      name: 'thirty new texts, once each',
      aligned: table([300_000, 200_000, ...zeros(30)], [1782, 1188, ...ones(30)]),
      least: 1e-59,
    },
    {
      name: 'missing values that never were',
      aligned: { ...table([300_000, 200_000], [1782, 1188]), windowMissing: 30 },
      least: 1e-59,
    },
    {
      name: 'missing values beside one category',
      aligned: { ...table([300_000], [2970]), windowMissing: 30 },
      least: 1e-59,
    },
  ])('$name', ({ aligned, least }) => {
    const { pValue, smallSamplePValue } = measure(aligned);
    expect(pValue).toBeLessThan(least);
    expect(smallSamplePValue).toBeLessThan(least);
    expect(smallSamplePValue).toBeGreaterThanOrEqual(pValue);
  });

  test('the p-value of missing values by themselves is exact', () => {
    // Two-sided: twice scipy.stats.hypergeom(10_100, 3, 100).pmf(3), with its share of 0.05 in 0.9.
    const { pValue } = measure({ ...table([6000, 4000], [58, 39]), windowMissing: 3 });
    expect(pValue / ((2 * 9.4194632909e-7 * 0.9) / 0.05)).toBeCloseTo(1, 9);
  });
});
