import { type AsyncBuffer, type ColumnData, type FileMetaData, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { ChunkBuilder, DEFAULT_CHUNK_ROWS, MAX_CHUNK_CELLS } from '../../columns/chunk-builder.ts';
import type { DataSource } from '../../ports.ts';
import { cellWriter } from './cells.ts';
import { describeMissingColumns } from './missing-columns.ts';
import { COMPRESSORS, codecProblem } from './parquet-codecs.ts';
import { chooseColumns, type ParquetColumn } from './parquet-columns.ts';
import { columnReadings, PARSERS } from './parquet-values.ts';
import { type PlacedChunk, type TableOptions, type TableReader, UnreadableFileError } from './reader.ts';

/**
 * Parquet, one row group in memory at a time and only the wanted columns, fields of structs by dots; uncompressed, snappy,
 * gzip, zstd, brotli and LZ4. 64-bit integers become the nearest double, as the same digits in CSV would; columns kept as
 * text keep every digit. A column that cannot be read is rejected, and absent from there on; one that is named makes the
 * file unreadable.
 */
export const readParquet: TableReader = async function* (source, options) {
  const { uri } = source;
  const file = new SourceBuffer(source);
  try {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    const said = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    if (said !== Number(metadata.num_rows)) {
      const why = `its footer says ${metadata.num_rows} rows, its row groups have ${said}: the file is cut or damaged`;
      throw new UnreadableFileError(uri, why);
    }
    const all = chooseColumns(metadata, { ...options, columns: null }, uri);
    const detail = describeMissingColumns(
      uri,
      all.map(({ name }) => name),
      { required: options.required, header: false },
    );
    if (detail !== null) {
      options.log.reject('missing-column', uri, null, detail, '', Number(metadata.num_rows));
      return;
    }
    const groups = new GroupReader(file, metadata, chooseColumns(metadata, options, uri), uri, options);
    let start = 0;
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      yield* writeGroup(await groups.read(start, start + rows), groups, start, start + rows, options);
      start += rows;
    }
  } catch (error) {
    if (file.failed || error instanceof UnreadableFileError) throw error;
    throw new UnreadableFileError(uri, `it is not readable as Parquet: ${(error as Error).message}`, {
      cause: error,
    });
  }
};

/** The values of a row group, by column at the top of the schema. */
type Pieces = ReadonlyMap<string, readonly ColumnData[]>;

/** Reads row groups, and leaves out the columns that it cannot read. */
class GroupReader {
  readonly #file: SourceBuffer;
  readonly metadata: FileMetaData;
  readonly #uri: string;
  readonly #options: TableOptions;
  #columns: readonly ParquetColumn[];

  constructor(
    file: SourceBuffer,
    metadata: FileMetaData,
    columns: readonly ParquetColumn[],
    uri: string,
    options: TableOptions,
  ) {
    this.#file = file;
    this.metadata = metadata;
    this.#columns = columns;
    this.#uri = uri;
    this.#options = options;
    for (const top of this.#tops()) {
      const problem = codecProblem(metadata, top);
      if (problem !== null) this.#leaveOut(top, problem);
    }
  }

  /** Those that can be read, as far as is known. */
  get columns(): readonly ParquetColumn[] {
    return this.#columns;
  }

  /** Rows [start, end), which are a row group. */
  async read(start: number, end: number): Promise<Pieces> {
    try {
      return await this.#readTogether(this.#tops(), start, end);
    } catch (error) {
      if (this.#file.failed) throw error;
      return this.#readOneByOne(start, end);
    }
  }

  async #readOneByOne(start: number, end: number): Promise<Pieces> {
    const pieces = new Map<string, readonly ColumnData[]>();
    for (const top of this.#tops()) {
      try {
        for (const [name, parts] of await this.#readTogether([top], start, end)) pieces.set(name, parts);
      } catch (error) {
        if (this.#file.failed) throw error;
        this.#leaveOut(top, (error as Error).message);
      }
    }
    return pieces;
  }

  async #readTogether(tops: readonly string[], rowStart: number, rowEnd: number): Promise<Pieces> {
    const pieces = new Map<string, ColumnData[]>(tops.map((name) => [name, []]));
    if (tops.length === 0) return pieces;
    await parquetRead({
      file: this.#file,
      metadata: this.metadata,
      columns: [...tops],
      rowStart,
      rowEnd,
      compressors: COMPRESSORS,
      parsers: PARSERS,
      geoparquet: false,
      onChunk: (piece) => pieces.get(piece.columnName)?.push(piece),
    });
    return pieces;
  }

  #tops(): string[] {
    return [...new Set(this.#columns.map(({ top }) => top))];
  }

  /** Throws UnreadableFileError when the column, or one of its fields, is named. */
  #leaveOut(top: string, why: string): void {
    const named = new Set(this.#options.named);
    const lost = this.#columns.filter((column) => column.top === top);
    const detail = `the column ${JSON.stringify(top)} cannot be read: ${why}`;
    if (lost.some(({ name }) => named.has(name))) throw new UnreadableFileError(this.#uri, detail);
    this.#options.log.reject('unreadable-column', this.#uri, null, detail, top);
    this.#columns = this.#columns.filter((column) => column.top !== top);
    // Without any column a file would be rows of nothing.
    if (this.#columns.length === 0) throw new UnreadableFileError(this.#uri, detail);
  }
}

function* writeGroup(
  pieces: Pieces,
  { metadata, columns }: GroupReader,
  start: number,
  end: number,
  options: TableOptions,
): Generator<PlacedChunk> {
  const cells = cellWriter(options);
  const readings = columnReadings(metadata, columns);
  const chunk = new ChunkBuilder({ columns: columns.map(({ name }) => name) });
  const step = Math.max(
    1,
    Math.min(options.chunkRows ?? DEFAULT_CHUNK_ROWS, Math.floor(MAX_CHUNK_CELLS / Math.max(1, columns.length))),
  );
  for (let from = start; from < end; from += step) {
    const to = Math.min(from + step, end);
    for (const { name, top, pick } of columns) {
      const column = chunk.column(name);
      const isText = options.texts.has(name);
      const { form, convert } = readings.get(name)!;
      column.form = isText ? null : form;
      const write = isText ? cells.writeText : cells.writeValue;
      for (const { rowStart, rowEnd, columnData } of pieces.get(top) ?? []) {
        const stop = Math.min(to, rowEnd);
        for (let row = Math.max(from, rowStart); row < stop; row++) {
          const cell = columnData[row - rowStart];
          const value = pick === null ? cell : pick(cell);
          const isNumber = typeof value === 'number' || typeof value === 'bigint';
          write.call(cells, column, row - from, convert !== null && isNumber ? convert(value) : value);
        }
      }
    }
    chunk.endRows(to - from);
    yield { ...chunk.take(), lines: Int32Array.from({ length: to - from }, (_, i) => from + i + 1) };
  }
}

/** A source as hyparquet reads files. Remembers whether the source itself failed. */
class SourceBuffer implements AsyncBuffer {
  readonly #source: DataSource;
  failed = false;

  constructor(source: DataSource) {
    this.#source = source;
  }

  get byteLength(): number {
    return this.#source.size;
  }

  async slice(start: number, end = this.byteLength): Promise<ArrayBuffer> {
    try {
      const bytes = await this.#source.slice(start, end);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    } catch (error) {
      this.failed = true;
      throw error;
    }
  }
}
