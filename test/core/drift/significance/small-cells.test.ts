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

  test('a cell that expects just enough is large, and so is one of small cells together', () => {
    // 100 rows a side: a total of 10 is enough.
    expect([...poolSmallCells(cells([90, 5, 5], [90, 5, 5])).baseline]).toEqual([90, 5, 5]);
    expect([...poolSmallCells(cells([95, 3, 2], [95, 2, 3])).baseline]).toEqual([95, 5]);
  });

  test('small cells that hold half of all rows, and no more, are one; otherwise groups of just enough', () => {
    // 20 rows a side: a total of 10 is enough.
    const ones = (count: number) => new Array<number>(count).fill(1);

    expect([...poolSmallCells(cells([10, ...ones(10)], [10, ...ones(10)])).baseline]).toEqual([10, 10]);
    expect([...poolSmallCells(cells(ones(20), ones(20))).baseline]).toEqual([5, 5, 5, 5]);
  });

  test('of large cells of one size, the first by name takes in a small one; without names, the first', () => {
    const counts = { baseline: Float64Array.of(50, 50, 1), window: Float64Array.of(50, 50, 1) };
    const joined = (names: string[] | null) => [...poolSmallCells({ ...counts, names }).baseline];

    expect(joined(['b', 'a', 'c'])).toEqual([50, 51]);
    expect(joined(['a', 'b', 'c'])).toEqual([51, 50]);
    expect(joined(null)).toEqual([51, 50]);
  });

  test('several are closed as soon as they are large enough, the smallest cells first', () => {
    // Totals of 2, 2, 4, 4 | 6, 6 | 8, 8 in 20 rows a side.
    const rows = [4, 1, 3, 2, 1, 4, 2, 3];

    expect([...poolSmallCells(cells(rows, rows)).baseline]).toEqual([6, 6, 8]);
  });

  test('what is left of several joins the smallest of them, the first by name', () => {
    // Ten cells of 4 in 20 rows a side: three groups of three, and one cell more.
    const rows = new Array<number>(10).fill(2);

    expect([...poolSmallCells(cells(rows, rows)).baseline]).toEqual([8, 6, 6]);
    expect(poolSmallCells(cells(rows, rows)).together).toEqual([0, 1, 2, 9, 3, 4, 5, 6, 7, 8]);
  });

  test('says which cells were merged with others', () => {
    expect(poolSmallCells(cells([50, 0, 50], [40, 0, 60])).together).toEqual([]);
    expect(poolSmallCells(cells([94, 4, 2], [92, 4, 4])).together).toEqual([1, 2]);
    expect(poolSmallCells(cells([70, 28, 2], [60, 37, 3])).together).toEqual([1, 2]);
  });

  test('too few missing values are not part of the table; enough of them are a column', () => {
    const few = poolSmallCells({ ...cells([50, 48, 2], [40, 57, 3]), missing: 2 });
    const enough = poolSmallCells({ ...cells([50, 40, 10], [40, 50, 10]), missing: 2 });

    expect([...few.baseline]).toEqual([50, 48]);
    expect(few).toMatchObject({ together: [], withoutMissing: true });
    expect([...enough.baseline]).toEqual([50, 40, 10]);
    expect(enough.withoutMissing).toBe(false);
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

  test('does not depend on the order of the cells', () => {
    const columnsOf = ({ baseline, window }: ReturnType<typeof poolSmallCells>) =>
      Array.from(baseline, (rows, i) => `${rows} ${window[i]}`).sort();
    // Few different totals, so that names decide.
    const few = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.nat()), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(few, (rows) => {
        const named = rows.map(([b, w, place], i) => ({ b, w, place, name: `c${i}` }));
        const table = (given: typeof named): Cells => ({
          ...cells(
            given.map(({ b }) => b + 1),
            given.map(({ w }) => w + 1),
          ),
          names: given.map(({ name }) => name),
        });
        const shuffled = named.toSorted((one, other) => one.place - other.place);
        expect(columnsOf(poolSmallCells(table(shuffled)))).toEqual(columnsOf(poolSmallCells(table(named))));
      }),
    );
  });
});
