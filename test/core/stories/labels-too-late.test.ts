import { describe, expect, it } from 'vitest';
import { checkDueWindows } from '../../../lambdas/core/check/check-due-windows.ts';
import { checkText } from '../../../lambdas/core/report/check-text.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { csvFile, writeLabels } from './fixtures.ts';
import { labelDay, openDepot, parcelId, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, type StoryFixture } from './story-fixture.ts';

const PERFORMANCE = { performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }' };
const labelsOf = (more = '') => ({ labels: `{ uri: labels, lag: P1D, maxAge: P3D${more} }` });
/** The end of day 0, and three days. */
const OVER = FIRST_DAY + 4 * DAY;
/** The morning on which day 0 is looked at for the last time. */
const LAST = OVER + 6 * HOUR;

/** What is stored about day 0. */
async function stored(fixture: StoryFixture) {
  const result = (await fixture.stored(`checks/accuracy/${dayName(0)}/result.json`)) as CheckResult;
  const page = await fixture.store.get(`story/checks/accuracy/${dayName(0)}/report.html`);
  return { result, page: new TextDecoder().decode(page!.bytes), text: checkText(result) };
}

async function openDay(sections: Record<string, string> = labelsOf()) {
  const fixture = await openDepot({ ...PERFORMANCE, ...sections });
  const parcels = serveDay(fixture, 0);
  await fixture.checkDrift(0);
  return { fixture, parcels };
}

describe('labels that arrive after labels.maxAge', () => {
  it('are counted by the last check, shown, and not used', async () => {
    const { fixture, parcels } = await openDay();
    labelDay(fixture, 0, parcels, { wrong: 0, to: 300, arrival: OVER - HOUR });
    // 80 new ones, all of which would be wrong, five corrections, and 20 that say what is known.
    labelDay(fixture, 0, parcels, { wrong: 400, from: 300, to: 380, arrival: OVER });
    labelDay(fixture, 0, parcels, { wrong: 5, to: 25, arrival: OVER + 2 * HOUR });

    await checkDueWindows(fixture.monitor, fixture.at(LAST));

    const { result, page, text } = await stored(fixture);
    expect(result.labels).toMatchObject({ labelled: 300, late: 85, conflicts: 0, duplicates: 0, settled: true });
    expect(result.verdict.performance).toMatchObject({ value: 1, rows: 300 });
    expect(page).toContain('85 labels that arrived after labels.maxAge');
    expect(text).toMatch(/not used +85 labels that arrived after labels\.maxAge/);
    expect(fixture.alerts).toEqual([]);
  });

  it('are a reason of the verdict where too few came in time', async () => {
    const { fixture, parcels } = await openDay();
    labelDay(fixture, 0, parcels, { wrong: 0, to: 100, arrival: OVER - HOUR });
    labelDay(fixture, 0, parcels, { wrong: 0, from: 100, arrival: OVER + HOUR });
    await checkDueWindows(fixture.monitor, fixture.at(LAST));
    expect((await stored(fixture)).result.verdict).toMatchObject({
      nextStep: 'continue',
      reasons: [
        'not enough data: 100 labelled rows (25 % of the predictions), 200 are needed, and no more labels are expected',
        '300 labels arrived after labels.maxAge',
      ],
    });
  });

  it('are the reason of the alert where none came in time', async () => {
    const { fixture, parcels } = await openDay();
    labelDay(fixture, 0, parcels, { wrong: 0, arrival: OVER + HOUR });
    await checkDueWindows(fixture.monitor, fixture.at(LAST));
    expect(fixture.alertsSent()).toEqual([`no-labels open ${dayName(0)}`]);
    expect((await stored(fixture)).result.verdict.reasons).toEqual([
      '400 predictions have no label: no labels were found',
      '400 labels arrived after labels.maxAge',
    ]);
    expect(fixture.alerts[0].text).toMatch(/not used +400 labels that arrived after labels\.maxAge/);
  });

  it('change nothing at another check: no message, no metrics, the same state', async () => {
    const { fixture, parcels } = await openDay();
    labelDay(fixture, 0, parcels, { wrong: 0, to: 300, arrival: OVER - HOUR });
    await checkDueWindows(fixture.monitor, fixture.at(LAST));
    const before = { state: await fixture.state(), metrics: fixture.metrics.length };
    labelDay(fixture, 0, parcels, { wrong: 400, from: 300, arrival: LAST + DAY });

    const { labels, verdict } = await fixture.checkAccuracy(0, LAST + 2 * DAY);

    expect(labels).toMatchObject({ labelled: 300, late: 100 });
    expect(verdict.performance.value).toBe(1);
    expect({ state: await fixture.state(), metrics: fixture.metrics.length }).toEqual(before);
  });

  it('of tables are found by their time, whenever their file arrived', async () => {
    const { fixture, parcels } = await openDay(labelsOf(', format: csv, id: id, label: late, time: at'));
    const rows = parcels.map(({ score }, row): [string, number, string] => {
      const at = row < 300 ? OVER - 1000 : OVER + (row - 300) * 1000;
      const right = score >= 0.5 ? 1 : 0;
      return [parcelId(0, row), row < 300 ? right : 1 - right, new Date(at).toISOString()];
    });
    fixture.write('labels/all.csv', csvFile(['id', 'late', 'at'], rows));

    // Before their time, they are not known.
    const early = await fixture.checkAccuracy(0, FIRST_DAY + 2 * DAY + HOUR);
    expect(early.labels).toMatchObject({ labelled: 0, late: 0, ahead: 400 });
    const { labels, verdict } = await fixture.checkAccuracy(0, LAST);
    expect(labels).toMatchObject({ labelled: 300, late: 100, ahead: 0 });
    expect(verdict.performance.value).toBe(1);
  });

  it('do not exist in tables without a time: all labels at the last check count', async () => {
    const { fixture, parcels } = await openDay(labelsOf(', format: csv, id: id, label: late'));
    const rows = parcels.map(({ score }, row): [string, number] => [parcelId(0, row), score >= 0.5 ? 1 : 0]);
    fixture.write('labels/all.csv', csvFile(['id', 'late'], rows));
    await checkDueWindows(fixture.monitor, fixture.at(LAST));
    expect((await stored(fixture)).result.labels).toMatchObject({ labelled: 400, late: 0 });
  });

  it('are not shown as examples of labels whose ids match no prediction', async () => {
    const { fixture } = await openDay();
    writeLabels(fixture, OVER + HOUR, [{ id: 'of nobody', values: [1] }]);
    const { labels } = await fixture.checkAccuracy(0, LAST);
    expect(labels).toMatchObject({ labelled: 0, late: 0, others: 0, examples: null });
  });

  it('are counted for their own window only', async () => {
    const { fixture, parcels } = await openDay();
    const others = serveDay(fixture, 3);
    labelDay(fixture, 0, parcels, { wrong: 0, to: 300, arrival: OVER - HOUR });
    labelDay(fixture, 3, others, { wrong: 0, arrival: OVER + HOUR });
    writeLabels(fixture, OVER + HOUR, [{ id: 'of nobody', values: [1] }]);
    const { labels } = await fixture.checkAccuracy(0, LAST);
    expect(labels).toMatchObject({ labelled: 300, late: 0, others: 0 });
    expect((await fixture.checkAccuracy(3, LAST + DAY)).labels).toMatchObject({ labelled: 400, late: 0 });
  });
});
