import type { TableChunk } from '../columns/column.ts';
import { DEFAULT_MISSING } from '../columns/missing-texts.ts';
import type { DataSource } from '../ports.ts';
import type { RejectionLog } from './rejections.ts';
import type { TableFormat } from './spec.ts';
import { type Dialect, dialectOf } from './tables/dialect.ts';
import { formatOf, TABLE_READERS } from './tables/registry.ts';
import { StrictLog } from './tables/strict-log.ts';

export { UnreadableFileError } from './tables/reader.ts';
export { formatOf, UnknownFormatError } from './tables/registry.ts';

/** How a data set is read. */
export interface DatasetOptions extends Dialect {
  /** @default - by the file's extension */
  readonly format?: TableFormat | undefined;
  /** CSV: whether the first record names the columns. Otherwise, they are `_c0`, `_c1`, … @default true */
  readonly header?: boolean | undefined;
  /** Texts and numbers that mean "missing", besides empty texts, null and NaN. @default DEFAULT_MISSING */
  readonly missing?: readonly string[] | undefined;
  /** The columns to read. Those that the file does not have are absent from the chunks. @default - all */
  readonly columns?: readonly string[] | undefined;
  /** Columns to keep as text, so that ids such as `007` or `1.0` keep their spelling. @default - none */
  readonly texts?: readonly string[] | undefined;
  /** Required columns: if the file has one that cannot be read, the whole file is unreadable. @default - none */
  readonly named?: readonly string[] | undefined;
  /** @default DEFAULT_CHUNK_ROWS */
  readonly chunkRows?: number | undefined;
  readonly log: RejectionLog;
}

/**
 * Reads a table, CSV, JSON (both also as gzip) or Parquet, into columnar chunks. Rows that cannot be read are rejected
 * in `options.log`.
 *
 * @throws UnreadableFileError if the file is not in its format, is incomplete or has another encoding
 * @throws UnknownFormatError if neither the options nor the file's name tell its format
 */
export async function* readDataset(source: DataSource, options: DatasetOptions): AsyncGenerator<TableChunk> {
  const { log } = options;
  const read = TABLE_READERS[options.format ?? formatOf(source.uri)];
  const chunks = read(source, {
    columns: options.columns ?? null,
    besides: [],
    required: [],
    named: options.named ?? [],
    texts: new Set(options.texts),
    header: options.header ?? true,
    names: [],
    missing: options.missing ?? DEFAULT_MISSING,
    dialect: dialectOf(options),
    chunkRows: options.chunkRows,
    log: new StrictLog(log),
  });
  for await (const chunk of chunks) {
    log.accept(chunk.rows, chunk.rows);
    yield { rows: chunk.rows, columns: chunk.columns };
  }
}
