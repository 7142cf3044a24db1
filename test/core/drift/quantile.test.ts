import { expect, it } from 'vitest';
import { quantileOf } from '../../../lambdas/core/drift/quantile.ts';
import { alignOnGrid } from './align-on-grid.ts';
import { numbers } from './align-samples.ts';

it('is the smallest value that at least the share of the rows does not exceed', () => {
  // numpy.quantile([1, 2, 3, 4, 10], q, method='inverted_cdf')
  const aligned = numbers([1, 2, 3, 4, 10], [7]);
  expect([0, 0.2, 0.21, 0.5, 0.8, 0.81, 1].map((share) => quantileOf(aligned, 'baseline', share))).toEqual([
    1, 1, 2, 3, 4, 10, 10,
  ]);
  expect(quantileOf(aligned, 'window', 0.5)).toBe(7);
});

it('lies inside a cell of several values in proportion to its rows', () => {
  // Two rows up to 2, two from there to 10: a quarter of the way into the second cell is half of its rows.
  const aligned = alignOnGrid([1, 2, 9, 10], [3], [2]);
  expect(quantileOf(aligned, 'baseline', 0.75)).toBe(6);
});

it('is not a number without rows', () => {
  expect(quantileOf(numbers([1], []), 'window', 0.5)).toBeNaN();
});
