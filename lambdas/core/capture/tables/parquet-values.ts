import type { FileMetaData, ParquetParsers, SchemaElement } from 'hyparquet';
import type { TimeForm } from '../../columns/column.ts';
import { shortestFloat16, shortestFloat32 } from '../../columns/float32.ts';
import { findArrowDurations } from './arrow-durations.ts';
import type { ParquetColumn } from './parquet-columns.ts';

/**
 * Dates and timestamps are read as milliseconds since the epoch, UTC. A timestamp without a zone is UTC. Digits beyond
 * milliseconds are dropped, as in times in texts.
 */
export const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (time: bigint | null | undefined) => floorTo(time, 1n),
  timestampFromMicroseconds: (time: bigint | null | undefined) => floorTo(time, 1000n),
  timestampFromNanoseconds: (time: bigint | null | undefined) => floorTo(time, 1_000_000n),
  dateFromDays: (days: number | null | undefined) => (days === null || days === undefined ? days : days * 86_400_000),
};

/** How to interpret the values of a column. */
export interface ColumnReading {
  /** What its numbers stand for. null: plain numbers or other values. */
  readonly form: TimeForm | null;
  /** Converts a stored number to the number that it stands for. null: they are the same. */
  readonly convert: ((value: number | bigint) => number) | null;
}

const PLAIN: ColumnReading = { form: null, convert: null };
const TIME: ColumnReading = { form: 'time', convert: null };

/** The interpretation of every column, by name. */
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
 * @param perMillisecond For a column that stores durations as plain integers: its units per millisecond.
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

/** Rounds to the double nearest to the decimal, which hyparquet's multiplication by a power of ten can miss. */
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
