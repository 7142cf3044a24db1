import { mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLocation } from '../../../lambdas/adapters/local/open-location.ts';
import { checkAccuracy } from '../../../lambdas/core/check/check-accuracy.ts';
import { checkDueWindows } from '../../../lambdas/core/check/check-due-windows.ts';
import type { RunContext } from '../../../lambdas/core/context.ts';
import { updateState } from '../../../lambdas/core/decision/state-session.ts';
import type { Monitor } from '../../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { ObjectStore } from '../../../lambdas/core/ports.ts';
import type { Location } from '../../../lambdas/core/sources.ts';
import { csvFile, writeCaptures, writeLabels } from './fixtures.ts';
import { labelDay, openDepot, type Parcel, parcelId, parcelMonitor, requestsOf, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, type StoryFixture } from './story-fixture.ts';

const PERFORMANCE = { performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }' };

/** The morning `days` days after the day 0, half past six. */
const morning = (days: number) => FIRST_DAY + days * DAY + 6 * HOUR + HOUR / 2;

/** What runs ask of captured data and labels. */
class Reads {
  readonly opened: string[] = [];
  readonly listed: string[] = [];

  /** For {@link StoryFixture.at}. */
  changes(fixture: StoryFixture): Partial<RunContext> {
    return { open: (uri) => this.#watch(openLocation(uri, fixture.folder)) };
  }

  #watch(location: Location): Location {
    const { store } = location;
    const watched: ObjectStore = {
      list: (prefix) => {
        this.listed.push(prefix);
        return store.list(prefix);
      },
      folders: (prefix) => store.folders(prefix),
      get: (key) => this.#opens(key, () => store.get(key)),
      stream: (key) => this.#opens(key, () => store.stream(key)),
      slice: (key, start, end) => this.#opens(key, () => store.slice(key, start, end)),
      put: () => Promise.reject(new Error('a check writes nothing here')),
    };
    return { ...location, store: watched };
  }

  #opens<T>(key: string, read: () => T): T {
    this.opened.push(key);
    return read();
  }
}

/** A depot with a day of which 250 of 400 parcels are labelled, and that was looked at on day 2. */
async function openLookedAt(sections: Record<string, string> = {}) {
  const fixture = await openDepot({ ...PERFORMANCE, ...sections });
  const parcels = serveDay(fixture, 0);
  await fixture.checkDrift(0);
  labelDay(fixture, 0, parcels, { wrong: 0, to: 250, arrival: morning(2) - HOUR });
  await checkDueWindows(fixture.monitor, fixture.at(morning(2)));
  return { fixture, parcels };
}

async function run(
  fixture: StoryFixture,
  now: number,
  { monitor = fixture.monitor, ...changed }: Partial<RunContext> & { monitor?: Monitor } = {},
) {
  const { results, idle, kept } = await checkDueWindows(monitor, fixture.at(now, changed));
  const names = (windows: readonly { name: string }[]) =>
    windows.map(({ name }) => name).filter((name) => name === dayName(0));
  return {
    looked: names(results.map(({ window }) => window)).length,
    idle: names(idle).length,
    kept: names(kept).length,
  };
}

const LOOKED = { looked: 1, idle: 0, kept: 0 };
const IDLE = { looked: 0, idle: 1, kept: 0 };
const KEPT = { looked: 0, idle: 0, kept: 1 };

/** What is stored about the day. */
async function known(fixture: StoryFixture) {
  const { checks } = await fixture.state();
  const entry = checks.accuracy.find(({ window }) => window === dayName(0))!;
  const result = await fixture.stored(`checks/accuracy/${dayName(0)}/result.json`);
  return { entry, result };
}

