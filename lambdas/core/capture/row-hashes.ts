import { CELL, type Column, type TableChunk } from '../columns/column.ts';
import { finish, TextHash } from '../text/hash-text.ts';

/** The hashes of cells that are neither numbers nor texts. Missing cells have none, because a column may be absent. */
const CELL_HASHES: ReadonlyMap<number, number> = new Map([
  [CELL.nan, 0x6e616e],
  [CELL.nested, 0x6e657374],
  [CELL.true, 0x74727565],
  [CELL.false, 0x66616c73],
]);

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/**
 * A 32-bit hash of the cells of every row. It does not depend on the order of the columns or on the spelling of
 * numbers.
 *
 * @param counts Whether a column is part of the content.
 */
export function hashRows({ rows, columns }: TableChunk, counts: (name: string) => boolean): Int32Array {
  const hashes = new Int32Array(rows);
  const hash = new TextHash();
  for (const [name, column] of columns) {
    if (counts(name)) addColumn(hashes, column, hash.of(name).low, hash);
  }
  return hashes;
}

function addColumn(hashes: Int32Array, column: Column, name: number, hash: TextHash): void {
  const texts = column.dictionary.map((text) => hash.of(text).low);
  for (let row = 0; row < hashes.length; row++) {
    const code = column.code(row);
    if (code === CELL.missing) continue;
    const cell =
      code >= 0 ? texts[code] : code === CELL.number ? hashNumber(column.numbers![row]) : CELL_HASHES.get(code)!;
    hashes[row] = (hashes[row] + finish(Math.imul(cell, 0x9e3779b1) ^ name)) | 0;
  }
}

function hashNumber(value: number): number {
  double[0] = value;
  return Math.imul(halves[0], 0x85ebca6b) ^ halves[1];
}
