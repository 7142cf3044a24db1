import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { validateData } from '../../../lambdas/core/validate/validate-data.ts';
import { csvFile } from './fixtures.ts';
import { openDepot, parcelId, parcelMonitor } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, StoryFixture } from './story-fixture.ts';

const TABLE = `{ uri: captures, format: csv, time: at, id: id, features: [weight, distance, depot], prediction: { score: p } }`;
const NAMES = ['at', 'id', 'weight', 'distance', 'depot', 'p'];

/** Rows of one day, as a table. */
const rowsOf = (day: number) =>
  Array.from({ length: 40 }, (_, i) => [
    `${dayName(day)}T12:00:00Z`,
    parcelId(day, i),
    20 + (i % 7) / 2,
    i + 0.5,
    ['north', 'east', 'south', 'west'][i % 4],
    (i % 10) / 10,
  ]);

const openTable = (format = 'csv') => openDepot({ capture: TABLE.replace('csv', format) });

async function saying(fixture: StoryFixture) {
  const { problems, warnings } = await validateData(fixture.monitor, fixture.at(FIRST_DAY + 20 * DAY));
  return { problems, warnings };
}

describe('a column that is missing in some files', () => {
  it.each<[string, names: readonly string[], hint: string]>([
    [
      'has another name there',
      NAMES.map((name) => name.replace('weight', 'Weight (kg)')),
      '; "Weight (kg)" is new in the same files',
    ],
    [
      'stands beside several new ones',
      NAMES.map((name) => name.replace('weight', 'mass_kg')).concat('colour'),
      '; mass_kg, colour are new in the same files',
    ],
  ])('%s', async (_name, names, hint) => {
    const fixture = await openTable();
    fixture.write('captures/0.csv', csvFile(NAMES, rowsOf(0)));
    fixture.write(
      'captures/1.csv',
      csvFile(
        names,
        rowsOf(1).map((row) => [...row, 'red'].slice(0, names.length)),
      ),
    );
    expect(await saying(fixture)).toEqual({
      problems: [],
      warnings: [`capture: weight is missing in some files${hint}`],
    });
  });

  it('is not mistaken for a column that all files have', async () => {
    const fixture = await openTable();
    const names = [...NAMES, 'colour'];
    const cells = (day: number) => rowsOf(day).map((row) => [...row, 'red']);
    fixture.write('captures/0.csv', csvFile(names, cells(0)));
    fixture.write(
      'captures/1.csv',
      csvFile(
        names.map((name) => name.replace('weight', 'mass')),
        cells(1),
      ),
    );
    expect((await saying(fixture)).warnings).toEqual([
      'capture: weight is missing in some files; mass is new in the same files',
    ]);
  });

  it('is not mistaken for the column of ids, whose name is similar', async () => {
    const fixture = await openDepot({ capture: TABLE.replace('id: id', 'id: weights') });
    const names = ['at', 'weights', 'mass', 'distance', 'depot', 'p'];
    fixture.write('captures/0.csv', csvFile(names, rowsOf(0)));
    expect((await saying(fixture)).problems).toEqual(['capture.features: weight has no value in any of 40 rows read']);
  });

  it.each<[string, (row: number) => boolean]>([
    ['the last rows', (row) => row > 50],
    ['the first rows', (row) => row < 30],
  ])('is found in JSON Lines, and in rows that lack it: %s', async (_name, lacks) => {
    const fixture = await openTable('jsonl');
    const lines = [...rowsOf(0), ...rowsOf(1)].map((row, i) =>
      JSON.stringify(Object.fromEntries(NAMES.map((name, at) => [lacks(i) && at === 2 ? 'weight_kg' : name, row[at]]))),
    );
    fixture.write('captures/0.jsonl', `${lines.join('\n')}\n`);
    expect((await saying(fixture)).warnings).toEqual([
      'capture: weight is missing in some files; weight_kg is new in the same files',
    ]);
  });

  it('is found in nested JSON by the names that the monitor gives it, and is none where all rows have it', async () => {
    const nested = (day: number, weight: string) =>
      rowsOf(day)
        .map(([at, id, kilos, distance, depot, p]) =>
          JSON.stringify({ at, id, input: { [weight]: kilos, distance, depot }, output: { p } }),
        )
        .join('\n');
    const capture = `{ uri: captures, format: jsonl, time: at, id: id, features: [input.weight, input.distance, input.depot], prediction: { score: output.p } }`;
    const fixture = StoryFixture.open(parcelMonitor({ capture }));
    fixture.write(
      'training.csv',
      csvFile(
        ['input.weight', 'input.distance', 'input.depot', 'p', 'late'],
        rowsOf(0).map(([_at, _id, ...row], i) => [...row, i % 2]),
      ),
    );
    fixture.write('captures/0.jsonl', `${nested(0, 'weight')}\n`);
    expect(await saying(fixture)).toEqual({ problems: [], warnings: [] });
    fixture.write('captures/1.jsonl', `${nested(1, 'weight_kg')}\n`);
    expect((await saying(fixture)).warnings).toEqual([
      'capture: input.weight is missing in some files; input[.]weight_kg is new in the same files',
    ]);
  });

  it('is a problem that names a similar column where no file has it', async () => {
    const fixture = await openTable();
    fixture.write(
      'captures/0.csv',
      csvFile(
        NAMES.map((name) => name.replace('weight', 'Weight kg')),
        rowsOf(0),
      ),
    );
    expect(await saying(fixture)).toEqual({
      problems: [
        'capture.features: weight has no value in any of 40 rows read; they have "Weight kg", which the monitor does not name',
      ],
      warnings: [],
    });
  });

  it('is no finding where a column is only new', async () => {
    const fixture = await openTable();
    fixture.write('captures/0.csv', csvFile(NAMES, rowsOf(0)));
    fixture.write(
      'captures/1.csv',
      csvFile(
        [...NAMES, 'colour'],
        rowsOf(1).map((row) => [...row, 'red']),
      ),
    );
    expect(await saying(fixture)).toEqual({ problems: [], warnings: [] });
  });
});

