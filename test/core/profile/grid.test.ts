import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previousDouble } from '../../../lambdas/core/profile/doubles.ts';
import { chooseGrid, coarsenGrid, isolateValues } from '../../../lambdas/core/profile/grid.ts';
import { countNear, GridCounter } from '../../../lambdas/core/profile/grid-counter.ts';
import { boundGridError } from './grid-error.ts';

const double = fc.double({ noNaN: true }).map((value) => value + 0);
/** Doubles of all sizes, small integers, and pairs of neighbouring doubles. */
const value = fc
  .oneof(double, fc.integer({ min: -50, max: 50 }), fc.double({ min: 1e9, max: 1e9 + 1, noNaN: true }))
  .chain((one) => fc.constantFrom(one, one > Number.NEGATIVE_INFINITY ? previousDouble(one) : one));
const distinct = fc
  .uniqueArray(value, { minLength: 1, maxLength: 200 })
  .map((values) => Float64Array.from(values).sort());

/** The first edge that is not below the value, by the definition of a grid. */
function cellOf(edges: readonly number[], value: number): number {
  const cell = edges.findIndex((edge) => value <= edge);
  return cell < 0 ? edges.length : cell;
}

function finiteRange(values: Float64Array) {
  const finite = values.filter(Number.isFinite);
  return { min: finite[0], max: finite[finite.length - 1] };
}

describe('GridCounter', () => {
  it('counts every number in the cell of the definition', () => {
    fc.assert(
      fc.property(fc.uniqueArray(value, { maxLength: 120 }), fc.array(value, { maxLength: 200 }), (edgeSet, values) => {
        const edges = [...Float64Array.from(edgeSet).sort()].filter((edge) => edge < Number.POSITIVE_INFINITY);
        // Values on edges and right beside them matter most.
        const all = [...values, ...edges, ...edges.filter(Number.isFinite).map(previousDouble)];
        const finite = Float64Array.from(all.filter(Number.isFinite));
        const expected = new Array<number>(edges.length + 1).fill(0);
        for (const one of all) expected[cellOf(edges, one)]++;

        const counter = new GridCounter(edges);
        counter.addAll(finite, 0, finite.length);
        for (const one of all) if (!Number.isFinite(one)) counter.add(one, 1);

        expect(counter.finish().counts).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('sums the finite numbers of a cell', () => {
    const counter = new GridCounter([0, 10]);
    counter.addAll(Float64Array.of(-1, 0, 1, 10, 11, 12), 0, 6);
    counter.add(Number.POSITIVE_INFINITY, 3);
    counter.add(5, 2);
    expect(counter.finish()).toEqual({ kind: 'grid', edges: [0, 10], counts: [2, 4, 5], sums: [-1, 21, 23] });
  });

  it('counts apart in two counters of one grid', () => {
    const edges = [0, 10];
    const [first, second] = [countNear(edges), countNear(edges)];
    first.addAll(Float64Array.of(5, 11), 0, 2);
    second.add(-1, 1);
    expect(first.finish()).toEqual({ kind: 'grid', edges, counts: [0, 1, 1], sums: [0, 5, 11] });
    expect(second.finish()).toEqual({ kind: 'grid', edges, counts: [1, 0, 0], sums: [-1, 0, 0] });
  });
});

describe('chooseGrid', () => {
  const weighted = distinct.chain((values) =>
    fc.tuple(
      fc.constant(values),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: values.length, maxLength: values.length }),
      fc.integer({ min: 1, max: 40 }),
    ),
  );

  it('gives cells with one double or few enough rows, and no rows outside the range', () => {
    fc.assert(
      fc.property(weighted, ([values, rows, maxCellRows]) => {
        fc.pre(values.some(Number.isFinite));
        const range = finiteRange(values);
        const edges = chooseGrid(values, rows, range, maxCellRows);

        expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b));
        const cells = edges.map(() => 0).concat(0);
        const members: number[][] = cells.map(() => []);
        values.forEach((one, i) => {
          cells[cellOf(edges, one)] += rows[i];
          members[cellOf(edges, one)].push(one);
        });
        members.forEach((inside, cell) => {
          if (cells[cell] <= maxCellRows) return;
          // Too many rows: one value, and the cell must have no room for another double.
          expect(inside).toHaveLength(1);
          const upper = edges[cell] ?? Number.POSITIVE_INFINITY;
          expect(upper).toBe(inside[0]);
          if (upper > Number.NEGATIVE_INFINITY) expect(edges[cell - 1]).toBe(previousDouble(upper));
        });
        expect(edges).toContain(range.max);
        expect(edges).toContain(previousDouble(range.min) + 0);
      }),
      { numRuns: 500 },
    );
  });

  it('needs at most twice the fewest cells', () => {
    const values = Float64Array.from({ length: 100_000 }, (_, i) => i * i);
    const edges = chooseGrid(values, new Float64Array(100_000).fill(1), finiteRange(values), 100);
    // 1,000 cells of 100 rows and one below all.
    expect(edges).toHaveLength(1001);
  });
});

describe('isolateValues', () => {
  it('gives every value a cell without any other double', () => {
    fc.assert(
      fc.property(distinct, value, (values, other) => {
        const edges = isolateValues(values);
        const cells = Array.from(values, (one) => cellOf(edges, one));
        expect(new Set(cells).size).toBe(values.length);
        if (!values.includes(other)) expect(cells).not.toContain(cellOf(edges, other));
      }),
      { numRuns: 500 },
    );
  });
});

describe('coarsenGrid', () => {
  it('merges neighbours up to a number of rows, but not cells outside the range', () => {
    const grid = {
      kind: 'grid' as const,
      edges: [previousDouble(1), 2, 3, 4, 5, 6],
      counts: [0, 1, 1, 1, 9, 1, 0],
      sums: [0, 2, 3, 4, 45, 6, 0],
    };
    expect(coarsenGrid(grid, { min: 1, max: 6 }, 2)).toEqual({
      kind: 'grid',
      edges: [previousDouble(1), 3, 4, 5, 6],
      counts: [0, 2, 1, 9, 1, 0],
      sums: [0, 5, 4, 45, 6, 0],
    });
  });
});

describe('boundGridError', () => {
  it.each([
    ['by value', { kind: 'exact' as const, values: [1, 2], counts: [3, 1] }, 0],
    ['a grid', { kind: 'grid' as const, edges: [0, 1, 2], counts: [0, 3, 1, 0], sums: [0, 0, 0, 0] }, 0.75],
    [
      'a grid with a value of its own',
      { kind: 'grid' as const, edges: [previousDouble(1), 1, 2], counts: [0, 3, 1, 0], sums: [0, 0, 0, 0] },
      0.25,
    ],
    [
      'infinities of their own',
      {
        kind: 'grid' as const,
        edges: [Number.NEGATIVE_INFINITY, 0, Number.MAX_VALUE],
        counts: [5, 0, 1, 4],
        sums: [0, 0, 0, 0],
      },
      0.1,
    ],
    ['no rows', { kind: 'grid' as const, edges: [0], counts: [0, 0], sums: [0, 0] }, 0],
  ])('is the largest share of a cell with room for two doubles: %s', (_, numbers, bound) => {
    expect(boundGridError(numbers)).toBe(bound);
  });
});
