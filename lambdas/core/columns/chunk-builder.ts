import type { Column, TableChunk } from './column.ts';
import { ColumnBuilder } from './column-builder.ts';

/** Rows of a chunk unless its columns are many (see {@link MAX_CHUNK_CELLS}). */
export const DEFAULT_CHUNK_ROWS = 8192;
/** Rows times columns of a chunk: bounds its memory to about 50 MB, 10,000 columns included. */
export const MAX_CHUNK_CELLS = 4_194_304;

/**
 * Collects rows into {@link TableChunk}s. Columns are created by name at any time; what a row does not set is missing.
 * Columns that no row of a chunk set are absent from it.
 */
export class ChunkBuilder {
  readonly #maxRows: number;
  readonly #columns = new Map<string, ColumnBuilder>();
  readonly #kept: ReadonlySet<string>;
  #rows = 0;

  /** `columns`: names that come first in every chunk and whose builders stay valid from chunk to chunk. */
  constructor(options: { readonly rows?: number | undefined; readonly columns?: readonly string[] | undefined } = {}) {
    this.#maxRows = options.rows ?? DEFAULT_CHUNK_ROWS;
    if (!Number.isInteger(this.#maxRows) || this.#maxRows < 1) {
      throw new RangeError(`chunk rows: ${this.#maxRows} is not a positive whole number`);
    }
    this.#kept = new Set(options.columns);
    for (const name of this.#kept) this.#columns.set(name, new ColumnBuilder());
  }

  /** Finished rows; also the row to set cells in. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether the chunk must be taken before another row comes. */
  get full(): boolean {
    return this.#rows >= this.#maxRows || this.#rows * this.#columns.size >= MAX_CHUNK_CELLS;
  }

  /** Whether a row with `columns` columns, new ones in the worst case, still fits. An empty chunk takes any row. */
  fits(columns: number): boolean {
    return this.#rows === 0 || (this.#rows + 1) * (this.#columns.size + columns) <= MAX_CHUNK_CELLS;
  }

  /** The builder of a column, created where needed. Valid until the next {@link take}, those named at the start for ever. */
  column(name: string): ColumnBuilder {
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = new ColumnBuilder();
      this.#columns.set(name, column);
    }
    return column;
  }

  /** Ends the row; its cells were set at index {@link rows}. */
  endRow(): void {
    this.#rows++;
  }

  /** Ends `count` rows at once, for readers that fill column by column. */
  endRows(count: number): void {
    this.#rows += count;
  }

  /** The finished rows; the builder starts over. */
  take(): TableChunk {
    const rows = this.#rows;
    const columns = new Map<string, Column>();
    for (const [name, builder] of this.#columns) {
      if (builder.seen) columns.set(name, builder.take(rows));
      // Names that come and go, such as ids used as keys, must not pile up.
      else if (!this.#kept.has(name)) this.#columns.delete(name);
    }
    this.#rows = 0;
    return { rows, columns };
  }
}