describe('a window for which nothing has come', () => {
  it('is not read, and stays as it is; each day is listed once', async () => {
    const { fixture } = await openLookedAt();
    const before = await known(fixture);
    const reads = new Reads();

    expect(await run(fixture, morning(2) + HOUR, reads.changes(fixture))).toEqual(IDLE);

    expect(reads.opened).toEqual([]);
    expect(await known(fixture)).toEqual(before);
    // Captures of the day and the hours around it; labels from then on to an hour after the run.
    expect(reads.listed).toEqual([
      '2001/01/31/',
      '2001/02/01/',
      '2001/02/02/',
      '2001/02/01/',
      '2001/02/02/',
      '2001/02/03/',
    ]);
  });

  it('is listed together with the others: days are listed once for all of them', async () => {
    const fixture = await openDepot(PERFORMANCE);
    for (const day of [0, 1, 2, 3]) {
      labelDay(fixture, day, serveDay(fixture, day), { wrong: 0, to: 250 });
      await fixture.checkDrift(day);
    }
    await checkDueWindows(fixture.monitor, fixture.at(morning(6)));
    const reads = new Reads();
    const { results, idle } = await checkDueWindows(
      fixture.monitor,
      fixture.at(morning(6) + HOUR, reads.changes(fixture)),
    );
    expect([results.length, idle.map(({ name }) => name)]).toEqual([0, [4, 3, 2, 1, 0].map(dayName)]);
    expect(new Set(reads.listed).size).toBeLessThanOrEqual(9);
    expect(reads.listed.length).toBeLessThanOrEqual(2 * 8);
    expect(reads.opened).toEqual([]);
  });

  it('is read when a person runs the check, and by a dry run', async () => {
    const { fixture } = await openLookedAt();
    expect(await run(fixture, morning(3), { byHand: true })).toEqual(LOOKED);
    expect(await run(fixture, morning(3), { dryRun: true })).toEqual(LOOKED);
    const reads = new Reads();
    await checkAccuracy(fixture.monitor, fixture.window(0), fixture.at(morning(3), reads.changes(fixture)));
    expect(reads.opened.length).toBeGreaterThan(0);
    expect(await run(fixture, morning(3))).toEqual(IDLE);
  });

  it('is looked at once more when no label is waited for any more, and then left alone', async () => {
    const { fixture } = await openLookedAt();
    // Fourteen days after the end of the day, and an hour in which the last files are written.
    const over = FIRST_DAY + 15 * DAY + HOUR;
    expect(await run(fixture, over - 1)).toEqual(IDLE);
    expect(await run(fixture, over)).toEqual(LOOKED);
    expect((await known(fixture)).entry.labels).toMatchObject({ settled: true, coverage: 0.625 });
    expect(await run(fixture, over + HOUR)).toEqual({ looked: 0, idle: 0, kept: 0 });
  });
});

describe('a window whose predictions cannot be labelled', () => {
  it.each([
    ['without predictions', null, { settled: false, predictions: 0 }],
    [
      'without ids',
      'time,id,weight,distance,depot,p\n2001-02-01T12:00:00Z,,20,50,north,0.9\n',
      { settled: true, predictions: 1 },
    ],
  ])('is read when captures come, not when labels do: %s', async (_name, captured, entry) => {
    const fixture = await openDepot({
      ...PERFORMANCE,
      capture:
        '{ uri: captures, format: csv, time: time, id: id, features: [weight, distance, depot], prediction: { score: p } }',
    });
    if (captured !== null) fixture.write('captures/a.csv', captured);
    await checkAccuracy(fixture.monitor, fixture.window(0), fixture.at(morning(2)));
    expect((await known(fixture)).entry.labels).toMatchObject(entry);

    writeLabels(fixture, morning(3) - HOUR, [{ id: 'late', values: [1] }]);
    expect(await run(fixture, morning(3))).toEqual(IDLE);
    fixture.write('captures/b.csv', 'time,id,weight,distance,depot,p\n2001-02-01T13:00:00Z,late,20,50,north,0.9\n');
    expect(await run(fixture, morning(4))).toEqual(LOOKED);
    expect((await known(fixture)).result).toMatchObject({ labels: { labelled: 1 } });
  });
});

