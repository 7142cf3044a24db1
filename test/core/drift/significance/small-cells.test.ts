import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cells } from '../../../../lambdas/core/drift/cells.ts';
import { MIN_EXPECTED_ROWS, poolSmallCells } from '../../../../lambdas/core/drift/significance/small-cells.ts';

const cells = (baseline: number[], window: number[]): Cells => ({
  baseline: Float64Array.from(baseline),
  window: Float64Array.from(window),
  names: baseline.map((_, i) => `c${i}`),
});

describe('poolSmallCells', () => {
  test.each([
    {
      name: 'large cells stay, empty ones go',
      given: cells([50, 0, 50], [40, 0, 60]),
      baseline: [50, 50],
      window: [40, 60],
    },
    {
      // 100 rows a side: a cell expects half its total. 4 + 4 and 2 + 4 are small; together they expect 7.
      name: 'small cells become one',
      given: cells([94, 4, 2], [92, 4, 4]),
      baseline: [94, 6],
      window: [92, 8],
    },
    {
      name: 'one that stays small joins the smallest large cell',
      given: cells([70, 28, 2], [60, 37, 3]),
      baseline: [70, 30],
      window: [60, 40],
    },
    {
      // 12 rows a side, 6 cells of 2 + 2: each expects 2, three of them 6; all rows are in small cells, so two groups.
      name: 'where small cells hold most rows they become several',
      given: cells([2, 2, 2, 2, 2, 2], [2, 2, 2, 2, 2, 2]),
      baseline: [6, 6],
      window: [6, 6],
    },
    { name: 'too few rows for any cell', given: cells([1, 1], [1, 0]), baseline: [2], window: [1] },
  ])('$name', ({ given, baseline, window }) => {
    const pooled = poolSmallCells(given);

    expect([...pooled.baseline]).toEqual(baseline);
    expect([...pooled.window]).toEqual(window);
  });

  const counts = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), {
    minLength: 1,
    maxLength: 40,
  });
  const filled = counts.filter((rows) => rows.some(([b]) => b > 0) && rows.some(([, w]) => w > 0));
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

  test('keeps every row, and every cell expects enough unless there is only one', () => {
    fc.assert(
      fc.property(filled, (rows) => {
        const given = cells(
          rows.map(([b]) => b),
          rows.map(([, w]) => w),
        );
        const pooled = poolSmallCells(given);
        const n = sum(given.baseline);
        const m = sum(given.window);
        expect(sum(pooled.baseline)).toBe(n);
        expect(sum(pooled.window)).toBe(m);
        if (pooled.baseline.length === 1) return;
        pooled.baseline.forEach((count, i) => {
          const expected = ((count + pooled.window[i]) * Math.min(n, m)) / (n + m);
          expect(expected).toBeGreaterThanOrEqual(MIN_EXPECTED_ROWS - 1e-9);
        });
      }),
    );
  });

  test('what is pooled depends on totals only, not on how they are split', () => {
    // Moving rows between two cells of one total leaves the totals of cells and sides as they are.
    fc.assert(
      fc.property(filled, (rows) => {
        const swapped = rows.map(([b, w]) => [w, b] as const);
        const first = poolSmallCells(
          cells(
            rows.map(([b]) => b),
            rows.map(([, w]) => w),
          ),
        );
        const second = poolSmallCells(
          cells(
            swapped.map(([b]) => b),
            swapped.map(([, w]) => w),
          ),
        );
        expect([...second.baseline]).toEqual([...first.window]);
        expect([...second.window]).toEqual([...first.baseline]);
      }),
    );
  });
});
