import type { ColumnBuilder } from './column-builder.ts';
import { isNaNText, parseNumber } from './number-text.ts';

/** Writes values as files hold them into cells: what counts as missing, a number, a text. */
export class CellWriter {
  readonly #missing: ReadonlySet<string>;
  /** By length, whether a missing text has it: saves cutting the text out. */
  readonly #missingLengths: Uint8Array;

  /** `missing`: texts that mean "missing", compared exactly. The empty CSV field and null always do. */
  constructor(missing: readonly string[]) {
    this.#missing = new Set(missing);
    this.#missingLengths = new Uint8Array(Math.max(0, ...missing.map((text) => text.length)) + 1);
    for (const text of missing) this.#missingLengths[text.length] = 1;
  }

  /** A CSV field, `text[start, end)`: empty is missing, then what {@link parseNumber} says, else a text as it stands. */
  writeField(column: ColumnBuilder, row: number, text: string, start: number, end: number): void {
    const length = end - start;
    if (length === 0) {
      column.setMissing(row);
      return;
    }
    if (length < this.#missingLengths.length && this.#missingLengths[length] === 1) {
      if (this.#missing.has(text.slice(start, end))) {
        column.setMissing(row);
        return;
      }
    }
    const number = parseNumber(text, start, end);
    if (!Number.isNaN(number)) column.setNumber(row, number);
    else if (isNaNText(text, start, end)) column.setNaN(row);
    else column.setText(row, text.slice(start, end));
  }

  /** A JSON or Parquet value. Texts stay texts, `"12"` too; undefined is missing. */
  writeValue(column: ColumnBuilder, row: number, value: unknown): void {
    switch (typeof value) {
      case 'number':
        column.setNumber(row, value);
        return;
      case 'string':
        if (this.#missing.has(value)) column.setMissing(row);
        else column.setText(row, value);
        return;
      case 'boolean':
        column.setBoolean(row, value);
        return;
      case 'bigint':
        // As the same digits in a CSV or JSON file: the nearest double.
        column.setNumber(row, Number(value));
        return;
      case 'object':
        if (value === null) column.setMissing(row);
        else column.setNested(row);
        return;
      default:
        column.setMissing(row);
    }
  }

  /** A value as text and nothing else, for ids: `007`, `1.0` and long digits keep their spelling. */
  writeText(column: ColumnBuilder, row: number, value: unknown): void {
    if (value === null || value === undefined || value === '') column.setMissing(row);
    else if (typeof value === 'object') column.setNested(row);
    else if (typeof value === 'string' && this.#missing.has(value)) column.setMissing(row);
    else column.setText(row, String(value));
  }
}
