import { type ColumnTable, table } from 'arquero';
import type { TableChunk } from './column.ts';

/** A chunk as arquero sees it: the columns are `c0`, `c1`, … in the chunk's order, their names stand beside. */
export interface ChunkTable {
  readonly table: ColumnTable;
  /** `names[i]` is the name of table column `c{i}`. */
  readonly names: readonly string[];
}

/**
 * An arquero table over a chunk. A view: nothing is copied. Captured names are not the table's names, because arquero keeps
 * columns in a plain object and writes names into generated code, where `__proto__`, quotes or newlines would break it.
 * A column of numbers is handed over as its Float64Array, missing cells being NaN there (arquero's aggregates skip NaN like
 * null); every other column answers through `at(row)`.
 */
export function toTable(chunk: TableChunk): ChunkTable {
  const columns: [string, Float64Array | { readonly length: number; at(row: number): unknown }][] = [];
  const names: string[] = [];
  for (const [name, column] of chunk.columns) {
    const data = column.codes === null && column.numbers !== null ? column.numbers : column;
    columns.push([`c${names.length}`, data]);
    names.push(name);
  }
  return { table: table(Object.fromEntries(columns)), names };
}
