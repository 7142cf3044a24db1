import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { type Cell, csvFile, type Request, writeCaptures, writeLabels } from './fixtures.ts';
import { DAY, dayName, FIRST_DAY, HOUR, StoryFixture } from './story-fixture.ts';

const NOON = FIRST_DAY + 12 * HOUR;
const ROWS = 300;
const rows = <T>(make: (row: number) => T): T[] => Array.from({ length: ROWS }, (_, row) => make(row));

describe('a model of three classes', () => {
  const CLASSES = ['a', 'b', 'c'];
  /** Rows 0 to 99 are a, 100 to 199 b, 200 to 299 c; the first `wrong` rows of each class are called the next class. */
  const actual = (row: number) => CLASSES[Math.floor(row / 100)];
  const predicted = (row: number, wrong: number) =>
    row % 100 < wrong ? CLASSES[(CLASSES.indexOf(actual(row)) + 1) % 3] : actual(row);
  const scores = (name: string) => CLASSES.map((other) => (other === name ? 0.8 : 0.1));

  async function openClasses(): Promise<StoryFixture> {
    const fixture = StoryFixture.open(`
model: classes
problem: multiclass-classification
capture:
  uri: captures
  features: [x]
  prediction: { label: 0, scores: { a: 1, b: 2, c: 3 } }
labels: { uri: labels, lag: PT0S }
baseline: { uri: training.csv, label: truth, predictedLabel: said, scores: { a: pa, b: pb, c: pc } }
performance: { alert: [{ when: accuracy < 0.8, literal: true }], retrain: [{ when: macro_recall < 0.8, literal: true }] }
`);
    const training = rows((row) => [row % 50, actual(row), predicted(row, 10), ...scores(predicted(row, 10))]);
    fixture.write('training.csv', csvFile(['x', 'truth', 'said', 'pa', 'pb', 'pc'], training));
    await fixture.buildBaseline();
    return fixture;
  }

  function serve(fixture: StoryFixture, day: number, wrong: number): void {
    const requests = rows((row): Request => {
      const said = predicted(row, wrong);
      const time = NOON + day * DAY + row * 1000;
      return { time, rows: [[row % 50]], answers: [[said, ...scores(said)]], inferenceId: `${day} ${row}` };
    });
    writeCaptures(fixture, requests);
    const labels = rows((row) => ({ id: `${day} ${row}`, values: [actual(row)] }));
    writeLabels(fixture, NOON + (day + 1) * DAY, labels);
  }

  it('is watched by its answers and measured by class', async () => {
    const fixture = await openClasses();
    serve(fixture, 0, 10);
    serve(fixture, 1, 30);

    const verdicts = [];
    let last: CheckResult | null = null;
    for (const day of [0, 1]) {
      const drift = await fixture.checkDrift(day);
      last = await fixture.checkAccuracy(day);
      verdicts.push([drift.verdict.dataMatches, last.verdict.nextStep, last.verdict.performance.comparedWithBaseline]);
    }

    // Day 0 is the baseline's twin. On day 1 every class has 70 right answers of 100; as many as before are called a, b, c.
    expect(verdicts).toEqual([
      ['yes', 'continue', 'same'],
      ['yes', 'retrain', 'worse'],
    ]);
    const { metrics, confusionMatrix, classes } = last!.performance!;
    expect(metrics['accuracy'].value).toBeCloseTo(0.7, 15);
    expect(metrics['macro_f1'].value).toBeCloseTo(0.7, 12);
    expect(confusionMatrix).toEqual({
      classes: CLASSES,
      counts: [
        [70, 30, 0],
        [0, 70, 30],
        [30, 0, 70],
      ],
    });
    expect(classes!.map(({ name, recall }) => [name, recall])).toEqual([
      ['a', 0.7],
      ['b', 0.7],
      ['c', 0.7],
    ]);
    expect(fixture.alertsSent()).toEqual([`performance open ${dayName(1)}`]);
  });

  it('drifts in its answers when it calls everything the same', async () => {
    const fixture = await openClasses();
    const requests = rows((row): Request => {
      const time = NOON + row * 1000;
      return { time, rows: [[row % 50]], answers: [['a', ...scores('a')]] };
    });
    writeCaptures(fixture, requests);

    const { drift, predictionDrift, verdict } = await fixture.checkDrift(0);

    expect(drift!.drifted).toBe(0);
    expect(predictionDrift!.features.map(({ name }) => name).sort()).toEqual([
      'label',
      'score:a',
      'score:b',
      'score:c',
    ]);
    expect(predictionDrift!.ranking).toContain('label');
    expect(verdict.nextStep).toBe('alert');
  });
});