describe('a window that waits is read again', () => {
  const CHANGES: [string, (fixture: StoryFixture, parcels: readonly Parcel[]) => void][] = [
    [
      'after another label file',
      (fixture, parcels) => labelDay(fixture, 0, parcels, { wrong: 0, from: 250, arrival: morning(3) - HOUR }),
    ],
    [
      'after a captured file that came late',
      (fixture, [parcel]) => {
        const [request] = requestsOf(0, [parcel]);
        writeCaptures(fixture, [{ ...request, time: FIRST_DAY + 23 * HOUR, inferenceId: 'late' }]);
      },
    ],
    [
      'after a label file that was written again',
      (fixture) => {
        const folder = join(fixture.folder, 'labels/2001/02/03/05');
        const [name] = readdirSync(folder);
        utimesSync(join(folder, name), new Date(), new Date(Date.now() + 5000));
      },
    ],
  ];
  it.each(CHANGES)('%s', async (_name, change) => {
    const { fixture, parcels } = await openLookedAt();
    change(fixture, parcels);
    expect(await run(fixture, morning(3))).toEqual(LOOKED);
    expect(await run(fixture, morning(3) + HOUR)).toEqual(IDLE);
  });

  it.each<[string, Record<string, string>]>([
    [
      'a threshold',
      { capture: '{ uri: captures, features: [weight, distance, depot], prediction: { score: 0, threshold: 0.4 } }' },
    ],
    ['a limit', { performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.9] }' }],
    ['a text that means no label', { labels: '{ uri: labels, lag: P1D, maxAge: P14D, missing: [x] }' }],
    ['the positive class', { positive: '0' }],
  ])('after a change of the monitor file: %s', async (_name, sections) => {
    const { fixture } = await openLookedAt();
    const monitor = parseMonitor(parcelMonitor({ ...PERFORMANCE, ...sections }), fixture.monitor.file);
    expect(await run(fixture, morning(3), { monitor })).toEqual(LOOKED);
    expect(await run(fixture, morning(3) + HOUR, { monitor })).toEqual(IDLE);
  });

  it('after another baseline was activated', async () => {
    const { fixture } = await openLookedAt();
    const { baseline } = await fixture.state();
    await fixture.buildBaseline(morning(2) + HOUR);
    expect((await fixture.state()).baseline).not.toBe(baseline);
    expect(await run(fixture, morning(3))).toEqual(LOOKED);
  });

  it('not after a change that has nothing to do with it', async () => {
    const { fixture } = await openLookedAt();
    const retraining = '{ trainingJob: { image: image, instanceType: ml.m5.xlarge } }';
    const monitor = parseMonitor(parcelMonitor({ ...PERFORMANCE, retraining }), fixture.monitor.file);
    expect(await run(fixture, morning(3), { monitor })).toEqual(IDLE);
  });

  it('where an earlier version of the program kept nothing to know it by', async () => {
    const { fixture } = await openLookedAt();
    await rewriteLabels(fixture, ({ seen: _, predictions: __, ...labels }) => labels);
    expect(await run(fixture, morning(3))).toEqual(LOOKED);
    expect(await run(fixture, morning(3) + HOUR)).toEqual(IDLE);
  });

  it('where an earlier version took a pause for the end', async () => {
    const { fixture } = await openLookedAt();
    await rewriteLabels(fixture, ({ seen: _, predictions: __, ...labels }) => ({ ...labels, settled: true }));
    expect(await run(fixture, morning(6))).toEqual(LOOKED);
    expect((await known(fixture)).entry.labels).toMatchObject({ settled: false });
  });

  it('where more time is given now than when it was settled', async () => {
    const { fixture, parcels } = await openLookedAt({ labels: '{ uri: labels, lag: P1D, maxAge: P3D }' });
    expect(await run(fixture, morning(5))).toEqual(LOOKED);
    expect(await run(fixture, morning(6))).toEqual({ looked: 0, idle: 0, kept: 0 });
    labelDay(fixture, 0, parcels, { wrong: 0, from: 250, to: 300, arrival: morning(6) });
    const monitor = parseMonitor(parcelMonitor(PERFORMANCE), fixture.monitor.file);
    expect(await run(fixture, morning(7), { monitor })).toEqual(LOOKED);
    expect((await known(fixture)).entry.labels).toMatchObject({ settled: false, coverage: 0.75 });
  });
});

