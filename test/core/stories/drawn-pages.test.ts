import { describe, expect, it } from 'vitest';
import { readPage } from '../report/html/page-structure.ts';
import { labelDay, openDepot, serveDay } from './parcels.ts';
import { dayName, type StoryFixture } from './story-fixture.ts';

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
  });
});