describe('a model of numbers', () => {
  it.each([
    ['2', 2, 'continue', 'same'],
    ['6', 6, 'alert', 'worse'],
  ] as const)('is off by %s on average: %s', async (_name, error, nextStep, compared) => {
    const fixture = StoryFixture.open(`
model: numbers
problem: regression
capture: { uri: captures, features: [x], prediction: { value: price } }
labels: { uri: labels, lag: PT0S }
baseline: { uri: training.csv, label: paid, value: said }
performance: { alert: [{ when: mae > 5, literal: true }] }
`);
    // Off by half the average or by one and a half times, above and below in turn.
    const off = (row: number, mean: number) => mean * (row % 4 < 2 ? 0.5 : 1.5) * (row % 2 === 0 ? 1 : -1);
    const training = rows((row) => [row % 50, 100 + row, 100 + row + off(row, 2)]);
    fixture.write('training.csv', csvFile(['x', 'paid', 'said'], training));
    await fixture.buildBaseline();
    const lines = rows(
      (row): Request => ({
        time: NOON + row * 1000,
        rows: [[row % 50]],
        answers: [100 + row + off(row, error)],
        inferenceId: `${row}`,
      }),
    );
    writeJsonCaptures(fixture, lines);
    writeLabels(
      fixture,
      NOON + DAY,
      rows((row) => ({ id: `${row}`, values: [100 + row] })),
    );

    await fixture.checkDrift(0);
    const { verdict, performance } = await fixture.checkAccuracy(0);

    expect(verdict.performance).toMatchObject({ metric: 'mae', comparedWithBaseline: compared });
    expect(verdict.performance.value).toBeCloseTo(error, 12);
    expect(performance!.metrics['rmse'].value).toBeCloseTo(error * Math.sqrt((0.25 + 2.25) / 2), 12);
    expect(performance!.metrics['bias'].value).toBeCloseTo(0, 12);
    expect(verdict.nextStep).toBe(nextStep);
    expect(fixture.alertsSent()).toEqual(nextStep === 'alert' ? [`performance open ${dayName(0)}`] : []);
  });
});

/** Requests as JSON lines of objects, answers as `{"predictions":[{"price":…}]}`. */
function writeJsonCaptures(fixture: StoryFixture, requests: readonly Request[]): void {
  const lines = requests.map(({ time, rows: [[x]], answers: [price], inferenceId }) => {
    const side = (mode: string, document: unknown) => ({
      observedContentType: 'application/json',
      mode,
      data: JSON.stringify(document),
      encoding: 'JSON',
    });
    return JSON.stringify({
      captureData: {
        endpointInput: side('INPUT', { instances: [{ x }] }),
        endpointOutput: side('OUTPUT', { predictions: [{ price }] }),
      },
      eventMetadata: { eventId: `e${time}`, inferenceId, inferenceTime: new Date(time).toISOString() },
      eventVersion: '0',
    });
  });
  fixture.write('captures/2001/02/01/12/requests.jsonl', lines.join('\n'));
}

/** The same 300 predictions of one day, among those of the days around it, in every plain format. */
describe('captures in plain tables', () => {
  const NAMES = ['at', 'key', 'x', 'kind', 'p'];
  const KINDS = ['red', 'green', 'blue'];
  const table = Array.from({ length: 3 * ROWS }, (_, i): Cell[] => {
    const [day, row] = [Math.floor(i / ROWS), i % ROWS];
    const time = new Date(NOON + (day - 1) * DAY + row * 1000).toISOString();
    return [time, `00${day}-${row}`, row % 60, KINDS[row % 3], (row % 10) / 10];
  });
  const column = (at: number) => table.map((cells) => cells[at]);
  const FILES: [string, string, Uint8Array | string][] = [
    ['csv', 'day.csv', csvFile(NAMES, table)],
    [
      'jsonl',
      'day.jsonl',
      table.map((cells) => JSON.stringify(Object.fromEntries(NAMES.map((name, i) => [name, cells[i]])))).join('\n'),
    ],
    [
      'parquet',
      'day.parquet',
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'at', data: column(0).map((time) => new Date(time as string)), type: 'TIMESTAMP' },
            { name: 'key', data: column(1), type: 'STRING' },
            { name: 'x', data: column(2), type: 'INT32' },
            { name: 'kind', data: column(3), type: 'STRING' },
            { name: 'p', data: column(4), type: 'DOUBLE' },
          ],
        }),
      ),
    ],
  ];

  it.each(FILES)('of %s are checked like those of SageMaker', async (format, file, content) => {
    const fixture = StoryFixture.open(`
model: plain
problem: binary-classification
capture: { uri: captures, format: ${format}, time: at, id: key, prediction: { score: p } }
labels: { uri: labels, format: csv, id: key, label: truth, lag: PT0S }
baseline: { uri: captures, format: ${format}, score: p }
performance: { primaryMetric: accuracy, alert: [{ when: accuracy < 0.9, literal: true }] }
`);
    fixture.write(`captures/${file}`, content);
    // The score is at least 0.5 in rows whose number ends in 5 to 9; the first 60 rows of the day turn out otherwise.
    const truth = (row: number) => (row % 10 >= 5 ? 1 : 0);
    const labels = rows((row) => [`001-${row}`, row < 60 ? 1 - truth(row) : truth(row)]);
    fixture.write('labels/truth.csv', csvFile(['key', 'truth'], labels));
    const { baseline } = await fixture.buildBaseline();

    const drift = await fixture.checkDrift(0);
    const accuracy = await fixture.checkAccuracy(0);

    // Without a list of features, every column is one that has no other part to play, in the baseline as in the window.
    expect(baseline.profile.columns.map(({ name }) => name)).toEqual(['x', 'kind']);
    expect(baseline.profile.rows).toBe(3 * ROWS);
    expect(drift.data).toMatchObject({ objects: 1, records: 3 * ROWS, rows: ROWS, rowsOutsideWindow: 2 * ROWS });
    expect(accuracy.labels).toMatchObject({ predictions: ROWS, labelled: ROWS, others: 0 });
    expect(accuracy.verdict.performance.value).toBe(0.8);
    expect(accuracy.verdict.nextStep).toBe('alert');
    expect(drift.predictionDrift!.features.map(({ name }) => name)).toEqual(['score']);
    expect(drift.drift!.features.map(({ name, drifted }) => [name, drifted])).toEqual([
      ['x', false],
      ['kind', false],
    ]);
    expect(drift.verdict).toMatchObject({ dataMatches: 'yes', nextStep: 'continue' });
  });
});

