import { describe, expect, it } from 'vitest';
import { findQuantile, quantileOf } from '../../../lambdas/core/drift/quantile.ts';
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
  const aligned = alignOnGrid([1, 2, 9, 10], [3], [2, 10]);
  expect(quantileOf(aligned, 'baseline', 0.75)).toBe(6);
});

it('is not a number without rows', () => {
  expect(quantileOf(numbers([1], []), 'window', 0.5)).toBeNaN();
});

describe('in an open outer cell', () => {
  // Up to 2, from there to 9, and above.
  const range = { min: 1, max: 9 };
  const aligned = {
    ...alignOnGrid([1, 2, 8, 9], [-500, 8, 40_000, 60_000, 90_000], [2, 9]),
    baselineRange: range,
    windowRange: { min: -500, max: 90_000 },
  };

  it('is not known, only on which side of the edge it lies', () => {
    expect(findQuantile(aligned, 'window', 0.5)).toEqual({ above: 9 });
    expect(findQuantile(aligned, 'window', 0.1)).toEqual({ atMost: 2 });
    expect(quantileOf(aligned, 'window', 0.5)).toBeNaN();
  });

  it('is known of the side whose rows there are one number, however far the other side reaches', () => {
    const same = { ...alignOnGrid([2, 2, 8, 9], [-500], [2, 9]), baselineRange: { min: 2, max: 9 } };
    expect(findQuantile(same, 'baseline', 0.25)).toEqual({ value: 2 });
  });

  it('is beyond all finite numbers where it is infinite', () => {
    const infinite = Number.POSITIVE_INFINITY;
    expect(findQuantile(numbers([1], [1, infinite, infinite]), 'window', 0.5)).toEqual({ above: 1 });
  });
});
