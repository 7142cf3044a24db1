import { CELL } from '../columns/column.ts';

/** Cells processed at once. Their numbers fit the processor's first-level cache. */
export const BLOCK_ROWS = 2048;

/** Buffers shared by all columns of a profiler. */
export interface Buffers {
  /** {@link BLOCK_ROWS} long. */
  readonly numbers: Float64Array;
  /** Rows by kind of cell, at the negated code of {@link CELL}. */
  readonly kinds: Float64Array;
  /** Rows by code of the chunk's dictionary. Replaced by a longer one if needed. */
  codes: Uint32Array;
}

/** Sets the counts to 0, with room for `texts` texts in the dictionary. */
export function clearBuffers(buffers: Buffers, texts: number): void {
  if (buffers.codes.length < texts) buffers.codes = new Uint32Array(Math.max(texts, 2 * buffers.codes.length));
  else buffers.codes.fill(0, 0, texts);
  buffers.kinds.fill(0);
}

/** Collects the numbers of rows [start, end), without NaN, which stands for missing. Returns how many there are. */
export function gatherNumbers(numbers: Float64Array, start: number, end: number, values: Float64Array): number {
  let length = 0;
  for (let row = start; row < end; row++) {
    const value = numbers[row] + 0;
    values[length] = value;
    length += Number.isNaN(value) ? 0 : 1;
  }
  return length;
}

/** Counts the cells of rows [start, end) by kind and collects their numbers. Returns how many numbers there are. */
export function gatherCells(
  codes: Int32Array,
  numbers: Float64Array | null,
  start: number,
  end: number,
  buffers: Buffers,
): number {
  const kinds = buffers.kinds;
  const byCode = buffers.codes;
  const values = buffers.numbers;
  let length = 0;
  for (let row = start; row < end; row++) {
    const code = codes[row];
    if (code >= 0) byCode[code]++;
    else if (code === CELL.number) values[length++] = numbers![row] + 0;
    else kinds[-code]++;
  }
  return length;
}

/**
 * Collects the numbers that the texts of rows [start, end) stand for. Returns how many there are.
 *
 * @param byCode By code of the dictionary, NaN for a text that stands for no number.
 */
export function gatherTexts(
  codes: Int32Array,
  byCode: Float64Array,
  start: number,
  end: number,
  values: Float64Array,
): number {
  let length = 0;
  for (let row = start; row < end; row++) {
    const code = codes[row];
    if (code < 0) continue;
    const value = byCode[code];
    values[length] = value;
    length += Number.isNaN(value) ? 0 : 1;
  }
  return length;
}

/** Moves the numbers among the first `length` values to the front. Returns how many there are. */
export function dropNaN(values: Float64Array, length: number): number {
  let end = 0;
  for (let i = 0; i < length; i++) if (!Number.isNaN(values[i])) values[end++] = values[i];
  return end;
}
