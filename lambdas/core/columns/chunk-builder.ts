import type { Column, TableChunk } from './column.ts';
import { ColumnBuilder } from './column-builder.ts';

/** Rows of a chunk, fewer if it has many columns (see {@link MAX_CHUNK_CELLS}). */
export const DEFAULT_CHUNK_ROWS = 8192;
/** Largest product of rows and columns of a chunk. Bounds its memory to about 50 MB, even with 10,000 columns. */
export const MAX_CHUNK_CELLS = 4_194_304;

/**
 * Collects rows into {@link TableChunk}s. Columns can be created by name at any time. Cells that a row does not set are
 * missing, and a chunk does not have the columns that none of its rows set.
 */
export class ChunkBuilder {
  readonly #maxRows: number;
  readonly #columns = new Map<string, ColumnBuilder>();
  readonly #kept: ReadonlySet<string>;
  #rows = 0;

  /**
   * @param options `columns`: names that come first in every chunk, and whose builders stay valid from chunk to chunk.
   */
  constructor(options: { readonly rows?: number | undefined; readonly columns?: readonly string[] | undefined } = {}) {
    this.#maxRows = options.rows ?? DEFAULT_CHUNK_ROWS;
    if (!Number.isInteger(this.#maxRows) || this.#maxRows < 1) {
      throw new RangeError(`chunk rows: ${this.#maxRows} is not a positive whole number`);
    }
    this.#kept = new Set(options.columns);
    for (const name of this.#kept) this.#columns.set(name, new ColumnBuilder());
  }

  /** The number of finished rows, which is also the index of the current row. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether the chunk must be taken before the next row. */
  get full(): boolean {
    return this.#rows >= this.#maxRows || this.#rows * this.#columns.size >= MAX_CHUNK_CELLS;
  }

  /**
   * Whether a row with `columns` columns, all of them new in the worst case, still fits. An empty chunk takes any row.
   */
  fits(columns: number): boolean {
    return this.#rows === 0 || (this.#rows + 1) * (this.#columns.size + columns) <= MAX_CHUNK_CELLS;
  }

  /**
   * The builder of a column, created if needed. Valid until the next {@link take}, or always if the constructor got its
   * name.
   */
  column(name: string): ColumnBuilder {
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = new ColumnBuilder();
      this.#columns.set(name, column);
    }
    return column;
  }

  /** Ends the current row, whose cells were set at index {@link rows}. */
  endRow(): void {
    this.#rows++;
  }

  /** Ends `count` rows at once, for readers that fill column by column. */
  endRows(count: number): void {
    this.#rows += count;
  }

  /** Returns the finished rows and starts over. */
  take(): TableChunk {
    const rows = this.#rows;
    const columns = new Map<string, Column>();
    for (const [name, builder] of this.#columns) {
      if (builder.seen) columns.set(name, builder.take(rows));
      // Names that occur once, such as ids used as keys, must not pile up.
      else if (!this.#kept.has(name)) this.#columns.delete(name);
    }
    this.#rows = 0;
    return { rows, columns };
  }
}
