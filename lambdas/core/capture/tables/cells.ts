import { CellWriter } from '../../columns/cell-writer.ts';
import type { ColumnBuilder } from '../../columns/column-builder.ts';
import { type NumberFormat, numberFormat } from '../../columns/number-format.ts';
import type { TableOptions } from './reader.ts';

/** The cell writer for a table, which reads numbers in the table's dialect. */
export function cellWriter({ missing, dialect }: Pick<TableOptions, 'missing' | 'dialect'>): CellWriter {
  const format = numberFormat(dialect);
  return format === undefined ? new CellWriter(missing) : new LocalCellWriter(missing, format);
}

/**
 * Reads numbers in a locale's format, also in texts of JSON and Parquet: a monitor that declares a number format has
 * texts with such numbers.
 */
class LocalCellWriter extends CellWriter {
  readonly #format: NumberFormat;

  constructor(missing: readonly string[], format: NumberFormat) {
    // A missing number such as -1,00 is recognised in both spellings.
    super(missing.flatMap((text) => [text, format.normalise(text) ?? text]));
    this.#format = format;
  }

  override writeField(column: ColumnBuilder, row: number, text: string, start: number, end: number): void {
    const field = text.slice(start, end);
    const plain = this.#format.normalise(field);
    if (plain !== null) super.writeField(column, row, plain, 0, plain.length);
    else if (this.#format.isForeign(field)) super.writeText(column, row, field);
    else super.writeField(column, row, text, start, end);
  }

  override writeValue(column: ColumnBuilder, row: number, value: unknown): void {
    const plain = typeof value === 'string' ? this.#format.normalise(value) : null;
    if (plain !== null) super.writeField(column, row, plain, 0, plain.length);
    else super.writeValue(column, row, value);
  }
}
