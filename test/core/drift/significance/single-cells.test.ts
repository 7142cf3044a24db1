import { describe, expect, test } from 'vitest';
import { significanceTest } from '../../../../lambdas/core/drift/significance/registry.ts';
import { testSingleCells } from '../../../../lambdas/core/drift/significance/single-cells.ts';
import { relativeError } from '../../statistics/relative-error.ts';
import { table } from '../align-samples.ts';
import reference from '../reference/many-valued.json' with { type: 'json' };

describe.each(reference.single)('$name', ({ baseline, window, pValue }) => {
  const cells = { baseline: Float64Array.from(baseline), window: Float64Array.from(window), names: null };

  test('has the exact two-sided p-value', () => {
    expect(relativeError(testSingleCells(cells, [1]), pValue)).toBeLessThanOrEqual(1e-9);
  });

  test('costs as many times as there are cells', () => {
    const several = {
      baseline: Float64Array.of(...baseline, 1),
      window: Float64Array.of(...window, 0),
      names: null,
    };
    // One more row changes the population a little.
    expect(testSingleCells(several, [1, 2])).toBeGreaterThanOrEqual(Math.min(1, 1.5 * pValue));
  });
});

test('the least probable cell decides, wherever it is', () => {
  const cells = { baseline: Float64Array.of(5000, 0, 50), window: Float64Array.of(71, 28, 1), names: null };

  expect(testSingleCells(cells, [1, 2])).toBe(testSingleCells(cells, [2, 1]));
  expect(testSingleCells(cells, [2, 1])).toBe(2 * testSingleCells(cells, [1]));
  expect(testSingleCells(cells, [0, 1, 2])).toBe(3 * testSingleCells(cells, [1]));
});

describe('what each test of a table costs', () => {
  const measure = significanceTest('chi_square').testCategories!;
  /** scipy.stats.hypergeom(5100, 28, 100).pmf(28) */
  const ALL = 2.530985986361e-50;

  test('a table with small cells is tested by 85 parts of a hundred, each of them and all unseen rows by 5 each', () => {
    // The unseen rows' tail is ALL; that of a single cell is two-sided, and times two cells.
    const gained = measure(table([3000, 1500, 500, 0], [43, 22, 7, 28]));
    expect(gained.pValue / ((ALL * 0.95) / 0.05)).toBeCloseTo(1, 9);
    expect(gained.smallSamplePValue / ((ALL * 0.95) / 0.05)).toBeCloseTo(1, 9);
    // The other way round nothing is unseen.
    const lost = measure(table([43, 22, 7, 28], [3000, 1500, 500, 0]));
    expect(lost.pValue / ((2 * 2 * ALL * 0.95) / 0.05)).toBeCloseTo(1, 9);
  });

  test('without small cells the p-value is that of the table alone', () => {
    // X² of [[60, 40], [40, 60]] is 8: scipy.stats.chi2.sf(8, 1).
    const { statistic, pValue, degrees } = measure(table([60, 40], [40, 60]));

    expect(statistic).toBeCloseTo(8, 12);
    expect(pValue).toBeCloseTo(0.004677734981047266, 12);
    expect(degrees).toBe(1);
  });

  test('with small cells that are as they should be, the table costs 95 / 85 times as much', () => {
    // Columns of 60 and 40, 40 and 60, and 2 and 2, which joins the smaller of the equal ones.
    const plain = measure(table([62, 40], [42, 60]));
    const pooled = measure(table([60, 40, 2], [40, 60, 2]));

    expect(pooled.statistic).toBeCloseTo(plain.statistic, 12);
    expect(pooled.pValue / plain.pValue).toBeCloseTo(0.95 / 0.85, 9);
  });

  test('a p-value above a tenth is left as it is', () => {
    // X² is 2: scipy.stats.chi2.sf(2, 1). Exact tails of counts would make it larger.
    const { pValue, smallSamplePValue } = measure(table([55, 45], [45, 55]));

    expect(pValue).toBeCloseTo(0.15729920705028516, 12);
    expect(smallSamplePValue).toBe(pValue);
  });

  test('one category has nothing that could differ', () => {
    expect(measure(table([50], [70]))).toEqual({ statistic: 0, pValue: 1, smallSamplePValue: 1, degrees: 0 });
    expect(measure(table([50, 30, 20], [70, 21, 9])).degrees).toBe(2);
  });
});

test('a category that the baseline never saw is not hidden by pooling', () => {
  // 28 of 100 rows; beside 5,000 rows it expects half a row in the window and joins the smallest cell.
  const { pValue, smallSamplePValue } = significanceTest('chi_square').testCategories!(
    table([3000, 1500, 500, 0], [43, 22, 7, 28]),
  );
  expect(pValue).toBeLessThan(1e-30);
  expect(smallSamplePValue).toBeLessThan(1e-30);
  expect(smallSamplePValue).toBeGreaterThanOrEqual(pValue);
});
