import { categoryRows, REST_CELLS } from '../profile/category-accumulator.ts';
import { hashText } from '../profile/category-text.ts';
import { namedBelow } from '../profile/named-sample.ts';
import type { Categories } from '../profile/types.ts';
import { AlignmentError } from './alignment-error.ts';
import { type CategoryTally, sumOf } from './tally.ts';

/**
 * Rows that a rest cell should expect on the smaller side. With as many, the distance of quiet data is below its limit.
 */
const ROWS_PER_CELL = 50;
/**
 * The fewest rest cells, even with few rows: with fewer still, a new category with a good share of the window would be
 * hidden among others.
 */
const FEWEST_CELLS = 8;

type Tally = Omit<CategoryTally, 'missing'>;

export function tallyAll({ counts, other }: Categories): Tally {
  return { counts: new Map(counts), other };
}

/**
 * Counts two sets of categories of which at least one is too large to be named. The hash of a category alone decides
 * its cell, in the same way on both sides and whether the baseline has seen the category or not. Categories whose hash
 * is below the bound down to which both sides name them get cells of their own; all others share up to {@link
 * REST_CELLS} cells. (Giving cells to the categories that the baseline happened to see would bias the comparison: a
 * window of the same data always has fewer rows in those.) The number of cells depends on the rows of both sides
 * together.
 */
export function tallyByHash(column: string, baseline: Categories, window: Categories): readonly [Tally, Tally] {
  const bound = namedBelow(baseline, window);
  const [left, right] = [split(column, baseline, bound), split(column, window, bound)];
  const inRest = sumOf(left.rest) + sumOf(right.rest);
  const smaller =
    Math.min(categoryRows(baseline), categoryRows(window)) / (categoryRows(baseline) + categoryRows(window));
  const cells = countCells(inRest * smaller);
  return [fold(left, cells), fold(right, cells)];
}

interface Split {
  readonly counts: ReadonlyMap<string, number>;
  readonly rest: Float64Array;
}

function split(column: string, { counts, other, rest }: Categories, bound: number): Split {
  if (other > 0 && rest === undefined) {
    throw new AlignmentError(
      column,
      'the rows of categories beyond the limit were not counted by hash',
      'build the baseline again',
    );
  }
  const named = new Map<string, number>();
  const cells = Float64Array.from(rest ?? new Float64Array(REST_CELLS));
  for (const [category, rows] of counts) {
    const hash = hashText(category);
    if (hash < bound) named.set(category, rows);
    else cells[hash % REST_CELLS] += rows;
  }
  return { counts: named, rest: cells };
}

/** A power of two, so that cells can be merged. */
function countCells(expectedRows: number): number {
  const wanted = 2 ** Math.floor(Math.log2(Math.max(1, expectedRows / ROWS_PER_CELL)));
  return Math.min(REST_CELLS, Math.max(FEWEST_CELLS, wanted));
}

function fold({ counts, rest }: Split, cells: number): Tally {
  const folded = new Float64Array(cells);
  rest.forEach((rows, cell) => {
    folded[cell % cells] += rows;
  });
  return { counts, other: 0, rest: folded };
}