describe('batch transform', () => {
  it('is read from its outputs joined with their inputs, manifests passed over', async () => {
    const fixture = StoryFixture.open(`
model: batch
problem: binary-classification
capture: { uri: captures, format: sagemaker-batch-transform, features: [x, y], prediction: { score: 0 } }
labels: { uri: labels, lag: PT0S }
baseline: { uri: training.csv, label: truth, score: p }
performance: { primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, literal: true }] }
`);
    const score = (row: number) => (row % 10) / 10;
    const truth = (row: number) => (row % 10 >= 5 ? 1 : 0);
    const training = rows((row) => [row % 50, row % 7, truth(row), score(row)]);
    fixture.write('training.csv', csvFile(['x', 'y', 'truth', 'p'], training));
    const started = new Date(NOON).toISOString();
    const lines = rows((row) => `${row % 50},${row % 7},${score(row)},id-${row},${started}`);
    fixture.write(
      'captures/2001/02/01/12/manifest.json',
      JSON.stringify([{ prefix: 's3://bucket/out/' }, 'a.csv.out']),
    );
    fixture.write('captures/2001/02/01/12/a.csv.out', `${lines.join('\n')}\n`);
    const labels = rows((row) => ({ id: `id-${row}`, values: [row < 60 ? 1 - truth(row) : truth(row)] }));
    writeLabels(fixture, NOON + DAY, labels);
    await fixture.buildBaseline();

    const drift = await fixture.checkDrift(0);
    const accuracy = await fixture.checkAccuracy(0);

    expect(drift.data).toMatchObject({ records: ROWS, rows: ROWS, rejected: { records: 0 } });
    expect(drift.drift!.features.map(({ name, drifted }) => [name, drifted])).toEqual([
      ['x', false],
      ['y', false],
    ]);
    expect(drift.verdict.dataMatches).toBe('yes');
    expect(accuracy.verdict.performance.value).toBe(0.8);
    expect(fixture.alertsSent()).toEqual([`performance open ${dayName(0)}`]);
  });
});

describe('segments', () => {
  it('show where the model is worse than as a whole', async () => {
    const fixture = StoryFixture.open(`
model: segments
problem: binary-classification
capture: { uri: captures, features: [town], prediction: { score: 0 } }
labels: { uri: labels, lag: PT0S }
performance: { primaryMetric: accuracy, segments: [town], minimumRows: 50 }
`);
    const towns = ['Bern', 'Rome', 'Oslo'];
    const requests = rows((row): Request => {
      const time = NOON + row * 1000;
      return { time, rows: [[row < 3 ? 'Ulm' : towns[row % 3]]], answers: [0.9], inferenceId: `${row}` };
    });
    writeCaptures(fixture, requests);
    // In Rome half of the answers are wrong, elsewhere none.
    const labels = rows((row) => ({ id: `${row}`, values: [row % 3 === 1 && row % 2 === 0 ? 0 : 1] }));
    writeLabels(fixture, NOON + DAY, labels);

    const { segments, performance } = await fixture.checkAccuracy(0);

    expect(performance!.metrics['accuracy'].value).toBeCloseTo(1 - 50 / ROWS, 12);
    expect(segments[0]).toMatchObject({ feature: 'town', value: 'Rome', rows: 99, worse: true });
    expect(segments.filter(({ worse }) => worse)).toHaveLength(1);
    const measured = segments.filter(({ rows: count }) => count >= 50).map(({ value }) => value);
    expect(measured.sort()).toEqual(['Bern', 'Oslo', 'Rome']);
  });
});
