import type { ColumnBuilder } from './column-builder.ts';
import { MissingTexts } from './missing-texts.ts';
import { isNaNText, parseNumber } from './number-text.ts';

/** Writes values as files hold them into cells: what counts as missing, a number, a text. The same in every format. */
export class CellWriter {
  readonly #missing: MissingTexts;

  /** `missing`: texts and numbers that mean "missing". Empty texts and null always do; NaN has a cell of its own. */
  constructor(missing: readonly string[]) {
    this.#missing = new MissingTexts(missing);
  }

  /** A CSV field, `text[start, end)`: empty is missing, then what {@link parseNumber} says, else a text as it stands. */
  writeField(column: ColumnBuilder, row: number, text: string, start: number, end: number): void {
    if (start === end) {
      column.setMissing(row);
      return;
    }
    const number = parseNumber(text, start, end);
    if (Number.isNaN(number)) this.#writeText(column, row, text.slice(start, end));
    else this.#writeNumber(column, row, number);
  }

  /** A JSON or Parquet value. Texts stay texts, `"12"` too; undefined is missing. */
  writeValue(column: ColumnBuilder, row: number, value: unknown): void {
    switch (typeof value) {
      case 'number':
        this.#writeNumber(column, row, value);
        return;
      case 'string':
        if (this.#missing.has(value)) column.setMissing(row);
        else this.#writeText(column, row, value);
        return;
      case 'boolean':
        column.setBoolean(row, value);
        return;
      case 'bigint':
        // As the same digits in a CSV or JSON file: the nearest double.
        this.#writeNumber(column, row, Number(value));
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
    else if (typeof value === 'string' && this.#missing.hasText(value)) column.setMissing(row);
    else column.setText(row, String(value));
  }

  #writeNumber(column: ColumnBuilder, row: number, number: number): void {
    if (this.#missing.hasNumber(number)) column.setMissing(row);
    else column.setNumber(row, number);
  }

  #writeText(column: ColumnBuilder, row: number, text: string): void {
    if (this.#missing.hasText(text)) column.setMissing(row);
    else if (isNaNText(text)) column.setNaN(row);
    else column.setText(row, text);
  }
}
