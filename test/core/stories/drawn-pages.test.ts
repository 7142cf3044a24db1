import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { readPage } from '../report/html/page-structure.ts';
import { csvFile } from './fixtures.ts';
import { labelDay, openDepot, serveDay } from './parcels.ts';
import { dayName, FIRST_DAY, StoryFixture } from './story-fixture.ts';

const DAYS = 3;

/** Texts of a page, without what is only white. */
const textsOf = (page: string) =>
  readPage(page)
    .texts.map((text) => text.trim())
    .filter((text) => text !== '');

describe('the pages of three days', () => {
  async function liveDays(): Promise<{ fixture: StoryFixture; parcels: number }> {
    const fixture = await openDepot({ performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.2] }' });
    let parcels = 0;
    for (let day = 0; day < DAYS; day++) {
      const served = serveDay(fixture, day);
      parcels = served.length;
      labelDay(fixture, day, served, { wrong: 20 });
      await fixture.checkDrift(day);
      await fixture.checkAccuracy(day);
    }
    return { fixture, parcels };
  }

  it('of a drift check draws every feature that it compared, with all rows of the window', async () => {
    const { fixture, parcels } = await liveDays();
    const page = await fixture.pageOf('drift', DAYS - 1);
    const result = (await fixture.stored(`checks/drift/${dayName(DAYS - 1)}/result.json`)) as {
      drift: { features: { name: string }[] };
    };
    const cards = page.split('<article').slice(1);
    const names = cards.map((card) => card.match(/<h3>(.*?)<\/h3>/)![1]);
    expect(names).toEqual(expect.arrayContaining(result.drift.features.map(({ name }) => name)));
    const tables = [...page.matchAll(/: rows by value<\/caption>(.*?)<\/table>/gs)].map(([, table]) => table);
    expect(tables.length).toBeGreaterThan(0);
    for (const table of tables) {
      const rows = [...table.matchAll(/<tr><th scope="row">.*?<\/th>(?:<td>([\d,]+)<\/td><td>[^<]*<\/td>){2}<\/tr>/g)];
      const counted = rows.map(([, window]) => Number(window.replaceAll(',', '')));
      expect(counted.reduce((sum, count) => sum + count, 0)).toBe(parcels);
    }
  });

  it('have a time line from the second day on', async () => {
    const { fixture } = await liveDays();
    for (const kind of ['drift', 'accuracy'] as const) {
      expect(textsOf(await fixture.pageOf(kind, 0))).not.toContain('Time line');
      const texts = textsOf(await fixture.pageOf(kind, DAYS - 1));
      const numbers = texts.slice(texts.indexOf('Time line'));
      expect(numbers).toEqual(expect.arrayContaining([dayName(0), dayName(1), dayName(2)]));
    }
  });

  it('of an accuracy check has the metrics of the baseline beside those of the window', async () => {
    const { fixture } = await liveDays();
    const { baseline } = await fixture.state();
    const stored = (await fixture.stored(`baselines/${baseline}/baseline.json`)) as {
      performance: { metrics: { accuracy: { value: number } } };
    };
    const texts = textsOf(await fixture.pageOf('accuracy', DAYS - 1));
    const row = texts.slice(texts.lastIndexOf('metric'));
    expect(row.slice(0, 5)).toEqual(['metric', 'value', '95 % interval', 'baseline', 'rows']);
    expect(row[8]).toBe(stored.performance.metrics.accuracy.value.toFixed(4));
    expect(texts).toContain('ROC');
    expect(texts).toContain('ROC curve of the baseline');
  });
});

describe('the residuals of a regression', () => {
  const NOISE = 3;

  /** Errors are normal: with a standard deviation of 1 in the baseline, and of 3 in the window. */
  async function openRegression(): Promise<StoryFixture> {
    const fixture = StoryFixture.open(`
model: heat
problem: regression
capture: { uri: captures, format: csv, time: at, id: id, features: [x], prediction: { value: said } }
baseline: { uri: training.csv, label: y, value: said }
labels: { uri: labels, format: csv, id: id, label: y, lag: PT0S, maxAge: P14D }
`);
    const random = new SeededRandom(5);
    const training = Array.from({ length: 1000 }, () => {
      const x = random.normal();
      return [x, x + random.normal(), x];
    });
    fixture.write('training.csv', csvFile(['x', 'y', 'said'], training));
    const served = Array.from({ length: 500 }, (_, row) => {
      const x = random.normal();
      const at = new Date(FIRST_DAY + row * 60_000).toISOString();
      return { at, id: `row-${row}`, x, y: x + NOISE * random.normal() };
    });
    const captures = served.map(({ at, id, x }) => [at, id, x, x]);
    fixture.write('captures/day.csv', csvFile(['at', 'id', 'x', 'said'], captures));
    fixture.write(
      'labels/day.csv',
      csvFile(
        ['id', 'y'],
        served.map(({ id, y }) => [id, y]),
      ),
    );
    await fixture.buildBaseline();
    return fixture;
  }

  it("are counted in the baseline's bins and drawn over it", async () => {
    const fixture = await openRegression();
    const { performance } = await fixture.checkAccuracy(0);
    const { baseline } = await fixture.state();
    const stored = (await fixture.stored(`baselines/${baseline}/baseline.json`)) as {
      performance: { metrics: { rmse: { value: number } } };
    };
    const { rmse, counts } = performance!.curves!.residuals!;
    expect(rmse).toBe(stored.performance.metrics.rmse.value);
    // A third of them is beyond three times the error of the baseline.
    expect((counts[0] + counts[13]) / 500).toBeGreaterThan(0.25);
    expect(textsOf(await fixture.pageOf('accuracy', 0)).join(' ')).toContain('half the baseline');
  });

  it('are counted in bins of their own where a baseline of an earlier release has none', async () => {
    const fixture = await openRegression();
    const { baseline } = await fixture.state();
    const key = `${fixture.monitor.name}/baselines/${baseline}/baseline.json`;
    const { curves, ...head } = (await fixture.stored(`baselines/${baseline}/baseline.json`)) as { curves: unknown };
    expect(curves).toBeDefined();
    await fixture.store.put(key, new TextEncoder().encode(JSON.stringify(head)));

    const { performance } = await fixture.checkAccuracy(0);
    expect(performance!.curves!.residuals!.rmse).toBeCloseTo(performance!.metrics.rmse!.value!, 12);
    expect(textsOf(await fixture.pageOf('accuracy', 0)).join(' ')).not.toContain('half the baseline');
  });
});
