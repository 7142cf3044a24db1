/** Codes below zero: what a cell holds if it is not a text of the dictionary. */
export const CELL = {
  /** null, absent, empty CSV field, or one of the monitor's `missing` texts */
  missing: -1,
  /** a number, finite or ±Infinity (`numbers[row]`) */
  number: -2,
  /** an explicit not-a-number: JSON `NaN`, CSV `nan` */
  nan: -3,
  /** an object or array where a plain value is expected */
  nested: -4,
  /** JSON or Parquet booleans; CSV knows only texts */
  true: -5,
  false: -6,
} as const;

/** What `at(row)` returns: NaN for an explicit not-a-number, null for missing and nested cells. */
export type CellValue = number | string | boolean | null;

/**
 * What the numbers of a column stand for, if the file declares it. `time`: milliseconds since the epoch, UTC.
 * `duration`: milliseconds, for a time of day those since midnight.
 */
export type TimeForm = 'time' | 'duration';

/**
 * One column of a chunk, immutable. It needs no object per cell: numbers are in a Float64Array, texts are codes into a
 * dictionary. It satisfies arquero's column contract (`length` and `at(row)`), so that a table is a view, not a copy.
 */
export class Column {
  readonly length: number;
  /** The numbers, NaN for cells of other kinds. null: no cell holds a number. */
  readonly numbers: Float64Array | null;
  /**
   * A code of {@link CELL} for each cell, or an index into `dictionary`. null: every cell is a number, or missing if
   * `numbers` has NaN.
   */
  readonly codes: Int32Array | null;
  /** The distinct texts of this chunk, in order of appearance. */
  readonly dictionary: readonly string[];
  /** null: plain numbers. */
  readonly form: TimeForm | null;

  constructor(
    length: number,
    numbers: Float64Array | null,
    codes: Int32Array | null,
    dictionary: readonly string[] = [],
    form: TimeForm | null = null,
  ) {
    if (numbers === null && codes === null) throw new Error('a column needs numbers or codes');
    this.length = length;
    this.numbers = numbers;
    this.codes = codes;
    this.dictionary = dictionary;
    this.form = form;
  }

  /** The cell's code, see {@link CELL}. */
  code(row: number): number {
    if (this.codes !== null) return this.codes[row];
    return Number.isNaN(this.numbers![row]) ? CELL.missing : CELL.number;
  }

  /** Whether the cell is a number, and not an infinite one. */
  isFinite(row: number): boolean {
    return this.code(row) === CELL.number && Number.isFinite(this.numbers![row]);
  }

  /** The cell's value (arquero's column contract). */
  at(row: number): CellValue {
    const code = this.code(row);
    if (code >= 0) return this.dictionary[code];
    switch (code) {
      case CELL.number:
        return this.numbers![row];
      case CELL.nan:
        return Number.NaN;
      case CELL.true:
        return true;
      case CELL.false:
        return false;
      default:
        return null;
    }
  }
}

/**
 * A part of a data set: named columns of equal length, in a Map because a name from captured data may be `__proto__`. A
 * column that first occurs in a later chunk is absent from the earlier ones.
 */
export interface TableChunk {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
}
