import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { validateData } from '../../../lambdas/core/validate/validate-data.ts';
import { type Cell, csvFile } from './fixtures.ts';
import { drawParcels, openDepot, parcelMonitor, serveDay } from './parcels.ts';
import { StoryFixture } from './story-fixture.ts';

const HEADER = ['weight', 'distance', 'depot', 'late', 'p'];

/** Training rows, every third of them held out; `change` makes them wrong. */
function trainingRows(change: (row: Cell[], i: number) => Cell[] = (row) => row, seed = 1, count = 600): Cell[][] {
  return drawParcels(new SeededRandom(seed), count).map(({ weight, distance, depot, score }, i) =>
    change([weight, distance, depot, score >= 0.5 ? 1 : 0, i % 3 === 0 ? score : null], i),
  );
}

function openFixture(rows: readonly (readonly Cell[])[], changes: Record<string, string> = {}): StoryFixture {
  const fixture = StoryFixture.open(parcelMonitor(changes));
  fixture.write('training.csv', csvFile(HEADER, rows));
  return fixture;
}

const withCell = (at: number, write: (cell: Cell, i: number) => Cell) => (row: Cell[], i: number) =>
  row.map((cell, k) => (k === at ? write(cell, i) : cell));

const REFUSED: [string, Cell[][], Record<string, string>, RegExp][] = [
  [
    'a positive class that no label has',
    trainingRows(),
    { positive: '"yes"' },
    /^positive: no label is of the class "yes"; the column late of training\.csv has "[01]" \(\d+ rows\), "[01]" \(\d+ rows\): set positive to one of these classes, or write label files and training data alike, as no key translates classes$/,
  ],
  [
    'classes of which either may be positive',
    trainingRows(withCell(3, (cell) => Number(cell) + 1)),
    {},
    /^which class is the positive one\? .* "[12]", "[12]"/,
  ],
  [
    'scores that are all missing',
    trainingRows(withCell(4, () => null)),
    {},
    /^training\.csv: score is empty in every row: there are no held-out rows that the model answered$/,
  ],
  [
    'scores that are all not-a-number',
    trainingRows(withCell(4, () => 'NaN')),
    {},
    /^training\.csv: score is empty in every row/,
  ],
  [
    'labels that are all missing',
    trainingRows(withCell(3, () => null)),
    {},
    /^baseline\.label: the column late of .* is empty in all 600 rows/,
  ],
  [
    'scores that are texts',
    trainingRows(withCell(4, (cell) => (cell === null ? null : `${cell} %`))),
    {},
    /^training\.csv: score: 200 of 200 answers are not finite numbers, such as "0\.\d+ %"$/,
  ],
  [
    'labels and answers that are never in the same row',
    trainingRows((row, i) => (i % 3 === 0 ? withCell(3, () => null)(row, i) : row)),
    {},
    /^training\.csv: no row has both a label \(late\) and an answer of the model$/,
  ],
  [
    'features without a value',
    trainingRows((row) => [null, null, null, ...row.slice(3)]),
    {},
    /^training\.csv: no feature has a value in any of its 600 rows$/,
  ],
  [
    'a third class in many labels',
    trainingRows(withCell(3, (cell, i) => (i % 30 === 0 ? 'unsure' : cell))),
    {},
    /^training\.csv: the model cannot be measured on its held-out rows: 20 of 200 labels are neither of the two classes such as "unsure"/,
  ],
];

describe('a baseline that cannot be right', () => {
  it.each(REFUSED)('is refused: %s', async (_name, rows, changes, message) => {
    await expect(openFixture(rows, changes).buildBaseline()).rejects.toThrow(message);
  });

  it('is refused where the column that is named for its times is not there, or has none', async () => {
    const timed = (time: string) =>
      openFixture(trainingRows(), { baseline: `{ uri: training.csv, label: late, score: p, time: ${time} }` });
    await expect(timed('at').buildBaseline()).rejects.toThrow(/no column .?at/);
    await expect(timed('depot').buildBaseline()).rejects.toThrow(
      /^baseline\.time: the column depot of training\.csv has no time in any of its 600 rows; a time is an ISO 8601 time/,
    );
  });

  it('is refused when too many records cannot be read', async () => {
    const fixture = openFixture(trainingRows());
    const lines = csvFile(HEADER, trainingRows()).trimEnd().split('\n');
    fixture.write('training.csv', `${lines.map((line, i) => (i % 20 === 7 ? `${line},1` : line)).join('\n')}\n`);
    await expect(fixture.buildBaseline()).rejects.toThrow(
      /^training\.csv: 30 of 600 records cannot be read \(5 %; capture\.maxRejectedShare allows 1 %\), such as .*training\.csv:8: /,
    );
  });
});

