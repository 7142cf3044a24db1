import { describe, expect, it } from 'vitest';
import { checkText } from '../../../lambdas/core/report/check-text.ts';
import { type Cell, csvFile, type Request, writeCaptures, writeLabels } from './fixtures.ts';
import { DAY, dayName, FIRST_DAY, HOUR, StoryFixture } from './story-fixture.ts';

const ROWS = 300;
const rows = <T>(make: (row: number) => T): T[] => Array.from({ length: ROWS }, (_, row) => make(row));
/** Half of the parcels are late; of every ten one is called the other class: accuracy 0.9. */
const isLate = (row: number) => row % 2 === 0;
const saidLate = (row: number) => (row % 10 < 1 ? !isLate(row) : isLate(row));
/** In the north the model is always right, so the two segments differ. */
const isFree = (row: number) => row % 10 < 5;

/** `positive` and segments as the monitor file spells them. */
async function openParcels(positive: string): Promise<StoryFixture> {
  const fixture = StoryFixture.open(`
model: parcels
problem: binary-classification
positive: ${positive}
capture: { uri: captures, features: [x, free], prediction: { label: 0 } }
labels: { uri: labels, lag: PT0S }
baseline: { uri: training.csv, label: late, predictedLabel: said, types: { free: boolean } }
performance: { primaryMetric: accuracy, minimumRows: 50, alert: [accuracy < 0.85], retrain: [accuracy < 0.85], segments: [free] }
`);
  const training = rows((row) => [
    row % 50,
    isFree(row) ? 'True' : 'False',
    ...[isLate(row), saidLate(row)].map(Number),
  ]);
  fixture.write('training.csv', csvFile(['x', 'free', 'late', 'said'], training));
  await fixture.buildBaseline();
  return fixture;
}

interface Spelled {
  readonly label: (late: boolean) => Cell;
  readonly answer: (late: boolean) => Cell;
  readonly free: (free: boolean) => Cell;
}

function serve(fixture: StoryFixture, { label, answer, free }: Spelled): void {
  writeCaptures(
    fixture,
    rows(
      (row): Request => ({
        time: FIRST_DAY + 12 * HOUR + row * 1000,
        rows: [[row % 50, free(isFree(row))]],
        answers: [answer(saidLate(row))],
        inferenceId: `p${row}`,
      }),
    ),
  );
  const labels = rows((row) => ({ id: `p${row}`, values: [label(isLate(row))] }));
  writeLabels(fixture, FIRST_DAY + DAY + HOUR, labels);
}

const python = (value: boolean) => (value ? 'True' : 'False');
const upper = (value: boolean) => (value ? 'TRUE' : 'FALSE');
const words = (value: boolean) => String(value);
const float = (value: boolean) => (value ? '1.0' : '0.0');
/** Two writers in one window, by turns. */
let turn = 0;
const mixed = (value: boolean) => (turn++ % 2 === 0 ? words(value) : Number(value));

describe('classes, the positive one and segments', () => {
  it.each<[string, Spelled]>([
    ['1', { label: python, answer: float, free: upper }],
    ['"True"', { label: float, answer: upper, free: words }],
    ['true', { label: Number, answer: python, free: float }],
    ['"1.0"', { label: upper, answer: Number, free: mixed }],
  ])('are the same in every spelling, positive: %s', async (positive, spelled) => {
    const fixture = await openParcels(positive);
    serve(fixture, spelled);
    const { performance, segments, verdict, limits } = await fixture.checkAccuracy(0);
    expect(performance!.metrics.accuracy).toMatchObject({ value: 0.9, rows: ROWS });
    // Of 150 late ones, 30 are missed; of 150 others none is called late.
    expect(performance!.metrics.recall!.value).toBe(0.8);
    expect(performance!.metrics.precision!.value).toBe(1);
    const found = segments.map(({ value, rows: count }) => [value, count]);
    expect(found.sort()).toEqual([
      ['false', 150],
      ['true', 150],
    ]);
    expect([verdict.nextStep, limits.some(({ met }) => met)]).toEqual(['continue', false]);
  });

  it('make performance not known where labels and answers share no class, and show both', async () => {
    const fixture = await openParcels('1');
    serve(fixture, { label: (late) => (late ? 'late' : 'in time'), answer: Number, free: python });
    const result = await fixture.checkAccuracy(0);

    expect(result.verdict.performance).toMatchObject({ value: null, comparedWithBaseline: 'unknown' });
    expect(result.limits.every(({ met }) => met !== true)).toBe(true);
    expect(['alert', 'fix-data']).toContain(result.verdict.nextStep);
    expect((await fixture.state()).retraining).toBeNull();
    const page = new TextDecoder().decode(
      (await fixture.store.get(`story/checks/accuracy/${dayName(0)}/report.html`))!.bytes,
    );
    const texts = [
      checkText(result),
      page.replaceAll('&quot;', '"').replaceAll('&#34;', '"'),
      ...fixture.alerts.map(({ text }) => text),
    ];
    expect(texts).toHaveLength(3);
    for (const text of texts) {
      const line = text.replaceAll(/\s+/g, ' ');
      expect(line).toMatch(/no class in common/);
      for (const name of ['"late"', '"in time"', '"1"', '"0"']) expect(line).toContain(name);
    }
  });
});
