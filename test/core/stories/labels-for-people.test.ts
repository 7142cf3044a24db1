import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { type Cell, captureLine, csvFile, writeCaptureLines, writeLabels } from './fixtures.ts';
import { parcelId } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, StoryFixture } from './story-fixture.ts';

/** A model of prices: `price` and its prediction, both in the form that `write` gives them. */
function openPrices(write: (value: number) => Cell = (value) => value, baselineWrite = (value: number): Cell => value) {
  const fixture = StoryFixture.open(`
model: prices
problem: regression
capture: { uri: captures, features: [size], prediction: { value: 0 } }
labels: { uri: labels, lag: PT0S }
baseline: { uri: training.csv, label: price, value: guess }
performance: { primaryMetric: mae, alert: [mae > 1], retrain: [mae > 1] }
`);
  const random = new SeededRandom(5);
  const draw = () => {
    const price = Math.round(100 * Math.exp(8 + random.normal())) / 100;
    return { size: price / 10, price, guess: price * (1 + 0.01 * random.normal()) };
  };
  const rows = Array.from({ length: 1000 }, draw);
  fixture.write(
    'training.csv',
    csvFile(
      ['size', 'price', 'guess'],
      rows.map(({ size, price, guess }) => [size, baselineWrite(price), guess]),
    ),
  );
  const served = Array.from({ length: 400 }, draw);
  const lines = served.map(({ size, guess }, row) =>
    captureLine({
      time: FIRST_DAY + HOUR + row * 1000,
      rows: [[size]],
      answers: [guess],
      inferenceId: parcelId(0, row),
    }),
  );
  writeCaptureLines(fixture, FIRST_DAY + HOUR, lines);
  writeLabels(
    fixture,
    FIRST_DAY + DAY + HOUR,
    served.map(({ price }, row) => ({ id: parcelId(0, row), values: [write(price)] })),
  );
  return { fixture, served };
}

const separated = (value: number): Cell => value.toLocaleString('en-US', { minimumFractionDigits: 2 });

describe('labels written for people', () => {
  it.each([
    ['separators', separated],
    ['a currency', (value: number) => `€ ${value}`],
    ['percent', (value: number) => `${value} %`],
  ])('with %s: performance is not known, no limit is met, and an alert is sent', async (_name, write) => {
    const { fixture, served } = openPrices(write);
    await fixture.buildBaseline();

    const { verdict, limits, performance } = await fixture.checkAccuracy(0);

    const unreadable = served.filter(({ price }) => Number.isNaN(Number(write(price)))).length;
    expect(unreadable).toBeGreaterThan(300);
    expect(verdict.performance).toMatchObject({ value: null, comparedWithBaseline: 'unknown' });
    expect(verdict.performance.leftOut).toMatch(
      new RegExp(`^(${unreadable} of 400|all 400) labels are texts such as ".*\\d.*"$`),
    );
    expect(verdict.nextStep).toBe('alert');
    expect(limits.map(({ met }) => met)).toEqual([null, null]);
    expect(performance!.leftOut).toMatchObject({ rows: unreadable, labelled: 400 });
    expect(fixture.alertsSent()).toEqual([`no-labels open ${dayName(0)}`]);
    expect(fixture.alerts[0].title).toContain('performance is not known');
  });

  it('are refused in a baseline', async () => {
    const { fixture } = openPrices(separated, separated);
    await expect(fixture.buildBaseline()).rejects.toThrow(/labels are texts such as "\d+,\d+\.\d\d"/);
  });
});