const FOLDER = { baseline: '{ uri: training/, label: late, score: p }' };

function parquet(rows: readonly (readonly Cell[])[]): Uint8Array {
  const column = (at: number) => rows.map((row) => row[at]);
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'p', data: column(4) as number[], type: 'FLOAT' },
        { name: 'weight', data: column(0) as number[], type: 'FLOAT' },
        { name: 'distance', data: column(1) as number[], type: 'DOUBLE' },
        { name: 'depot', data: column(2) as string[], type: 'STRING' },
        { name: 'late', data: column(3) as number[], type: 'INT32' },
      ],
    }),
  );
}

describe('a folder with the same data twice', () => {
  const rows = trainingRows();
  const csv = csvFile(HEADER, rows);

  it.each([
    ['a copy', 'b.csv', csv],
    ['a zipped copy', 'b.csv.gz', gzipSync(csv)],
    ['another order of rows', 'b.csv', csvFile(HEADER, [...rows].reverse())],
    ['another format', 'b.parquet', parquet(rows)],
    [
      'JSON Lines',
      'b.jsonl',
      rows.map((row) => JSON.stringify(Object.fromEntries(HEADER.map((name, k) => [name, row[k]])))).join('\n'),
    ],
  ])('is refused: %s', async (_name, name, content) => {
    const fixture = StoryFixture.open(parcelMonitor(FOLDER));
    fixture.write('training/a.csv', csv);
    fixture.write(`training/${name}`, content);
    await expect(fixture.buildBaseline()).rejects.toThrow(
      /a\.csv and \S*b\.\S+ hold the same 600 rows: keep one of them, or name one in baseline\.uri$/,
    );
  });

  it('is not one with equally many rows of the same kind', async () => {
    const fixture = StoryFixture.open(parcelMonitor(FOLDER));
    for (let i = 0; i < 20; i++)
      fixture.write(`training/${i}.csv`, csvFile(HEADER, trainingRows(undefined, i + 1, 200)));
    expect((await fixture.buildBaseline()).baseline.profile.rows).toBe(4000);
  });

  it('is not one whose files have few different rows', async () => {
    // Ten rows a file of two values each: files are alike by chance.
    const fixture = StoryFixture.open(`
model: few
problem: regression
capture: { uri: captures, prediction: { value: 0 } }
baseline: { uri: training/ }
`);
    for (let i = 0; i < 4; i++)
      fixture.write(`training/${i}.csv`, `x,y\n${'1,0\n0,1\n'.repeat(20)}`.slice(0, 4 + 4 * 15));
    expect((await fixture.buildBaseline()).baseline.profile.rows).toBe(60);
  });
});

describe('looking at the data of a monitor', () => {
  it('finds no problem in data that fits', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0);
    const { problems, notes } = await validateData(fixture.monitor, fixture.at(0));
    expect(problems).toEqual([]);
    expect(notes).toEqual([
      'baseline: checked 2,000 rows of 1 file at training.csv',
      'capture: checked 400 rows of 1 file at captures',
      'labels: sagemaker-ground-truth, checked 0 label records of 0 files at labels',
      'labels.uri: there is no file at labels yet that arrived after the first capture',
    ]);
  });

  it('reports every problem', async () => {
    const fixture = openFixture(trainingRows(), {
      positive: '"yes"',
      capture: '{ uri: captures, features: [weight, distance, depott], prediction: { score: 3, threshold: 0.5 } }',
      baseline: '{ uri: training.csv, label: late, score: pp }',
    });
    serveDay(fixture, 0);
    const { problems } = await validateData(fixture.monitor, fixture.at(0));
    expect(problems).toEqual([
      'baseline: training.csv has no column depott; did you mean depot?',
      'baseline: training.csv has no column pp; did you mean p?',
      expect.stringMatching(/^positive: no label is of the class "yes"/),
      "capture.prediction: the model's answer score has no value in any of 400 rows read: look for it elsewhere in the captured answer and correct capture.prediction",
    ]);
  });

  it('reports an empty location, and records that cannot be read', async () => {
    const fixture = StoryFixture.open(parcelMonitor());
    fixture.write('captures/2001/02/01/00/00-00-000-a.jsonl', 'not json\n'.repeat(3));
    const { problems } = await validateData(fixture.monitor, fixture.at(0));
    expect(problems[0]).toMatch(/training\.csv/);
    expect(problems[1]).toMatch(/^capture: 100 % of the records cannot be read: not JSON at line 1 of /);
  });
});
