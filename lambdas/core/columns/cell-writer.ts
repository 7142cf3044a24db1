import type { ColumnBuilder } from './column-builder.ts';
import { MissingTexts } from './missing-texts.ts';
import { isNaNText, parseNumber } from './number-text.ts';

/** Writes values from files into cells. Decides, alike for every format, what is missing, a number or a text. */
export class CellWriter {
  readonly #missing: MissingTexts;

  /**
   * @param missing Texts and numbers that mean "missing". Empty texts and null always do. NaN is a kind of cell of its
   * own.
   */
  constructor(missing: readonly string[]) {
    this.#missing = new MissingTexts(missing);
  }

  /**
   * Writes a CSV field, `text[start, end)`: missing if empty, a number if {@link parseNumber} reads one, otherwise a
   * text.
   */
  writeField(column: ColumnBuilder, row: number, text: string, start: number, end: number): void {
    if (start === end) {
      column.setMissing(row);
      return;
    }
    const number = parseNumber(text, start, end);
    if (Number.isNaN(number)) this.#writeText(column, row, text.slice(start, end));
    else this.writeNumber(column, row, number);
  }

  /** What {@link writeField} writes for this field: null for a missing cell, NaN for an explicit not-a-number. */
  readField(text: string): number | string | null {
    if (text === '') return null;
    const number = parseNumber(text);
    if (!Number.isNaN(number)) return this.#missing.hasNumber(number) ? null : number;
    if (this.#missing.hasText(text)) return null;
    return isNaNText(text) ? Number.NaN : text;
  }

  /** What {@link writeValue} writes for this text. */
  readText(text: string): number | string | null {
    if (this.#missing.has(text)) return null;
    return isNaNText(text) ? Number.NaN : text;
  }

  /** Writes a JSON or Parquet value. Texts stay texts, even `"12"`. undefined is missing. */
  writeValue(column: ColumnBuilder, row: number, value: unknown): void {
    switch (typeof value) {
      case 'number':
        this.writeNumber(column, row, value);
        return;
      case 'string':
        if (this.#missing.has(value)) column.setMissing(row);
        else this.#writeText(column, row, value);
        return;
      case 'boolean':
        column.setBoolean(row, value);
        return;
      case 'bigint':
        // The nearest double, as for the same digits in a CSV or JSON file.
        this.writeNumber(column, row, Number(value));
        return;
      case 'object':
        if (value === null) column.setMissing(row);
        else column.setNested(row);
        return;
      default:
        column.setMissing(row);
    }
  }

  /** Writes a value as text, for ids: `007`, `1.0` and long numbers keep their spelling. */
  writeText(column: ColumnBuilder, row: number, value: unknown): void {
    if (value === null || value === undefined || value === '') column.setMissing(row);
    else if (typeof value === 'object') column.setNested(row);
    else if (typeof value === 'string' && this.#missing.hasText(value)) column.setMissing(row);
    else column.setText(row, String(value));
  }

  /** Writes a number: missing if the number means that. */
  writeNumber(column: ColumnBuilder, row: number, number: number): void {
    if (this.#missing.hasNumber(number)) column.setMissing(row);
    else column.setNumber(row, number);
  }

  #writeText(column: ColumnBuilder, row: number, text: string): void {
    if (this.#missing.hasText(text)) column.setMissing(row);
    else if (isNaNText(text)) column.setNaN(row);
    else column.setText(row, text);
  }
}
