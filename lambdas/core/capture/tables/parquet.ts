import { type AsyncBuffer, type ColumnData, type FileMetaData, parquetMetadataAsync, type RowGroup } from 'hyparquet';
import { ChunkBuilder, DEFAULT_CHUNK_ROWS, MAX_CHUNK_CELLS } from '../../columns/chunk-builder.ts';
import type { DataSource } from '../../ports.ts';
import { errorMessage } from '../../text/error-message.ts';
import { cellWriter } from './cells.ts';
import { describeMissingColumns } from './missing-columns.ts';
import { codecProblems } from './parquet-codecs.ts';
import { chooseColumns, type ParquetColumn } from './parquet-columns.ts';
import { ParquetGroup, rowsProblem } from './parquet-groups.ts';
import { columnReadings } from './parquet-values.ts';
import { type PlacedChunk, type TableOptions, type TableReader, UnreadableFileError } from './reader.ts';

/**
 * Reads Parquet, with one row group in memory at a time and only the requested columns. Fields of structs are named
 * with dots. Pages may be uncompressed, snappy, gzip, zstd, brotli or LZ4. 64-bit integers become the nearest double,
 * like the same digits in CSV; columns that are kept as text keep every digit. A column that cannot be read is rejected
 * and absent from then on, unless it is a named one, which makes the file unreadable.
 */
export const readParquet: TableReader = async function* (source, options) {
  const { uri } = source;
  const file = new SourceBuffer(source);
  try {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    const problem = rowsProblem(metadata);
    if (problem !== null) throw new UnreadableFileError(uri, problem);
    const all = chooseColumns(metadata, { ...options, columns: null }, uri);
    options.seenColumns?.add(all.map(({ name }) => name));
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
      yield* writeGroup(await groups.read(group), groups, start, start + rows, options);
      start += rows;
    }
  } catch (error) {
    if (file.failed || error instanceof UnreadableFileError) throw error;
    throw new UnreadableFileError(uri, `it is not readable as Parquet: ${errorMessage(error)}`, {
      cause: error,
    });
  }
};

/** The values of a row group, by top-level column. */
type Pieces = ReadonlyMap<string, readonly ColumnData[]>;

/** Reads row groups and leaves out the columns that it cannot read. */
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
    const problems = codecProblems(metadata);
    for (const top of this.#tops()) {
      const problem = problems.get(top);
      if (problem !== undefined) this.#leaveOut(top, problem);
    }
  }

  /** The columns that could be read so far. */
  get columns(): readonly ParquetColumn[] {
    return this.#columns;
  }

  /** Reads a row group. A column that cannot be read is absent. */
  async read(rowGroup: RowGroup): Promise<Pieces> {
    const pieces = new Map<string, readonly ColumnData[]>();
    if (rowGroup.num_rows === 0n) return pieces;
    const group = new ParquetGroup(this.#file, this.metadata, rowGroup);
    await group.fetch(this.#tops());
    for (const top of this.#tops()) {
      try {
        pieces.set(top, await group.read(top));
      } catch (error) {
        this.#leaveOut(top, errorMessage(error));
      }
    }
    return pieces;
  }

  #tops(): string[] {
    return [...new Set(this.#columns.map(({ top }) => top))];
  }

  /** Leaves out a column. Throws UnreadableFileError if the column, or one of its fields, is a named one. */
  #leaveOut(top: string, why: string): void {
    const named = new Set(this.#options.named);
    const lost = this.#columns.filter((column) => column.top === top);
    const detail = `the column ${JSON.stringify(top)} cannot be read: ${why}`;
    if (lost.some(({ name }) => named.has(name))) throw new UnreadableFileError(this.#uri, detail);
    this.#options.log.reject('unreadable-column', this.#uri, null, detail, top);
    this.#columns = this.#columns.filter((column) => column.top !== top);
    // Without a column, the rows would be empty.
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
        const first = start + rowStart;
        const stop = Math.min(to, start + rowEnd);
        for (let row = Math.max(from, first); row < stop; row++) {
          const cell = columnData[row - first];
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

/** Adapts a source to hyparquet's file interface. Remembers whether the source itself failed. */
export class SourceBuffer implements AsyncBuffer {
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
