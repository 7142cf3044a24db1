/**
 * The demo's real data: 3,000,000 US flights of January to June 2001 (vega-datasets, flights-3m.parquet, BSD-3-Clause;
 * from the US Bureau of Transportation Statistics). Sorted by departure time; no missing values. Times are local to the
 * airport and have minutes only. The file ends with six flights of 2001-07-01 00:00, which no window covers.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { zstdDecompressSync } from 'node:zlib';
import { type FileMetaData, parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import { DAY_MS, HOUR_MS, isoWeekday } from './calendar.ts';
import type { Flights } from './flights.ts';

/** Location of the data after `npm ci`. */
const FLIGHTS_FILE = fileURLToPath(new URL('../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url));

/** The flights' file has unexpected content. */
export class FlightsFileError extends Error {
  override readonly name = 'FlightsFileError';
}

/**
 * Reads the flights.
 * @param file - default: {@link FLIGHTS_FILE}
 * @param onProgress - called with the rows read and all rows after each part of the file
 * @throws FlightsFileError when a column or a value is missing, an airport code is not three capitals, or the rows are not sorted by time
 */
export async function loadFlights(
  file: string = FLIGHTS_FILE,
  onProgress?: (done: number, all: number) => void,
): Promise<Flights> {
  const bytes = await readFile(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const metadata = parquetMetadata(buffer);
  const rows = Number(metadata.num_rows);
  const time = new Float64Array(rows);
  const delay = new Int16Array(rows);
  const distance = new Float64Array(rows);
  const codes = { origin: new Uint16Array(rows), destination: new Uint16Array(rows) };
  const airports = new Map<string, number>();
  const copies = new Map<string, ColumnCopy>([
    ['date', (cells, start) => copyNumbers(cells, time, start, 'date')],
    ['delay', (cells, start) => copyNumbers(cells, delay, start, 'delay')],
    ['distance', (cells, start) => copyNumbers(cells, distance, start, 'distance')],
    ['origin', (cells, start) => copyAirports(cells, codes.origin, start, airports)],
    ['destination', (cells, start) => copyAirports(cells, codes.destination, start, airports)],
  ]);
  await readColumns(buffer, metadata, copies, onProgress);
  const dictionary = [...airports.keys()];
  return {
    rows,
    time,
    delay,
    distance,
    ...deriveCalendar(time),
    origin: { codes: codes.origin, dictionary },
    destination: { codes: codes.destination, dictionary },
  };
}

/** Copies the cells of one row group's column to their place from row `start` on. */
type ColumnCopy = (cells: ArrayLike<unknown>, start: number) => void;

async function readColumns(
  buffer: ArrayBuffer,
  metadata: FileMetaData,
  copies: ReadonlyMap<string, ColumnCopy>,
  onProgress?: (done: number, all: number) => void,
): Promise<void> {
  const columns = parquetSchema(metadata).children.map((child) => child.element.name);
  const absent = [...copies.keys()].filter((name) => !columns.includes(name));
  if (absent.length > 0) throw new FlightsFileError(`the columns ${absent.join(', ')} are missing`);
  let failure: unknown;
  let rowStart = 0;
  // One row group after the other: hyparquet holds the decoded columns of a call until it ends.
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    await parquetRead({
      file: buffer,
      metadata,
      rowStart,
      rowEnd,
      columns: [...copies.keys()],
      compressors: { ZSTD: (input) => zstdDecompressSync(input) },
      // Milliseconds as numbers, so that no Date is created for each row.
      parsers: {
        timestampFromMicroseconds: (micros: bigint) => Number(micros) / 1000,
        timestampFromMilliseconds: (millis: bigint) => Number(millis),
      },
      onChunk: (chunk) => {
        // hyparquet calls this in promises that are not awaited, where a throw would end the process.
        try {
          if (failure === undefined) copies.get(chunk.columnName)?.(chunk.columnData, chunk.rowStart);
        } catch (error) {
          failure = error;
        }
      },
    });
    if (failure !== undefined) throw failure;
    onProgress?.(rowEnd, Number(metadata.num_rows));
    rowStart = rowEnd;
  }
}

function copyNumbers(cells: ArrayLike<unknown>, into: Float64Array | Int16Array, start: number, name: string): void {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell !== 'bigint' && typeof cell !== 'number') throw unexpected(name, start + i, cell, 'a number');
    into[start + i] = Number(cell);
  }
}

function copyAirports(
  cells: ArrayLike<unknown>,
  into: Uint16Array,
  start: number,
  airports: Map<string, number>,
): void {
  for (let i = 0; i < cells.length; i++) {
    const airport = cells[i] as string;
    let code = airports.get(airport);
    if (code === undefined) {
      // Checked once for each airport; the writers below put the codes into CSV and JSON as they are.
      if (!/^[A-Z]{3}$/.test(airport)) throw unexpected('airport', start + i, airport, 'three capitals');
      code = airports.size;
      airports.set(airport, code);
    }
    into[start + i] = code;
  }
}

function deriveCalendar(time: Float64Array): { hour: Uint8Array; weekday: Uint8Array } {
  const hour = new Uint8Array(time.length);
  const weekday = new Uint8Array(time.length);
  for (let row = 0; row < time.length; row++) {
    if (row > 0 && time[row] < time[row - 1]) throw new FlightsFileError(`row ${row} departs before row ${row - 1}`);
    hour[row] = Math.floor((time[row] % DAY_MS) / HOUR_MS);
    weekday[row] = isoWeekday(time[row]);
  }
  return { hour, weekday };
}

function unexpected(what: string, row: number, value: unknown, accepted: string): FlightsFileError {
  return new FlightsFileError(`${what} in row ${row} is ${String(value)}: expected ${accepted}`);
}
