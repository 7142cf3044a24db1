import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replay } from '../../../lambdas/core/backtest/replay.ts';
import { checkDueWindows } from '../../../lambdas/core/check/check-due-windows.ts';
import type { RunContext } from '../../../lambdas/core/context.ts';
import { updateState } from '../../../lambdas/core/decision/state-session.ts';
import { readHistory } from '../../../lambdas/core/history/store.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { ObjectStore } from '../../../lambdas/core/ports.ts';
import { countReading } from '../stories/counted-reading.ts';
import { labelDay, openDepot, parcelId, parcelMonitor, serveDay } from '../stories/parcels.ts';
import { contentOf, DAY, FIRST_DAY, HOUR, morningAfter, type StoryFixture } from '../stories/story-fixture.ts';

const DAYS = 8;
const SECTIONS = {
  labels: '{ uri: labels, lag: P1D, maxAge: P3D }',
  performance:
    '{ primaryMetric: accuracy, minimumRows: 50, alert: [{ when: accuracy < 0.85, literal: true }], retrain: [{ when: accuracy < 0.6, literal: true }] }',
};

/** Eight days: on the third the weights are broken, from the fifth on most answers are wrong. Labels come in two parts. */
async function openWorld(): Promise<StoryFixture> {
  const fixture = await openDepot(SECTIONS);
  for (let day = 0; day < DAYS; day++) {
    const parcels = serveDay(fixture, day, (parcel) => (day === 2 ? { ...parcel, weight: 0 } : parcel));
    const wrong = day < 4 ? 20 : 200;
    labelDay(fixture, day, parcels, { wrong, to: 300 });
    labelDay(fixture, day, parcels, { wrong, from: 300, arrival: FIRST_DAY + (day + 3) * DAY + 2 * HOUR });
  }
  return fixture;
}

/** Bytes of all files below a folder. */
function folderSize(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(folder, name)));
  return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

const windowsOf = (fixture: StoryFixture, from = 0) =>
  Array.from({ length: DAYS - from }, (_, i) => fixture.window(from + i));

/** The checks as their default schedules run them: drift at six, accuracy half an hour later. */
async function live(fixture: StoryFixture, changed: Partial<RunContext> = {}): Promise<void> {
  for (let day = 0; day < DAYS + 4; day++) {
    if (day < DAYS) await fixture.checkDrift(day, changed);
    const now = morningAfter(day) + HOUR / 2;
    await checkDueWindows(fixture.monitor, fixture.at(now, changed), { upTo: fixture.window(DAYS - 1).start });
  }
}

const replayAll = (fixture: StoryFixture, monitors = [fixture.monitor], from = 0) =>
  replay(monitors, windowsOf(fixture, from), { ...fixture.at(FIRST_DAY + 60 * DAY), results: fixture.store });

