import type { TableChunk } from '../../columns/column.ts';
import type { DataSource } from '../../ports.ts';
import type { RejectionSink } from '../rejections.ts';
import type { Dialect } from './dialect.ts';

/** A chunk that knows where its rows stand: `lines[row]` is the line of the file, counted from 1 (Parquet: the row). */
export interface PlacedChunk extends TableChunk {
  readonly lines: Int32Array;
  /** Columns whose values are those of the file's folders, not of its rows. */
  readonly partitions?: ReadonlySet<string> | undefined;
}

/** How a table is read. */
export interface TableOptions {
  /** The columns to read; null reads all. Dots in a name go down into JSON objects where there is no such key itself. */
  readonly columns: readonly string[] | null;
  /** Columns to read besides all, where `columns` is null: for names with dots. */
  readonly besides: readonly string[];
  /** Columns without which no row is of use. A file whose header or schema lacks one is rejected whole. */
  readonly required: readonly string[];
  /** Columns that must be readable where the file has them. */
  readonly named: readonly string[];
  /** Columns to keep as text as written, for ids. */
  readonly texts: ReadonlySet<string>;
  /** CSV: whether the first record names the columns. */
  readonly header: boolean;
  /** Names of the first columns of rows without names. The others are `_c{position}`. */
  readonly names: readonly string[];
  readonly missing: readonly string[];
  readonly dialect: Dialect;
  readonly chunkRows: number | undefined;
  /** Gets the rows that cannot be read. Rows that can are the caller's to count. */
  readonly log: RejectionSink;
}

/** Reads one file of a plain format, streaming. Throws {@link UnreadableFileError}; errors of the source pass through. */
export type TableReader = (source: DataSource, options: TableOptions) => AsyncGenerator<PlacedChunk>;

/** A file is not what its format says, so that none of it can be read. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  readonly uri: string;
  constructor(uri: string, why: string, options?: ErrorOptions) {
    super(`${uri}: ${why}`, options);
    this.uri = uri;
  }
}
