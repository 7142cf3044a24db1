import type { Cells } from '../cells.ts';

/** A 2 × k table without empty columns. */
export interface PooledTable {
  readonly baseline: Float64Array;
  readonly window: Float64Array;
  /** Positions, in the original table, of the cells that were merged with others. */
  readonly together: readonly number[];
  /** Whether the cell of missing values is too small to be a column and is not part of the table. */
  readonly withoutMissing: boolean;
}

/** The chi-square distribution describes the statistic from this expected count on (W. Cochran, 1954). */
export const MIN_EXPECTED_ROWS = 5;

/**
 * Pools the cells in which either side expects fewer than {@link MIN_EXPECTED_ROWS} rows, and drops empty ones.
 *
 * They become one cell, except that of missing values: it is not a category and stays out of the table. Where the
 * pooled cells hold more than half of all rows, one cell would blind the test to them (50 even categories in a window
 * of 100 rows are all small), so they become several, smallest first, each just large enough.
 *
 * Pooling depends only on names and on the cells' totals over both sides, never on how a total is split between the
 * sides: without drift the split is random given the totals, so the test stays valid. (Pooling by the baseline's counts
 * would not be: rare cells would be picked for having few rows there.)
 */
export function poolSmallCells(cells: Cells): PooledTable {
  const k = cells.baseline.length;
  let n = 0;
  let m = 0;
  for (let i = 0; i < k; i++) {
    n += cells.baseline[i];
    m += cells.window[i];
  }
  const leastTotal = (MIN_EXPECTED_ROWS * (n + m)) / Math.min(n, m);
  const groups: number[][] = [];
  const small: number[] = [];
  let smallRows = 0;
  let withoutMissing = false;
  for (let i = 0; i < k; i++) {
    const total = cells.baseline[i] + cells.window[i];
    if (total === 0) continue;
    if (total >= leastTotal) {
      groups.push([i]);
      continue;
    }
    if (i === cells.missing) {
      withoutMissing = true;
      continue;
    }
    small.push(i);
    smallRows += total;
  }
  if (small.length > 0) {
    const several = smallRows > (n + m) / 2;
    if (several) sortByTotal(small, cells);
    groupSmall(small, cells, groups, several ? leastTotal : Number.POSITIVE_INFINITY, leastTotal);
  }
  return { ...sumGroups(groups, cells), together: groups.filter((group) => group.length > 1).flat(), withoutMissing };
}

/** Ascending by total. Ties by name: the cells' order may itself come from the baseline's counts. */
function sortByTotal(indexes: number[], cells: Cells): void {
  indexes.sort((i, j) => total(i, cells) - total(j, cells) || compareNames(i, j, cells.names));
}

function compareNames(i: number, j: number, names: readonly string[] | null): number {
  const a = names?.[i] ?? '';
  const b = names?.[j] ?? '';
  return a < b ? -1 : a > b ? 1 : i - j;
}

/** Adds groups of small cells, each closed once it reaches `full`; a last one below `least` joins the smallest group. */
function groupSmall(small: readonly number[], cells: Cells, groups: number[][], full: number, least: number): void {
  let group: number[] = [];
  let rows = 0;
  for (const index of small) {
    group.push(index);
    rows += total(index, cells);
    if (rows < full) continue;
    groups.push(group);
    group = [];
    rows = 0;
  }
  if (group.length === 0) return;
  if (rows >= least || groups.length === 0) {
    groups.push(group);
    return;
  }
  const smallest = smallestGroup(groups, cells);
  for (const index of group) smallest.push(index);
}

function smallestGroup(groups: readonly number[][], cells: Cells): number[] {
  let smallest = groups[0];
  for (const group of groups) {
    const difference = groupTotal(group, cells) - groupTotal(smallest, cells);
    if (difference < 0 || (difference === 0 && compareNames(group[0], smallest[0], cells.names) < 0)) smallest = group;
  }
  return smallest;
}

function sumGroups(
  groups: readonly (readonly number[])[],
  cells: Cells,
): { baseline: Float64Array; window: Float64Array } {
  const baseline = new Float64Array(groups.length);
  const window = new Float64Array(groups.length);
  groups.forEach((group, at) => {
    for (const index of group) {
      baseline[at] += cells.baseline[index];
      window[at] += cells.window[index];
    }
  });
  return { baseline, window };
}

function groupTotal(group: readonly number[], cells: Cells): number {
  let rows = 0;
  for (const index of group) rows += total(index, cells);
  return rows;
}

function total(index: number, cells: Cells): number {
  return cells.baseline[index] + cells.window[index];
}
