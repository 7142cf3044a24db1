import type { ColumnTable } from 'arquero';
import { Column } from '../../columns/column.ts';
import { CSV_SPELLING } from './csv.ts';
import { cellTexts, type RowText } from './format.ts';
import { TextPieces } from './text-pieces.ts';

/** Name of the column with the hash of the row's id, among those of a table of predictions. */
export const ID_COLUMN = 'id';

/**
 * What is known about held-out rows as CSV with a header: the hash of the id, then the table's columns, a line for each of
 * the rows. Classes are written as their canonical texts.
 *
 * @param known Columns `actual`, `score`, `label`, `value`, `score_0`, …, `segment_0`, …
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

/** An answer that has to be a number and is none is written as a missing one. */
function numbersOnly(name: string, column: unknown): unknown {
  if (!(column instanceof Column) || !/^(score(_\d+)?|value)$/.test(name)) return column;
  return column.numbers ?? new Float64Array(column.length).fill(Number.NaN);
}

function valueTexts(column: unknown): RowText {
  if (column instanceof Column) return cellTexts(column, CSV_SPELLING);
  if (column instanceof Float64Array) return cellTexts(new Column(column.length, column, null), CSV_SPELLING);
  throw new TypeError('a column of predictions is neither classes nor numbers');
}