describe('a backtest', () => {
  it('sends the alerts, and has the history, of the checks that really ran', async () => {
    const fixture = await openWorld();
    const before = await contentOf(fixture.store);
    const [replayed] = await replayAll(fixture);
    expect(await contentOf(fixture.store)).toEqual(before);

    await live(fixture);
    expect(fixture.alerts.map(({ kind, state }) => `${kind} ${state}`)).toEqual(
      expect.arrayContaining(['data-quality open', 'data-quality recovered', 'performance open']),
    );
    // Links and commands name places; everything else is the same.
    const essence = ({ dedupeKey, title, severity, window, since }: (typeof fixture.alerts)[number]) => ({
      dedupeKey,
      title,
      severity,
      window,
      since,
    });
    expect(replayed.alerts.map(({ alert }) => essence(alert))).toEqual(fixture.alerts.map(essence));
    for (const kind of ['drift', 'accuracy'] as const) {
      expect(replayed[kind]).toEqual(await readHistory(fixture.store, fixture.monitor.name, kind, { last: DAYS }));
    }
    // The window's labels count a day after its end; the check runs at half past six.
    const at = Date.parse('2001-02-07T06:30Z');
    expect(replayed.requests).toEqual([{ at, since: '2001-02-05', limit: 'accuracy < 0.6' }]);
    expect(replayed.incidents).toEqual((await fixture.state()).incidents);
  });

  it('uses no label before it became known, by its hour of arrival or by labels.time', async () => {
    const arrived = await openWorld();
    const timed = await openDepot({
      ...SECTIONS,
      labels: '{ uri: labels, format: csv, id: id, label: label, time: known, lag: P1D, maxAge: P3D }',
    });
    for (let day = 0; day < DAYS; day++) {
      const parcels = serveDay(timed, day, (parcel) => (day === 2 ? { ...parcel, weight: 0 } : parcel));
      const wrong = day < 4 ? 20 : 200;
      const rows = parcels.map(({ score }, row) => {
        const known = FIRST_DAY + (row < 300 ? (day + 2) * DAY + HOUR : (day + 3) * DAY + 2 * HOUR);
        const label = score >= 0.5 === row < wrong ? 0 : 1;
        return `${parcelId(day, row)},${label},${new Date(known).toISOString()}\n`;
      });
      timed.write(`labels/${day}.csv`, `id,label,known\n${rows.join('')}`);
    }
    const [[one], [other]] = await Promise.all([arrived, timed].map((fixture) => replayAll(fixture)));
    expect(other.requests).toEqual(one.requests);
    expect(other.requests).toHaveLength(1);
    expect(other.alerts.map(({ at, alert }) => [at, alert.title])).toEqual(
      one.alerts.map(({ at, alert }) => [at, alert.title]),
    );
    const values = ({ accuracy }: typeof one) => accuracy.map((row) => [row.window, row.metric_value]);
    expect(values(other)).toEqual(values(one));
  });

  it('reads labels as they arrive, and captures once, or not at all after the checks', async () => {
    const fixture = await openWorld();
    const checked = await fixture.fork();
    const reading = countReading(fixture.at(0).open);
    const { open } = reading;
    const size = folderSize(join(fixture.folder, 'captures'));
    await live(checked, { open });
    const labels = reading.take('labels');
    // For drift, and for accuracy.
    expect(reading.take('captures')).toBe(2 * size);
    const backtest = (results: ObjectStore) =>
      replay([fixture.monitor], windowsOf(fixture), { open, results, now: FIRST_DAY + 60 * DAY });

    const before = await backtest(fixture.store);
    const read = reading.take('labels');
    // Of the labels only those that are new to a window.
    expect(read).toBeGreaterThan(folderSize(join(fixture.folder, 'labels')) - 1);
    expect(read).toBeLessThan(0.6 * labels);
    expect(reading.take('captures')).toBe(2 * size);

    const after = await backtest(checked.store);
    expect([reading.take('labels'), reading.take('captures')]).toEqual([read, 0]);
    expect(after).toEqual(before);
  });

  it('finds faults of answers by the settings of each variant', async () => {
    const fixture = await openWorld();
    // Every tenth answer of the second day is beyond 1.
    const parcels = serveDay(fixture, DAYS, (parcel, row) => (row % 10 === 0 ? { ...parcel, score: 1.5 } : parcel));
    labelDay(fixture, DAYS, parcels, { wrong: 20 });
    const tolerant = parseMonitor(
      parcelMonitor({ ...SECTIONS, quality: '{ maxOutOfRangeShare: 0.5 }' }),
      fixture.monitor.file,
    );
    const windows = [fixture.window(DAYS)];
    const results = { ...fixture.at(FIRST_DAY + 60 * DAY), results: fixture.store };
    const together = await replay([fixture.monitor, tolerant], windows, results);
    const alone = [await replay([fixture.monitor], windows, results), await replay([tolerant], windows, results)];
    expect(together.map(({ accuracy }) => accuracy)).toEqual(alone.map(([{ accuracy }]) => accuracy));
    expect(together[0].accuracy).not.toEqual(together[1].accuracy);
  });

  it('shows what other settings would have done on the same windows', async () => {
    const fixture = await openWorld();
    const parse = (performance: string) =>
      parseMonitor(parcelMonitor({ ...SECTIONS, performance }), fixture.monitor.file);
    const silent = parse('{ primaryMetric: accuracy, minimumRows: 50 }');
    const [, none] = await replayAll(fixture, [fixture.monitor, silent]);
    const [alone] = await replayAll(fixture, [silent]);
    expect(none.alerts.map(({ alert }) => alert.kind)).not.toContain('performance');
    expect(none.requests).toEqual([]);
    expect(none.alerts).toEqual(alone.alerts);
    expect(none.accuracy).toEqual(alone.accuracy);
  });

  it('begins without what earlier windows have opened', async () => {
    const fixture = await openWorld();
    await live(fixture);
    const [replayed] = await replayAll(fixture, undefined, 6);
    expect(replayed.alerts.map(({ alert }) => [alert.kind, alert.state, alert.since])[0]).toEqual([
      'performance',
      'open',
      '2001-02-07',
    ]);
    expect(replayed.drift.map(({ window }) => window)).toEqual(['2001-02-07', '2001-02-08']);
  });

  it('compares each window with the baseline of the model that answered in it', async () => {
    const fixture = await openWorld();
    const { baseline: old } = await fixture.state();
    await fixture.buildBaseline(FIRST_DAY + 7 * DAY);
    const { baseline: id } = await fixture.state();
    await updateState(fixture.store, fixture.monitor.name, (state) => {
      const previous = { retraining: null, endpointConfig: 'old', baseline: old };
      const model = { retraining: 'r', endpointConfig: 'new', baseline: id, since: FIRST_DAY + 7 * DAY, previous };
      return { state: { ...state, baseline: id, model } };
    });
    const [{ drift, incidents }] = await replayAll(fixture);
    expect(id).not.toBe(old);
    expect(drift.map(({ baseline }) => baseline)).toEqual([...Array(7).fill(old), id]);
    const performance = incidents.filter(({ kind }) => kind === 'performance');
    expect(performance.map(({ since, recoveredWindow }) => [since, recoveredWindow])).toEqual([
      // Labels of a day come a day later: those of the third bad day, when the model was replaced.
      ['2001-02-05', '2001-02-06'],
      ['2001-02-08', null],
    ]);
  });
});
