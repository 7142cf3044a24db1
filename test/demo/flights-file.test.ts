import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsBetween } from '../../demo/flights.ts';
import { FlightsFileError, loadFlights } from '../../demo/flights-file.ts';

describe('loadFlights', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'driftwarden-flights-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads the three million flights', async () => {
    const progress: number[] = [];

    const flights = await loadFlights(undefined, (done) => progress.push(done));

    // The counts are pandas' on the same file: len(d), d.origin.nunique() with d.destination's, d.loc[...].
    expect(flights.rows).toBe(3_000_000);
    expect(progress).toHaveLength(11);
    expect(progress.at(-1)).toBe(3_000_000);
    expect(flights.origin.dictionary).toHaveLength(229);
    expect(rowsBetween(flights, '2001-01-01', '2001-02-01')).toEqual({ first: 0, end: 508_239 });
    expect(rowsBetween(flights, '2001-07-01', '2001-07-02')).toEqual({ first: 2_999_994, end: 3_000_000 });
    expect(new Date(flights.time[0]).toISOString()).toBe('2001-01-01T00:01:00.000Z');
    expect([flights.delay[0], flights.distance[0], flights.hour[0], flights.weekday[0]]).toEqual([33, 2176, 0, 1]);
    expect(flights.origin.dictionary[flights.origin.codes[0]]).toBe('LAS');
    expect(flights.destination.dictionary[flights.destination.codes[0]]).toBe('PHL');
  });

  it.each([
    ['an airport that is not three capitals', ['ORD', 'A"D'], [0, 60_000], [1, 2], /airport in row 1 is A"D/],
    ['a missing delay', ['ORD', 'ATL'], [0, 60_000], [1, null], /delay in row 1 is null/],
    ['rows out of order', ['ORD', 'ATL'], [60_000, 0], [1, 2], /row 1 departs before row 0/],
  ])('refuses %s', async (_, airports, minutes, delays, message) => {
    const file = join(folder, 'flights.parquet');
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: 'date', data: minutes.map((time) => new Date(time)), type: 'TIMESTAMP' },
        { name: 'delay', data: delays.map((delay) => (delay === null ? null : BigInt(delay))), type: 'INT64' },
        { name: 'distance', data: [100n, 200n], type: 'INT64' },
        { name: 'origin', data: airports, type: 'STRING' },
        { name: 'destination', data: ['LGA', 'LGA'], type: 'STRING' },
      ],
    });
    await writeFile(file, new Uint8Array(buffer));

    await expect(loadFlights(file)).rejects.toThrow(FlightsFileError);
    await expect(loadFlights(file)).rejects.toThrow(message);
  });

  it('refuses a file without the columns', async () => {
    const file = join(folder, 'other.parquet');
    const buffer = parquetWriteBuffer({ columnData: [{ name: 'delay', data: [1n], type: 'INT64' }] });
    await writeFile(file, new Uint8Array(buffer));

    await expect(loadFlights(file)).rejects.toThrow('the columns date, distance, origin, destination are missing');
  });
});
