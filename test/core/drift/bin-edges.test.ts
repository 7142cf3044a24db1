import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binEdges } from '../../../lambdas/core/drift/bin-edges.ts';

const BELOW_ONE = 1 - Number.EPSILON / 2;
const BELOW_TWO = 2 - Number.EPSILON;

describe('binEdges', () => {
  test.each([
    { name: 'no rows', upper: [], counts: [], bins: 4, expected: [] },
    // 25 %, 50 % and 75 % of eight rows are reached at the second, fourth and sixth value.
    {
      name: 'quantiles',
      upper: [1, 2, 3, 4, 5, 6, 7, 8],
      counts: [1, 1, 1, 1, 1, 1, 1, 1],
      bins: 4,
      expected: [2, 4, 6],
    },
    { name: 'one constant', upper: [1], counts: [9], bins: 4, expected: [BELOW_ONE, 1] },
    {
      name: 'few values are bins of their own',
      upper: [1, 2],
      counts: [99, 1],
      bins: 4,
      expected: [BELOW_ONE, 1, BELOW_TWO, 2],
    },
    {
      name: 'a value filling the first bin',
      upper: [1, 2, 3, 4],
      counts: [50, 25, 13, 12],
      bins: 3,
      expected: [BELOW_ONE, 1, 2],
    },
    {
      name: 'empty cells are no values',
      upper: [0, 1, 2, 3, 4, 5],
      counts: [0, 50, 25, 0, 13, 12],
      bins: 3,
      expected: [BELOW_ONE, 1, 2],
    },
  ])('$name', ({ upper, counts, bins, expected }) => {
    expect([...binEdges(upper, counts, { bins })]).toEqual(expected);
  });

  test('of a grid, only its edges are edges', () => {
    const upper = [0, 1, 2, Number.POSITIVE_INFINITY];

    expect([...binEdges(upper, [0, 60, 30, 10], { bins: 4, exact: false })]).toEqual([0, 1, 2]);
    expect([...binEdges(upper, [60, 0, 30, 10], { bins: 4, exact: false })]).toEqual([0, 2]);
    expect([...binEdges(upper, [0, 0, 0, 10], { bins: 4, exact: false })]).toEqual([2]);
  });

  test('ascending, without repeats, and a bin of many values holds at most 1/bins more than its share', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 30, maxLength: 200 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 25 }), (rows, bins) => {
        const values = rows.map((_, i) => i);
        const edges = [...binEdges(values, rows, { bins }), Number.POSITIVE_INFINITY];
        const total = rows.reduce((sum, count) => sum + count, 0);
        for (let bin = 1; bin < edges.length; bin++) {
          expect(edges[bin]).toBeGreaterThan(edges[bin - 1]);
          const inside = values.filter((value) => value > edges[bin - 1] && value <= edges[bin]);
          const held = inside.reduce((sum, value) => sum + rows[value], 0);
          // The bin below may end up to one value (5 rows) past its quantile, this one likewise.
          expect(held).toBeLessThanOrEqual(total / bins + 5);
        }
      }),
    );
  });
});
