import type { ColumnCells } from './column-reference.ts';

/** NannyML warns below this number of chunks, and cuts into {@link DEFAULT_CHUNKS} where nothing else is said. */
const FEW_CHUNKS = 6;
const DEFAULT_CHUNKS = 10;

/**
 * The ends of chunks of `windowRows` consecutive rows, or of ten chunks where that gives fewer than six. The last chunk
 * also has the remaining rows.
 */
export function chunkRanges(rows: number, windowRows: number): readonly (readonly [start: number, end: number])[] {
  const whole = Math.floor(rows / windowRows);
  const count = whole < FEW_CHUNKS ? Math.min(rows, DEFAULT_CHUNKS) : whole;
  const size = whole < FEW_CHUNKS ? Math.floor(rows / count) : windowRows;
  return Array.from({ length: count }, (_, i) => [i * size, i === count - 1 ? rows : (i + 1) * size] as const);
}

/** A column of the baseline in chunks, see {@link chunkRanges}. */
export function referenceChunks(columns: readonly ColumnCells[], rows: number, windowRows: number): ColumnCells[] {
  const isCategory = columns[0].codes !== null;
  const cells = isCategory ? new Int32Array(rows) : new Float64Array(rows);
  let at = 0;
  for (const { numbers, codes } of columns) {
    const part = (isCategory ? codes : numbers)!;
    cells.set(part, at);
    at += part.length;
  }
  return chunkRanges(rows, windowRows).map(([start, end]) => {
    const part = cells.subarray(start, end);
    return isCategory ? { numbers: null, codes: part as Int32Array } : { numbers: part as Float64Array, codes: null };
  });
}
