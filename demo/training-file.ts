/** The training data as the monitor's baseline reads it: features, label, and scores of the held-out flights. */
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import type { FlightFeatures } from './flights.ts';

/**
 * Formats January as Parquet (snappy) with the columns hour, weekday, distance, origin, destination, late (0 or 1) and p.
 * `p` is the model's score on held-out flights and null on those it was trained on, whose scores say nothing about new ones.
 */
export function formatTrainingFile(
  features: FlightFeatures,
  late: ArrayLike<number>,
  p: readonly (number | null)[],
): Uint8Array {
  const writer = new ByteWriter();
  parquetWrite({
    writer,
    columnData: [
      { name: 'hour', data: Int32Array.from(features.hour), type: 'INT32' },
      { name: 'weekday', data: Int32Array.from(features.weekday), type: 'INT32' },
      { name: 'distance', data: Int32Array.from(features.distance), type: 'INT32' },
      { name: 'origin', data: decodeTexts(features.origin), type: 'STRING' },
      { name: 'destination', data: decodeTexts(features.destination), type: 'STRING' },
      { name: 'late', data: Int32Array.from(late), type: 'INT32' },
      { name: 'p', data: p as (number | null)[], type: 'DOUBLE' },
    ],
  });
  return new Uint8Array(writer.getBuffer());
}

function decodeTexts(column: FlightFeatures['origin']): string[] {
  return Array.from(column.codes, (code) => column.dictionary[code]);
}