describe('the last result of a window stays', () => {
  it.each([
    ['captured files', 'captures', 'captures/2001/02/01'],
    ['label files', 'labels', 'labels/2001/02/03'],
  ])('when its %s are removed, on a schedule, and is settled in the end', async (_name, folder, removed) => {
    const { fixture } = await openLookedAt();
    const before = await known(fixture);
    rmSync(join(fixture.folder, removed), { recursive: true });
    mkdirSync(join(fixture.folder, folder), { recursive: true });

    expect(await run(fixture, morning(3))).toEqual(KEPT);
    expect(await run(fixture, morning(4))).toEqual(IDLE);
    expect(await run(fixture, morning(15))).toEqual(KEPT);
    expect(await run(fixture, morning(16))).toEqual({ looked: 0, idle: 0, kept: 0 });

    const after = await known(fixture);
    expect(after.result).toEqual(before.result);
    expect({ ...after.entry, labels: null }).toEqual({ ...before.entry, labels: null });
    expect(after.entry.labels).toMatchObject({ coverage: 0.625, predictions: 400, settled: true });
    expect(fixture.alerts).toEqual([]);
    // A person who runs a check sees what is there.
    const { labels } = await fixture.checkAccuracy(0, morning(17));
    expect(labels!.labelled).toBe(0);
  });

  const EXPORT = { labels: '{ uri: labels, format: csv, id: id, label: late, lag: P1D, maxAge: P14D }' };
  const table = (rows: readonly (readonly [string, string | number])[]) => csvFile(['id', 'late'], rows);
  const truth = (parcels: readonly Parcel[], from: number, to: number) =>
    parcels.slice(from, to).map(({ score }, i): [string, number] => [parcelId(0, from + i), score >= 0.5 ? 1 : 0]);

  async function openWithExport() {
    const fixture = await openDepot({ ...PERFORMANCE, ...EXPORT });
    const parcels = serveDay(fixture, 0);
    await fixture.checkDrift(0);
    fixture.write('labels/export.csv', table(truth(parcels, 0, 300)));
    expect(await run(fixture, morning(2))).toEqual(LOOKED);
    return { fixture, parcels };
  }

  it('when an export is written anew without its labels', async () => {
    const { fixture, parcels } = await openWithExport();
    fixture.write('labels/export.csv', table(truth(parcels, 250, 400)));
    expect(await run(fixture, morning(3))).toEqual(KEPT);
    expect((await known(fixture)).entry.labels).toMatchObject({ coverage: 0.75 });
  });

  it('is read when an export takes labels back: the last export counts', async () => {
    const { fixture, parcels } = await openWithExport();
    const rows = truth(parcels, 0, 300).map(([id, label], row): [string, string | number] => [
      id,
      row < 50 ? '' : label,
    ]);
    fixture.write('labels/export.csv', table(rows));
    expect(await run(fixture, morning(3))).toEqual(LOOKED);
    expect((await known(fixture)).entry.labels).toMatchObject({ coverage: 0.625 });
  });

  it('not when labels cannot be read any more: an incident opens', async () => {
    const { fixture } = await openLookedAt();
    const [name] = readdirSync(join(fixture.folder, 'labels/2001/02/03/05'));
    fixture.write(`labels/2001/02/03/05/${name}`, 'not json\n'.repeat(250));
    expect(await run(fixture, morning(3))).toEqual(LOOKED);
    expect(fixture.alertsSent()).toEqual([`no-labels open ${dayName(0)}`]);
  });

  it('not when the monitor file says otherwise what a label is', async () => {
    const { fixture } = await openWithExport();
    const monitor = parseMonitor(
      parcelMonitor({ ...PERFORMANCE, labels: EXPORT.labels.replace('late,', 'late, missing: [1],') }),
      fixture.monitor.file,
    );
    expect(await run(fixture, morning(3), { monitor })).toEqual(LOOKED);
    expect((await known(fixture)).entry.labels!.coverage).toBeLessThan(0.75);
  });
});

describe('windows that wait', () => {
  it('are looked at though a window is longer than labels are waited for', async () => {
    const fixture = await openDepot({
      ...PERFORMANCE,
      schedule: '{ window: P7D }',
      labels: '{ uri: labels, lag: P1D, maxAge: P3D }',
    });
    labelDay(fixture, 0, serveDay(fixture, 0), { wrong: 0, arrival: FIRST_DAY + 5 * DAY });
    // The week of the first day, a Thursday, ends on Monday the fifth.
    const due = await fixture.dueWindows(FIRST_DAY + 5 * DAY + 6 * HOUR);
    expect(due.map(({ name }) => name)).toContain('2001-01-29');
  });
});

type LabelsEntry = NonNullable<Awaited<ReturnType<typeof known>>['entry']['labels']>;

async function rewriteLabels(fixture: StoryFixture, change: (labels: LabelsEntry) => LabelsEntry): Promise<void> {
  await updateState(fixture.store, fixture.monitor.name, (state) => {
    const accuracy = state.checks.accuracy.map((entry) => ({ ...entry, labels: change(entry.labels!) }));
    return { state: { ...state, checks: { ...state.checks, accuracy } } };
  });
}

describe('labels of other windows', () => {
  it("do not change this window's result: no metrics are published again", async () => {
    const fixture = await openDepot(PERFORMANCE);
    const [first, second] = [serveDay(fixture, 0), serveDay(fixture, 1)];
    await fixture.checkDrift(0);
    await fixture.checkDrift(1);
    labelDay(fixture, 0, first, { wrong: 0, to: 250, arrival: morning(2) - HOUR });
    await checkAccuracy(fixture.monitor, fixture.window(0), fixture.at(morning(2)));
    const published = fixture.metrics.length;

    labelDay(fixture, 1, second, { wrong: 0, to: 250, arrival: morning(3) - HOUR });
    const again = await checkAccuracy(fixture.monitor, fixture.window(0), fixture.at(morning(3)));

    expect(again.labels).toMatchObject({ labelled: 250, others: 250 });
    expect(fixture.metrics).toHaveLength(published);
  });
});
