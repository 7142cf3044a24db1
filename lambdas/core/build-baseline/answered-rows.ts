import { CELL, type TableChunk } from '../columns/column.ts';
import { pickRows } from '../columns/pick-rows.ts';

/** The rows of a training table that the model answered: at least one role has a value other than not-a-number. */
export function answeredRows({ rows, columns }: TableChunk): Int32Array {
  const answered = new Int32Array(rows);
  let count = 0;
  const roles = [...columns.values()];
  for (let row = 0; row < rows; row++) {
    const hasAnswer = roles.some((column) => {
      const code = column.code(row);
      return code !== CELL.missing && code !== CELL.nan;
    });
    if (hasAnswer) answered[count++] = row;
  }
  return answered.subarray(0, count);
}

/** Some rows of a chunk. */
export function pickChunk(chunk: TableChunk, rows: Int32Array): TableChunk {
  if (rows.length === chunk.rows) return chunk;
  return {
    rows: rows.length,
    columns: new Map(Array.from(chunk.columns, ([name, column]) => [name, pickRows(column, rows)])),
  };
}
