import { copyText } from '../text/copy-text.ts';
import { CELL, type CellValue, Column, type TimeForm } from './column.ts';

/** Rows that a column's arrays hold at first. They double from here. */
const FIRST_CAPACITY = 64;
/** V8 copies slices up to this length. A longer slice keeps the whole text that it was cut from in memory. */
const LONGEST_COPIED_TEXT = 12;

/**
 * Builds a {@link Column} for each chunk. Cells are set by row and are missing until set, so rows can be skipped, and
 * the rows before a late column's first cell are missing. Each array is created with the first cell that needs it: no
 * `numbers` without a number, no `codes` while every cell is a number or missing.
 */
export class ColumnBuilder {
  /** What the numbers stand for. Kept from chunk to chunk. */
  form: TimeForm | null = null;
  #numbers: Float64Array | null = null;
  #codes: Int32Array | null = null;
  #dictionary: string[] = [];
  #codeOf = new Map<string, number>();
  #capacity: number;
  #seen = false;
  #chunk = 0;

  /** The number of columns that were taken: codes are valid while it stays the same. */
  get chunk(): number {
    return this.#chunk;
  }

  /** Whether any cell was set, as missing or otherwise, since the last {@link take}. */
  get seen(): boolean {
    return this.#seen || this.#numbers !== null || this.#codes !== null;
  }

  /**
   * @param rows The number of rows, if it is known.
   * @default - arrays grow with the rows
   */
  constructor(rows = FIRST_CAPACITY) {
    this.#capacity = Math.max(1, rows);
  }

  /** Sets a number, finite or ±Infinity. -0 becomes 0, and NaN an explicit not-a-number. */
  setNumber(row: number, value: number): void {
    if (Number.isNaN(value)) {
      this.setNaN(row);
      return;
    }
    if (row >= this.#capacity) this.#grow(row);
    let numbers = this.#numbers;
    if (numbers === null) {
      numbers = new Float64Array(this.#capacity).fill(Number.NaN);
      this.#numbers = numbers;
    }
    numbers[row] = value + 0;
    if (this.#codes !== null) this.#codes[row] = CELL.number;
  }

  setText(row: number, text: string): void {
    this.setCode(row, this.codeOf(text));
  }

  /** The text's code in the dictionary, to which it is added if it is new. Valid until the next {@link take}. */
  codeOf(text: string): number {
    let code = this.#codeOf.get(text);
    if (code === undefined) {
      const kept = text.length > LONGEST_COPIED_TEXT ? copyText(text) : text;
      code = this.#dictionary.length;
      this.#dictionary.push(kept);
      this.#codeOf.set(kept, code);
    }
    return code;
  }

  setBoolean(row: number, value: boolean): void {
    this.setCode(row, value ? CELL.true : CELL.false);
  }

  /** Sets an explicit not-a-number. */
  setNaN(row: number): void {
    this.setCode(row, CELL.nan);
  }

  /** Sets a cell that holds an object or array in place of a plain value. */
  setNested(row: number): void {
    this.setCode(row, CELL.nested);
  }

  /**
   * Sets a cell that is present but empty. A cell that is never set is missing too, but does not make the column {@link
   * seen}.
   */
  setMissing(row: number): void {
    this.#seen = true;
    if (this.#numbers !== null && row < this.#numbers.length) this.#numbers[row] = Number.NaN;
    if (this.#codes !== null && row < this.#codes.length) this.#codes[row] = CELL.missing;
  }

  /** The value of a cell that was set since the last {@link take}, as in {@link Column.at}. */
  at(row: number): CellValue {
    if (row >= this.#capacity || this.#isMissing(row)) return null;
    return new Column(this.#capacity, this.#numbers, this.#codes, this.#dictionary).at(row);
  }

  /** Avoids creating a column for missing cells, which are the most frequent ones in {@link at}. */
  #isMissing(row: number): boolean {
    if (this.#codes !== null) return this.#codes[row] === CELL.missing;
    return this.#numbers === null || Number.isNaN(this.#numbers[row]);
  }

  /** Returns the column of the first `length` rows and starts over. */
  take(length: number): Column {
    const column = this.#column(length, this.#numbers, this.#codes, this.#dictionary);
    this.#chunk++;
    this.#numbers = null;
    this.#codes = null;
    this.#dictionary = [];
    this.#codeOf = new Map();
    this.#capacity = Math.max(1, length);
    this.#seen = false;
    return column;
  }

  /** The cells so far as a column that further cells do not change. */
  copy(length: number): Column {
    const [numbers, codes] = [this.#numbers?.slice() ?? null, this.#codes?.slice() ?? null];
    return this.#column(length, numbers, codes, this.#dictionary.slice());
  }

  #column(length: number, numbers: Float64Array | null, codes: Int32Array | null, dictionary: string[]): Column {
    const given = codes === null && numbers === null ? new Int32Array(length).fill(CELL.missing) : codes;
    return new Column(
      length,
      numbers === null ? null : withLength(numbers, length, Number.NaN),
      given === null ? null : withLength(given, length, CELL.missing),
      dictionary,
      this.form,
    );
  }

  /** Sets a text by its code, see {@link codeOf}, or another kind of cell by its code of {@link CELL}. */
  setCode(row: number, code: number): void {
    if (row >= this.#capacity) this.#grow(row);
    let codes = this.#codes;
    if (codes === null) {
      codes = new Int32Array(this.#capacity).fill(CELL.missing);
      const numbers = this.#numbers;
      if (numbers !== null) {
        for (let i = 0; i < numbers.length; i++) if (!Number.isNaN(numbers[i])) codes[i] = CELL.number;
      }
      this.#codes = codes;
    }
    codes[row] = code;
    if (this.#numbers !== null) this.#numbers[row] = Number.NaN;
  }

  #grow(row: number): void {
    this.#capacity = Math.max(this.#capacity * 2, row + 1);
    if (this.#numbers !== null) this.#numbers = withLength(this.#numbers, this.#capacity, Number.NaN);
    if (this.#codes !== null) this.#codes = withLength(this.#codes, this.#capacity, CELL.missing);
  }
}

/**
 * The array with exactly `length` elements: a view if it is longer, a copy filled up with `filler` if it is shorter.
 */
function withLength<A extends Float64Array | Int32Array>(array: A, length: number, filler: number): A {
  if (array.length === length) return array;
  if (array.length > length) return array.subarray(0, length) as A;
  const longer = new (array.constructor as new (length: number) => A)(length);
  longer.set(array);
  longer.fill(filler, array.length);
  return longer;
}
