import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlignedNumbers } from '../../../../lambdas/core/drift/aligned.ts';
import { integrateGridDifference } from '../../../../lambdas/core/drift/methods/wasserstein-grid.ts';
import { alignOnGrid } from '../align-on-grid.ts';

describe('within a cell, what is hidden is at most what the ends and the sums of both sides leave', () => {
  test('where both sides are in one cell', () => {
    // Means 0.4 and 0.5: F − G has the area 0.1. F is above G by no more than F's area, 0.6, or what G leaves, 0.5; G
    // above F by no more than 0.5, or 0.4. With a signed area of 0.1, each hides 0.4: twice that in the distance.
    const { area, errorBound } = integrateGridDifference(alignOnGrid([0, 0.8], [0.1, 0.9, 0.5, 0.5, 0, 1], [-1, 1]));

    expect(area).toBeCloseTo(0.1, 12);
    expect(errorBound).toBeCloseTo(2 * 0.4, 12);
  });

  test('where each side has rows outside of the cell, too', () => {
    // F goes from 0 to ½ in (0, 1] and G from ¼ to 1; the rows of the cell have the means ¼ and ½.
    const aligned = alignOnGrid([0.25, 0.25, 2, 2], [0, 0.5, 0.5, 0.5], [0, 1]);
    // Areas over the lower ends: F ½ · ¾, G ¾ · ½. F − G: −¼ + 0.375 − 0.375 in the cell, −½ above it.
    // F is above ¼ in no more than half of its area, 0.1875; G below ½ in no more than a third of its own, 0.125.
    const { area, errorBound } = integrateGridDifference(aligned);

    expect(area).toBeCloseTo(0.25 + 0.5, 12);
    expect(errorBound).toBeCloseTo(2 * 0.125, 12);
    // With a mean of the window's rows of ⅔, G takes up ¼ of area, and no more than a third of ½ is below ½.
    const later = integrateGridDifference(alignOnGrid([0.25, 0.25, 2, 2], [0, 0.5, 0.5, 1], [0, 1]));
    expect(later.area).toBeCloseTo(0.125 + 0.5, 12);
    expect(later.errorBound).toBeCloseTo(2 * (0.5 / 3), 12);
    // With one of the baseline's rows of ¾, half of its area of ¼ is above ¼.
    const high = integrateGridDifference(alignOnGrid([0.75, 0.25, 2, 2], [0, 0.5, 0.5, 1], [0, 1]));
    expect(high.errorBound).toBeCloseTo(2 * 0.125, 12);
  });

  test('nothing where one side is above the other throughout, or has no rows', () => {
    // F has reached ¾ before the cell (0, 1], where G ends at ½.
    const crossed = alignOnGrid([-1, -1, -1, 0.5], [0.25, 0.75, 3, 3], [0, 1]);
    expect(integrateGridDifference(crossed).errorBound).toBe(0);
    // All of the window is at one end of the baseline's cell.
    expect(integrateGridDifference(alignOnGrid([0.2, 0.4, 0.9], [1, 1], [0, 1]))).toEqual({
      area: expect.closeTo(0.5, 12),
      errorBound: expect.closeTo(0, 12),
    });
  });

  test('nothing in a cell without width', () => {
    expect(integrateGridDifference(alignOnGrid([3, 3], [3], [1, 5]))).toEqual({ area: 0, errorBound: 0 });
  });
});

const sample = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 12 });
const edges = fc
  .uniqueArray(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 8 })
  // Between the numbers, so that a mirrored number stays on its side of the edge.
  .map((values) => values.sort((a, b) => a - b).map((value) => value + 0.5));

function expectSame(one: AlignedNumbers, other: AlignedNumbers): void {
  const [first, second] = [one, other].map(integrateGridDifference);
  expect(second.area).toBeCloseTo(first.area, 9);
  expect(second.errorBound).toBeCloseTo(first.errorBound, 9);
}

test('it makes no difference which side is the baseline', () => {
  fc.assert(
    fc.property(sample, sample, edges, (a, b, grid) => expectSame(alignOnGrid(a, b, grid), alignOnGrid(b, a, grid))),
  );
});

test('it makes no difference whether numbers are counted from below or from above', () => {
  const mirror = (values: readonly number[]) => values.map((value) => -value).reverse();
  fc.assert(
    fc.property(sample, sample, edges, (a, b, grid) =>
      expectSame(alignOnGrid(a, b, grid), alignOnGrid(mirror(a), mirror(b), mirror(grid))),
    ),
  );
});
