import type { TableChunk } from '../../columns/column.ts';
import type { DataSource } from '../../ports.ts';
import type { QuotingError, Redactor } from '../../text/redactor.ts';
import type { RejectionSink } from '../rejection-sink.ts';
import type { SeenColumns } from '../seen-columns.ts';
import type { Dialect } from './dialect.ts';

/** A chunk with the places of its rows: `lines[row]` is the line of the file, counted from 1 (Parquet: the row). */
export interface PlacedChunk extends TableChunk {
  readonly lines: Int32Array;
  /** Columns whose values come from the names of the file's folders, not from its rows. */
  readonly partitions?: ReadonlySet<string> | undefined;
}

/** Options for reading a table. */
export interface TableOptions {
  /** The columns to read. null: all. Dots in a name go down into JSON objects if there is no such key itself. */
  readonly columns: readonly string[] | null;
  /** Names with dots to read in addition to all columns, if `columns` is null. */
  readonly besides: readonly string[];
  /** Columns that every file must have. A file whose header or schema lacks one is rejected as a whole. */
  readonly required: readonly string[];
  /** Columns that must be readable if the file has them. */
  readonly named: readonly string[];
  /** Columns to keep as text, for ids. */
  readonly texts: ReadonlySet<string>;
  /** CSV: whether the first record names the columns. */
  readonly header: boolean;
  /** Names of the first columns of rows without names. The others are `_c{position}`. */
  readonly names: readonly string[];
  readonly missing: readonly string[];
  readonly dialect: Dialect;
  readonly chunkRows: number | undefined;
  /** Gets the columns of each file, and of rows of JSON that lack a wanted one. */
  readonly seenColumns?: SeenColumns | undefined;
  /** Gets the rows that cannot be read. The caller counts the others. */
  readonly log: RejectionSink;
}

/** Reads one file of a plain format, streaming. Throws {@link UnreadableFileError}, and errors of the source. */
export type TableReader = (source: DataSource, options: TableOptions) => AsyncGenerator<PlacedChunk>;

/** A file is not in its format, so that none of it can be read. */
export class UnreadableFileError extends Error implements QuotingError {
  override readonly name = 'UnreadableFileError';
  readonly uri: string;
  readonly #why: string;
  constructor(uri: string, why: string, options?: ErrorOptions) {
    super(`${uri}: ${why}`, options);
    this.uri = uri;
    this.#why = why;
  }

  /** The reason may quote a header or a value; one about the delimiter does not. */
  messageFor(redactor: Redactor): string {
    const mayTell = redactor.shows || (this.cause instanceof Error && this.cause.name === 'DelimiterError');
    return `${redactor.uri(this.uri)}: ${mayTell ? this.#why : 'the file is not in its format'}`;
  }
}

/** A text that is not in the encoding in which it is read. */
export class NotUtf8Error extends UnreadableFileError {}
