import type { ColumnTable } from 'arquero';
import { Column } from '../../columns/column.ts';
import { MissingColumnError } from '../errors.ts';
import { NO_CLASS, type ValueColumn } from './class-dictionary.ts';

/** The column of this name, or null. */
export function findColumn(table: ColumnTable, name: string): ValueColumn | null {
  return table.columnIndex(name) < 0 ? null : (table.column(name) as ValueColumn);
}

/** The column of this name. Throws {@link MissingColumnError}. */
export function requireColumn(table: ColumnTable, name: string, purpose: string): ValueColumn {
  const column = findColumn(table, name);
  if (column === null) throw new MissingColumnError(name, purpose, table.columnNames());
  return column;
}

/** The cells as numbers; NaN where there is none. */
export function readNumbers(column: ValueColumn): Float64Array {
  if (column instanceof Float64Array) return column;
  if (column instanceof Column && column.numbers !== null) return column.numbers;
  const numbers = new Float64Array(column.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = column.at(row);
    numbers[row] = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
  }
  return numbers;
}

/** Codes for numbers, which have no classes: 0 where usable, else NO_CLASS. */
export function codeFinite(numbers: Float64Array): Int32Array {
  return Int32Array.from(numbers, (number) => (Number.isFinite(number) ? 0 : NO_CLASS));
}

/** 1 where every column has a finite number. */
export function flagFinite(columns: readonly Float64Array[]): Uint8Array {
  const flags = new Uint8Array(columns[0].length).fill(1);
  for (const column of columns) {
    for (let row = 0; row < flags.length; row++) if (!Number.isFinite(column[row])) flags[row] = 0;
  }
  return flags;
}
