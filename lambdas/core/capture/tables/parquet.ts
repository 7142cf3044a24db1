import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  type AsyncBuffer,
  type ColumnData,
  type Compressors,
  type FileMetaData,
  type ParquetParsers,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import { CellWriter } from '../../columns/cell-writer.ts';
import { ChunkBuilder, DEFAULT_CHUNK_ROWS, MAX_CHUNK_CELLS } from '../../columns/chunk-builder.ts';
import type { DataSource } from '../../ports.ts';
import { MAX_COLUMNS } from '../request-rows.ts';
import { type PlacedChunk, type TableOptions, type TableReader, UnreadableFileError } from './reader.ts';

const COMPRESSORS: Compressors = {
  GZIP: (bytes, length) => gunzipSync(bytes, bounded(length)),
  ZSTD: (bytes, length) => zstdDecompressSync(bytes, bounded(length)),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, bounded(length)),
};

/** Dates and timestamps are milliseconds since the epoch, UTC, as numbers; a timestamp without a zone counts as UTC. */
const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (time: bigint | null | undefined) => scale(time, 1),
  timestampFromMicroseconds: (time: bigint | null | undefined) => scale(time, 1e3),
  timestampFromNanoseconds: (time: bigint | null | undefined) => scale(time, 1e6),
  dateFromDays: (days: number | null | undefined) => (days === null || days === undefined ? days : days * 86_400_000),
};

/**
 * Parquet, one row group in memory at a time and only the wanted columns; uncompressed, snappy, gzip, zstd and brotli.
 * 64-bit integers become the nearest double, as the same digits in CSV would; columns kept as text keep every digit.
 */
export const readParquet: TableReader = async function* (source, options) {
  const file = new SourceBuffer(source);
  try {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    const columns = chooseColumns(metadata, options, source.uri);
    const said = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    if (said !== Number(metadata.num_rows)) {
      const why = `its footer says ${metadata.num_rows} rows, its row groups have ${said}: the file is cut or damaged`;
      throw new UnreadableFileError(source.uri, why);
    }
    let start = 0;
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      yield* readGroup(file, metadata, columns, start, start + rows, options);
      start += rows;
    }
  } catch (error) {
    if (file.failed || error instanceof UnreadableFileError) throw error;
    throw new UnreadableFileError(source.uri, `it is not readable as Parquet: ${(error as Error).message}`, {
      cause: error,
    });
  }
};

function chooseColumns(metadata: FileMetaData, options: TableOptions, uri: string): string[] {
  const found = parquetSchema(metadata).children.map((child) => child.element.name);
  const names = new Set(found);
  if (names.size < found.length) {
    const twice = found.filter((name, i) => found.indexOf(name) !== i).map((name) => JSON.stringify(name));
    throw new UnreadableFileError(uri, `it has a column more than once: ${twice.join(', ')}`);
  }
  const columns = options.columns === null ? found : options.columns.filter((name) => names.has(name));
  if (columns.length > MAX_COLUMNS) {
    throw new UnreadableFileError(uri, `it has ${columns.length} columns, accepted are at most ${MAX_COLUMNS}`);
  }
  return columns;
}

async function* readGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: string[],
  start: number,
  end: number,
  options: TableOptions,
): AsyncGenerator<PlacedChunk> {
  const all = columns.length === parquetSchema(metadata).children.length;
  const pieces = new Map<string, ColumnData[]>(columns.map((name) => [name, []]));
  if (columns.length > 0) {
    await parquetRead({
      file,
      metadata,
      ...(!all && { columns }),
      rowStart: start,
      rowEnd: end,
      compressors: COMPRESSORS,
      parsers: PARSERS,
      geoparquet: false,
      onChunk: (piece) => pieces.get(piece.columnName)?.push(piece),
    });
  }
  const cells = new CellWriter(options.missing);
  const chunk = new ChunkBuilder({ columns });
  const step = Math.max(
    1,
    Math.min(options.chunkRows ?? DEFAULT_CHUNK_ROWS, Math.floor(MAX_CHUNK_CELLS / Math.max(1, columns.length))),
  );
  for (let from = start; from < end; from += step) {
    const to = Math.min(from + step, end);
    for (const [name, parts] of pieces) {
      const column = chunk.column(name);
      const write = options.texts.has(name) ? cells.writeText : cells.writeValue;
      for (const { rowStart, rowEnd, columnData } of parts) {
        const stop = Math.min(to, rowEnd);
        for (let row = Math.max(from, rowStart); row < stop; row++) {
          write.call(cells, column, row - from, columnData[row - rowStart]);
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

/** A page is no larger than its header says, whatever its bytes would expand to. */
function bounded(length: number) {
  return { maxOutputLength: Math.max(1, length) };
}

function scale(time: bigint | null | undefined, unitsPerMillisecond: number): number | null | undefined {
  return time === null || time === undefined ? time : Number(time) / unitsPerMillisecond;
}
