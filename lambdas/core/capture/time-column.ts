import { CELL, type Column } from '../columns/column.ts';
import { readTimeNumber, readTimeText } from './times.ts';

/** Returns a function that reads a row's time. Parses each distinct text of the chunk only once. */
export function timeReader(column: Column | null): (row: number) => number {
  if (column === null) return () => Number.NaN;
  const texts = Float64Array.from(column.dictionary, readTimeText);
  return (row) => {
    const code = column.code(row);
    if (code >= 0) return texts[code];
    if (code !== CELL.number) return Number.NaN;
    // A file that declares a column of times declares their unit too.
    return column.form === 'time' ? column.numbers![row] : readTimeNumber(column.numbers![row]);
  };
}
