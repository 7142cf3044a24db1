import type { ColumnTable } from 'arquero';
import { Column } from '../../columns/column.ts';
import { CSV_SPELLING } from './csv.ts';
import { cellTexts, type RowText } from './format.ts';
import { TextPieces } from './text-pieces.ts';

/** Name of the column with the hash of the row's id. */
export const ID_COLUMN = 'id';

/**
 * Held-out labels as CSV with a header: the hash of the id, then the table's columns, one line for each row. Classes are written
 * as their canonical texts.
 *
 * @param heldOutLabels Columns `actual`, `score`, `label`, `value`, `score_0`, …, `segment_0`, …
 * @param rows Row numbers of the table.
 */
export function writeHeldOutLabels(heldOutLabels: ColumnTable, ids: Float64Array, rows: Int32Array): Uint8Array {
  const names = heldOutLabels.columnNames();
  const cells = names.map((name) => valueTexts(numbersOnly(name, heldOutLabels.column(name))));
  const pieces = new TextPieces();
  pieces.append(`${[ID_COLUMN, ...names].join(',')}\n`);
  for (const row of rows) {
    let text = String(ids[row]);
    for (const cell of cells) text += `,${cell(row)}`;
    pieces.append(`${text}\n`);
  }
  return pieces.take();
}

/** An answer that should be a number and is not is written as missing. */
function numbersOnly(name: string, column: unknown): unknown {
  if (!(column instanceof Column) || !/^(score(_\d+)?|value)$/.test(name)) return column;
  return column.numbers ?? new Float64Array(column.length).fill(Number.NaN);
}

function valueTexts(column: unknown): RowText {
  if (column instanceof Column) return cellTexts(column, CSV_SPELLING);
  if (column instanceof Float64Array) return cellTexts(new Column(column.length, column, null), CSV_SPELLING);
  throw new TypeError('a column of predictions has neither classes nor numbers');
}
