import { previousDouble, saturate } from './doubles.ts';
import type { GridNumbers } from './types.ts';

/**
 * Chooses the edges of a baseline's grid from its distinct values (ascending, ±Infinity allowed) and their rows. Every
 * cell holds a single value or at most `maxCellRows` rows. One pass from the left gives at most twice the smallest
 * number of cells. A value with more rows gets a cell of its own, which begins at the double just below it, so that
 * values within rounding of it are counted apart. The outer cells hold no finite value of the baseline: a number there
 * is outside its range [min, max].
 */
export function chooseGrid(
  values: ArrayLike<number>,
  rows: ArrayLike<number>,
  range: { readonly min: number; readonly max: number },
  maxCellRows: number,
): number[] {
  const edges = new EdgeList();
  let cellRows = 0;
  let last = Number.NEGATIVE_INFINITY;
  let started = false;
  const start = () => {
    if (!started) edges.push(previousDouble(range.min));
    started = true;
  };
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const heavy = rows[i] > maxCellRows;
    if (!Number.isFinite(value)) {
      if (!heavy) continue;
      if (value < 0) edges.push(value);
      else {
        start();
        edges.push(range.max);
        edges.push(Number.MAX_VALUE);
      }
      continue;
    }
    start();
    if (heavy) {
      edges.push(previousDouble(value));
      edges.push(value);
      cellRows = 0;
    } else {
      if (cellRows > 0 && cellRows + rows[i] > maxCellRows) {
        edges.push(last);
        cellRows = 0;
      }
      cellRows += rows[i];
    }
    last = value;
  }
  start();
  edges.push(range.max);
  return edges.edges;
}

/** Edges that give each of the distinct values (ascending) a cell of its own. */
export function isolateValues(values: ArrayLike<number>): number[] {
  const edges = new EdgeList();
  for (let i = 0; i < values.length; i++) {
    if (values[i] > Number.NEGATIVE_INFINITY) edges.push(previousDouble(values[i]));
    if (values[i] < Number.POSITIVE_INFINITY) edges.push(values[i]);
  }
  return edges.edges;
}

/** Collects edges in ascending order, without repetitions. */
class EdgeList {
  readonly edges: number[] = [];
  push(edge: number): void {
    const e = edge + 0;
    if (this.edges.length === 0 || e > this.edges[this.edges.length - 1]) this.edges.push(e);
  }
}

/**
 * Merges neighbouring cells of the grid as long as they hold at most `maxCellRows` rows together. Cells outside [min,
 * max] are not merged with cells inside.
 */
export function coarsenGrid(
  grid: GridNumbers,
  range: { readonly min: number; readonly max: number },
  maxCellRows: number,
): GridNumbers {
  const below = previousDouble(range.min);
  const edges: number[] = [];
  const counts: number[] = [];
  const sums: number[] = [];
  let rows = grid.counts[0];
  let sum = grid.sums[0];
  for (let i = 1; i < grid.counts.length; i++) {
    const edge = grid.edges[i - 1];
    if (rows + grid.counts[i] > maxCellRows || edge <= below || edge >= range.max) {
      edges.push(edge);
      counts.push(rows);
      sums.push(sum);
      rows = 0;
      sum = 0;
    }
    rows += grid.counts[i];
    sum = saturate(sum + grid.sums[i]);
  }
  return { kind: 'grid', edges, counts: [...counts, rows], sums: [...sums, sum] };
}