describe('numbers that are texts', () => {
  it('are named by column, file and example', async () => {
    const fixture = await openTable();
    fixture.write('captures/0.csv', csvFile(NAMES, rowsOf(0)));
    const broken = rowsOf(1).map(([at, id, weight, distance, depot]) => [
      at,
      id,
      `${weight} kg`,
      distance,
      depot,
      'ERROR',
    ]);
    fixture.write('captures/1.csv', csvFile(NAMES, broken));
    expect(await saying(fixture)).toEqual({
      problems: [],
      warnings: [
        'capture: weight has to be a number, and is a text such as "20 kg" in 40 of 80 rows, in captures/1.csv',
        `capture: the model's answer score has to be a number, and is a text such as "ERROR" in 40 of 80 rows, in captures/1.csv`,
      ],
    });
  });

  it('with decimal commas are named with the keys that declare them', async () => {
    const fixture = await openTable();
    const german = rowsOf(0).map((row) =>
      row.map((cell) => (typeof cell === 'number' ? `${cell}`.replace('.', ',') : cell)),
    );
    fixture.write('captures/0.csv', csvFile(NAMES, german).replaceAll('"', ''));
    const quoted = csvFile(NAMES, german);
    fixture.write('captures/0.csv', quoted);
    const { warnings } = await saying(fixture);
    expect(warnings[0]).toMatch(
      /^capture: read as text although they look like numbers: weight \("2\d,5"\), distance \("\d+,5"\); capture\.decimal and capture\.thousands/,
    );
    expect(warnings[1]).toMatch(/^capture: read as text although they look like numbers: score \("0,\d"\)/);
  });
});

describe('what cannot be read', () => {
  it('is named by file with the reason: a file that is cut', async () => {
    const fixture = await openTable();
    fixture.write('captures/0.csv', csvFile(NAMES, rowsOf(0)));
    const whole = gzipSync(csvFile(NAMES, [...rowsOf(1), ...rowsOf(2), ...rowsOf(3)]));
    fixture.write('captures/1.csv.gz', whole.subarray(0, whole.length - 60));
    expect(await saying(fixture)).toEqual({
      problems: [],
      warnings: [
        expect.stringMatching(
          /^capture: 1 file cannot be read to its end: captures\/1\.csv\.gz:\d+ \(the gzip data ends too early\)$/,
        ),
      ],
    });
  });

  it('is named by file with the reason: a record', async () => {
    const fixture = await openTable();
    for (const day of [0, 1, 2, 3, 4]) fixture.write(`captures/${day}.csv`, csvFile(NAMES, rowsOf(day)));
    fixture.write('captures/5.csv', `${csvFile(NAMES, rowsOf(5))}one,two\n`);
    expect(await saying(fixture)).toEqual({
      problems: [],
      warnings: ['capture: 1 record cannot be read: captures/5.csv:42 (the record has 2 fields, 6 are expected)'],
    });
  });
});
