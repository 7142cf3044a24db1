import { describe, expect, it } from 'vitest';
import { loadModelBaseline } from '../../../lambdas/core/baseline/document.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { csvFile } from './fixtures.ts';
import { DAY, FIRST_DAY, StoryFixture } from './story-fixture.ts';

const DAYS = 42;
const ROWS = 300;
/** On every seventh day the model is asked about other customers, of whom it knows less. */
const accuracyOn = (day: number) => (day % 7 === 0 ? 0.84 : 0.94);

/** Held-out rows of six weeks; one day's labels are broken if so told. */
function trainingRows(broken: number | null): (string | number)[][] {
  const random = new SeededRandom(8);
  return Array.from({ length: DAYS * ROWS }, (_, i) => {
    const day = Math.floor(i / ROWS);
    const truth = random.uniform() < 0.5 ? 1 : 0;
    const isRight = random.uniform() < (day === broken ? 0.2 : accuracyOn(day));
    const at = new Date(FIRST_DAY + (day - DAYS) * DAY + (i % ROWS) * 280_000).toISOString();
    return [at, random.normal().toFixed(3), isRight ? truth : 1 - truth, truth];
  });
}

async function build(time: string, broken: number | null = null) {
  const fixture = StoryFixture.open(`
model: customers
problem: binary-classification
capture: { uri: captures, format: csv, time: at, id: id, features: [x], prediction: { label: said } }
labels: { uri: labels, format: csv, id: id, label: truth }
baseline: { uri: training.csv, label: truth, predictedLabel: said, time: ${time} }
`);
  const rows = trainingRows(broken);
  fixture.write('training.csv', csvFile(['at', 'x', 'said', 'truth'], rows));
  const { baseline } = await fixture.buildBaseline();
  const stored = await loadModelBaseline(fixture.store, 'story', baseline.id, false);
  const byDay = Map.groupBy(rows, ([at]) => String(at).slice(0, 10));
  const values = [...byDay.values()].map(
    (each) => each.filter(([, , said, truth]) => said === truth).length / each.length,
  );
  return { id: baseline.id, limits: stored.suggestedLimits, values };
}

describe('the limit that a baseline suggests', () => {
  it('holds every day of the data that it is made from, where times are known', async () => {
    const { limits, values } = await build('at');
    const limit = Number(limits!['accuracy'].replace('accuracy < ', ''));
    const worst = Math.min(...values);
    // The days of another mix are worse than one in forty days of an unchanged model would be: 0.9 in all gives 0.88.
    expect(worst).toBeLessThan(0.83);
    expect(limit).toBeLessThanOrEqual(worst);
    expect(limit).toBeGreaterThan(worst - 0.011);
  });

  it('does not follow one day with broken labels', async () => {
    const [{ limits }, broken] = [await build('at'), await build('at', 20)];
    expect(Math.min(...broken.values)).toBeLessThan(0.3);
    expect(broken.limits!['accuracy']).toBe(limits!['accuracy']);
  });

  it('is not stored where times are not known', async () => {
    expect((await build('off')).limits).toBeUndefined();
  });
});
