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

test('a category that the baseline never saw is not hidden by pooling', () => {
  // 28 of 100 rows; beside 5,000 rows it expects half a row in the window and joins the smallest cell.
  const { pValue, smallSamplePValue } = significanceTest('chi_square').testCategories!(
    table([3000, 1500, 500, 0], [43, 22, 7, 28]),
  );
  expect(pValue).toBeLessThan(1e-30);
  expect(smallSamplePValue).toBeLessThan(1e-30);
  expect(smallSamplePValue).toBeGreaterThanOrEqual(pValue);
});
