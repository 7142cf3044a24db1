import type { FileMetaData, ParquetParsers, SchemaElement } from 'hyparquet';
import type { TimeForm } from '../../columns/column.ts';
import { shortestFloat16, shortestFloat32 } from '../../columns/float32.ts';
import { findArrowDurations } from './arrow-durations.ts';
import type { ParquetColumn } from './parquet-columns.ts';

/**
 * Dates and timestamps are milliseconds since the epoch, UTC, as numbers; a timestamp without a zone counts as UTC. Of less
 * than a millisecond nothing is kept, as of the same time in a text.
 */
export const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (time: bigint | null | undefined) => floorTo(time, 1n),
  timestampFromMicroseconds: (time: bigint | null | undefined) => floorTo(time, 1000n),
  timestampFromNanoseconds: (time: bigint | null | undefined) => floorTo(time, 1_000_000n),
  dateFromDays: (days: number | null | undefined) => (days === null || days === undefined ? days : days * 86_400_000),
};

/** How the values of a column are to be understood. */
export interface ColumnReading {
  /** What its numbers stand for; null for plain numbers and everything else. */
  readonly form: TimeForm | null;
  /** Turns a number as it is stored into the one it stands for; null where they are the same. */
  readonly convert: ((value: number | bigint) => number) | null;
}

const PLAIN: ColumnReading = { form: null, convert: null };
const TIME: ColumnReading = { form: 'time', convert: null };

/** The reading of every column, by its name. */
export function columnReadings(metadata: FileMetaData, columns: readonly ParquetColumn[]): Map<string, ColumnReading> {
  const durations = findArrowDurations(metadata);
  return new Map(
    columns.map(({ name, pick, element }) => [
      name,
      readingOf(element, pick === null ? durations.get(name) : undefined),
    ]),
  );
}

/**
 * @param perMillisecond Of a column that holds durations as plain integers, how many of its units make a millisecond.
 */
function readingOf(element: SchemaElement, perMillisecond?: number): ColumnReading {
  const { type, converted_type: converted, logical_type: logical, scale } = element;
  if (logical?.type === 'TIMESTAMP' || converted === 'DATE' || converted?.startsWith('TIMESTAMP_')) return TIME;
  if (type === 'INT96' && converted === undefined) return TIME;
  if (logical?.type === 'TIME') return inUnits(TIME_UNITS[logical.unit]);
  if (converted === 'TIME_MILLIS') return inUnits(1);
  if (converted === 'TIME_MICROS') return inUnits(1e3);
  if (converted === 'DECIMAL') return { form: null, convert: roundDecimal(scale ?? 0) };
  if (logical?.type === 'FLOAT16') return { form: null, convert: (value) => shortestFloat16(Number(value)) };
  if (type === 'FLOAT') return { form: null, convert: (value) => shortestFloat32(Number(value)) };
  return type === 'INT64' && perMillisecond !== undefined ? inUnits(perMillisecond) : PLAIN;
}

const TIME_UNITS = { MILLIS: 1, MICROS: 1e3, NANOS: 1e6 } as const;

function inUnits(perMillisecond: number): ColumnReading {
  return { form: 'duration', convert: (value) => Number(value) / perMillisecond };
}

/** The double nearest to the decimal, which a product with a power of ten can miss. */
function roundDecimal(scale: number): (value: number | bigint) => number {
  const power = 10 ** scale;
  return (value) => {
    const units = Math.round(Number(value) * power);
    return Number.isSafeInteger(units) && scale <= 22 ? units / power : Number(value);
  };
}

function floorTo(time: bigint | null | undefined, unitsPerMillisecond: bigint): number | null | undefined {
  if (time === null || time === undefined) return time;
  const rest = ((time % unitsPerMillisecond) + unitsPerMillisecond) % unitsPerMillisecond;
  return Number((time - rest) / unitsPerMillisecond);
}
