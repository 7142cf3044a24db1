import type { ProblemType } from '../../capture/spec.ts';
import { CELL, type Column, type TableChunk } from '../../columns/column.ts';

/** The rows that can be used for training or judging, and why other labelled rows cannot. */
export interface UsableRows {
  /** Ascending row numbers over all chunks. */
  readonly rows: Int32Array;
  readonly unusableLabel: number;
  readonly withoutFeatures: number;
}

/**
 * @param chunks The features of all rows, in order.
 * @param actual The label of each row; missing where there is none.
 */
export function usableRows(chunks: readonly TableChunk[], actual: Column, problem: ProblemType): UsableRows {
  const rows = new Int32Array(actual.length);
  let kept = 0;
  let unusableLabel = 0;
  let withoutFeatures = 0;
  let first = 0;
  for (const { rows: length, columns } of chunks) {
    const features = [...columns.values()];
    for (let row = 0; row < length; row++) {
      const at = first + row;
      if (actual.code(at) === CELL.missing) continue;
      if (problem === 'regression' && !actual.isFinite(at)) unusableLabel++;
      else if (!features.some((column) => hasValue(column, row))) withoutFeatures++;
      else rows[kept++] = at;
    }
    first += length;
  }
  return { rows: rows.slice(0, kept), unusableLabel, withoutFeatures };
}

/** Nested cells are written as missing, so they do not count. */
function hasValue(column: Column, row: number): boolean {
  const code = column.code(row);
  return code !== CELL.missing && code !== CELL.nested;
}
