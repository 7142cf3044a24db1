import type { ColumnBuilder } from '../../columns/column-builder.ts';
import { type CsvText, writeCsvField } from '../csv-text.ts';
import { MAX_COLUMNS, positionName } from '../positions.ts';
import { type TableOptions, UnreadableFileError } from './reader.ts';
import type { RowBuilder } from './row-builder.ts';

/** The columns of a CSV file and their places in a record. */
export class CsvLayout {
  readonly width: number;
  /** The names of all columns, in order. */
  readonly names: readonly string[];
  readonly #wanted: readonly number[];
  readonly #texts: ReadonlySet<string>;
  #columns: readonly ColumnBuilder[] = [];

  /** @param first The header, or the first record of a file without one. */
  constructor(first: CsvText, { header, names, columns, texts }: TableOptions, uri: string) {
    const found = first.width(0);
    if (found > MAX_COLUMNS) {
      throw new UnreadableFileError(uri, `it has ${found} columns; at most ${MAX_COLUMNS} are accepted`);
    }
    this.width = header ? found : Math.max(found, names.length);
    this.names = header
      ? nameUnnamed(Array.from({ length: found }, (_, i) => first.field(i)))
      : Array.from({ length: this.width }, (_, i) => names[i] ?? positionName(i));
    refuseDuplicates(this.names, uri);
    const wanted = columns === null ? null : new Set(columns);
    this.#wanted = this.names.flatMap((name, i) => (wanted === null || wanted.has(name) ? [i] : []));
    this.#texts = texts;
  }

  /** Takes the column builders of the next chunk. */
  bind({ chunk }: RowBuilder): void {
    this.#columns = this.#wanted.map((position) => chunk.column(this.names[position]));
  }

  write(csv: CsvText, rows: RowBuilder): void {
    if (this.#columns.length === 0) this.bind(rows);
    const first = csv.firstField(0);
    for (let i = 0; i < this.#wanted.length; i++) {
      const position = this.#wanted[i];
      if (this.#texts.size > 0 && this.#texts.has(this.names[position])) {
        rows.cells.writeText(this.#columns[i], rows.chunk.rows, csv.field(first + position));
      } else {
        writeCsvField(rows.cells, this.#columns[i], rows.chunk.rows, csv, first + position);
      }
    }
  }
}

/** Names several columns without a name by their positions. Spreadsheets write such columns to the right of a table. */
function nameUnnamed(names: readonly string[]): readonly string[] {
  if (names.indexOf('') === names.lastIndexOf('')) return names;
  return names.map((name, i) => (name === '' ? positionName(i) : name));
}

function refuseDuplicates(names: readonly string[], uri: string): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) (seen.has(name) ? twice : seen).add(name);
  if (twice.size === 0) return;
  const list = [...twice].map((name) => JSON.stringify(name)).join(', ');
  throw new UnreadableFileError(uri, `the header names a column more than once: ${list}`);
}
