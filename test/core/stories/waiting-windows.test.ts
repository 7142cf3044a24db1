import { mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLocation } from '../../../lambdas/adapters/local/open-location.ts';
import { checkAccuracy, checkDueWindows } from '../../../lambdas/core/check/check-accuracy.ts';
import type { World } from '../../../lambdas/core/context.ts';
import { updateState } from '../../../lambdas/core/decision/state-store.ts';
import type { Monitor } from '../../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { ObjectStore } from '../../../lambdas/core/ports.ts';
import type { Location } from '../../../lambdas/core/sources.ts';
import { csvFile, writeCaptures, writeLabels } from './fixtures.ts';
import { labelDay, openDepot, type Parcel, parcelId, parcelMonitor, requestsOf, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, type StoryWorld } from './world.ts';

const PERFORMANCE = { performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }' };

/** The morning `days` days after the day 0, half past six. */
const morning = (days: number) => FIRST_DAY + days * DAY + 6 * HOUR + HOUR / 2;

/** What runs ask of captured data and labels. */
class Reads {
  readonly opened: string[] = [];
  readonly listed: string[] = [];

  /** For {@link StoryWorld.at}. */
  changes(world: StoryWorld): Partial<World> {
    return { open: (uri) => this.#watch(openLocation(uri, world.folder)) };
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
  const world = await openDepot({ ...PERFORMANCE, ...sections });
  const parcels = serveDay(world, 0);
  await world.checkDrift(0);
  labelDay(world, 0, parcels, { wrong: 0, to: 250, arrival: morning(2) - HOUR });
  await checkDueWindows(world.monitor, world.at(morning(2)));
  return { world, parcels };
}

async function run(
  world: StoryWorld,
  now: number,
  { monitor = world.monitor, ...changed }: Partial<World> & { monitor?: Monitor } = {},
) {
  const { results, idle, kept } = await checkDueWindows(monitor, world.at(now, changed));
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
async function known(world: StoryWorld) {
  const { checks } = await world.state();
  const entry = checks.accuracy.find(({ window }) => window === dayName(0))!;
  const result = await world.stored(`checks/accuracy/${dayName(0)}/result.json`);
  return { entry, result };
}

describe('a window for which nothing has come', () => {
  it('is not read, and stays as it is; each day is listed once', async () => {
    const { world } = await openLookedAt();
    const before = await known(world);
    const reads = new Reads();

    expect(await run(world, morning(2) + HOUR, reads.changes(world))).toEqual(IDLE);

    expect(reads.opened).toEqual([]);
    expect(await known(world)).toEqual(before);
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
    const world = await openDepot(PERFORMANCE);
    for (const day of [0, 1, 2, 3]) {
      labelDay(world, day, serveDay(world, day), { wrong: 0, to: 250 });
      await world.checkDrift(day);
    }
    await checkDueWindows(world.monitor, world.at(morning(6)));
    const reads = new Reads();
    const { results, idle } = await checkDueWindows(world.monitor, world.at(morning(6) + HOUR, reads.changes(world)));
    expect([results.length, idle.map(({ name }) => name)]).toEqual([0, [0, 1, 2, 3, 4].map(dayName)]);
    expect(new Set(reads.listed).size).toBeLessThanOrEqual(9);
    expect(reads.listed.length).toBeLessThanOrEqual(2 * 8);
    expect(reads.opened).toEqual([]);
  });

  it('is read when a person runs the check, and by a dry run', async () => {
    const { world } = await openLookedAt();
    expect(await run(world, morning(3), { byHand: true })).toEqual(LOOKED);
    expect(await run(world, morning(3), { dryRun: true })).toEqual(LOOKED);
    const reads = new Reads();
    await checkAccuracy(world.monitor, world.window(0), world.at(morning(3), reads.changes(world)));
    expect(reads.opened.length).toBeGreaterThan(0);
    expect(await run(world, morning(3))).toEqual(IDLE);
  });

  it('is looked at once more when no label is waited for any more, and then left alone', async () => {
    const { world } = await openLookedAt();
    // Fourteen days after the end of the day, and an hour in which the last files are written.
    const over = FIRST_DAY + 15 * DAY + HOUR;
    expect(await run(world, over - 1)).toEqual(IDLE);
    expect(await run(world, over)).toEqual(LOOKED);
    expect((await known(world)).entry.labels).toMatchObject({ settled: true, coverage: 0.625 });
    expect(await run(world, over + HOUR)).toEqual({ looked: 0, idle: 0, kept: 0 });
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
    const world = await openDepot({
      ...PERFORMANCE,
      capture:
        '{ uri: captures, format: csv, time: time, id: id, features: [weight, distance, depot], prediction: { score: p } }',
    });
    if (captured !== null) world.write('captures/a.csv', captured);
    await checkAccuracy(world.monitor, world.window(0), world.at(morning(2)));
    expect((await known(world)).entry.labels).toMatchObject(entry);

    writeLabels(world, morning(3) - HOUR, [{ id: 'late', values: [1] }]);
    expect(await run(world, morning(3))).toEqual(IDLE);
    world.write('captures/b.csv', 'time,id,weight,distance,depot,p\n2001-02-01T13:00:00Z,late,20,50,north,0.9\n');
    expect(await run(world, morning(4))).toEqual(LOOKED);
    expect((await known(world)).result).toMatchObject({ labels: { labelled: 1 } });
  });
});

describe('a window that waits is read again', () => {
  const CHANGES: [string, (world: StoryWorld, parcels: readonly Parcel[]) => void][] = [
    [
      'after another label file',
      (world, parcels) => labelDay(world, 0, parcels, { wrong: 0, from: 250, arrival: morning(3) - HOUR }),
    ],
    [
      'after a captured file that came late',
      (world, [parcel]) => {
        const [request] = requestsOf(0, [parcel]);
        writeCaptures(world, [{ ...request, time: FIRST_DAY + 23 * HOUR, inferenceId: 'late' }]);
      },
    ],
    [
      'after a label file that was written again',
      (world) => {
        const folder = join(world.folder, 'labels/2001/02/03/05');
        const [name] = readdirSync(folder);
        utimesSync(join(folder, name), new Date(), new Date(Date.now() + 5000));
      },
    ],
  ];
  it.each(CHANGES)('%s', async (_name, change) => {
    const { world, parcels } = await openLookedAt();
    change(world, parcels);
    expect(await run(world, morning(3))).toEqual(LOOKED);
    expect(await run(world, morning(3) + HOUR)).toEqual(IDLE);
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
    const { world } = await openLookedAt();
    const monitor = parseMonitor(parcelMonitor({ ...PERFORMANCE, ...sections }), world.monitor.file);
    expect(await run(world, morning(3), { monitor })).toEqual(LOOKED);
    expect(await run(world, morning(3) + HOUR, { monitor })).toEqual(IDLE);
  });

  it('after another baseline', async () => {
    const { world } = await openLookedAt();
    const { baseline } = await world.state();
    await world.buildBaseline(morning(2) + HOUR);
    expect((await world.state()).baseline).not.toBe(baseline);
    expect(await run(world, morning(3))).toEqual(LOOKED);
  });

  it('not after a change that has nothing to do with it', async () => {
    const { world } = await openLookedAt();
    const retraining = '{ trainingJob: { image: image, instanceType: ml.m5.xlarge } }';
    const monitor = parseMonitor(parcelMonitor({ ...PERFORMANCE, retraining }), world.monitor.file);
    expect(await run(world, morning(3), { monitor })).toEqual(IDLE);
  });

  it('where an earlier version of the program kept nothing to know it by', async () => {
    const { world } = await openLookedAt();
    await rewriteLabels(world, ({ seen: _, predictions: __, ...labels }) => labels);
    expect(await run(world, morning(3))).toEqual(LOOKED);
    expect(await run(world, morning(3) + HOUR)).toEqual(IDLE);
  });

  it('where an earlier version took a pause for the end', async () => {
    const { world } = await openLookedAt();
    await rewriteLabels(world, ({ seen: _, predictions: __, ...labels }) => ({ ...labels, settled: true }));
    expect(await run(world, morning(6))).toEqual(LOOKED);
    expect((await known(world)).entry.labels).toMatchObject({ settled: false });
  });

  it('where more time is given now than when it was settled', async () => {
    const { world, parcels } = await openLookedAt({ labels: '{ uri: labels, lag: P1D, maxAge: P3D }' });
    expect(await run(world, morning(5))).toEqual(LOOKED);
    expect(await run(world, morning(6))).toEqual({ looked: 0, idle: 0, kept: 0 });
    labelDay(world, 0, parcels, { wrong: 0, from: 250, to: 300, arrival: morning(6) });
    const monitor = parseMonitor(parcelMonitor(PERFORMANCE), world.monitor.file);
    expect(await run(world, morning(7), { monitor })).toEqual(LOOKED);
    expect((await known(world)).entry.labels).toMatchObject({ settled: false, coverage: 0.75 });
  });
});

describe('the last result of a window stays', () => {
  it.each([
    ['captured files', 'captures', 'captures/2001/02/01'],
    ['label files', 'labels', 'labels/2001/02/03'],
  ])('when its %s are removed, on a schedule, and is settled in the end', async (_name, folder, removed) => {
    const { world } = await openLookedAt();
    const before = await known(world);
    rmSync(join(world.folder, removed), { recursive: true });
    mkdirSync(join(world.folder, folder), { recursive: true });

    expect(await run(world, morning(3))).toEqual(KEPT);
    expect(await run(world, morning(4))).toEqual(IDLE);
    expect(await run(world, morning(15))).toEqual(KEPT);
    expect(await run(world, morning(16))).toEqual({ looked: 0, idle: 0, kept: 0 });

    const after = await known(world);
    expect(after.result).toEqual(before.result);
    expect({ ...after.entry, labels: null }).toEqual({ ...before.entry, labels: null });
    expect(after.entry.labels).toMatchObject({ coverage: 0.625, predictions: 400, settled: true });
    expect(world.alerts).toEqual([]);
    // A person who runs a check sees what is there.
    const { labels } = await world.checkAccuracy(0, morning(17));
    expect(labels!.labelled).toBe(0);
  });

  const EXPORT = { labels: '{ uri: labels, format: csv, id: id, label: late, lag: P1D, maxAge: P14D }' };
  const table = (rows: readonly (readonly [string, string | number])[]) => csvFile(['id', 'late'], rows);
  const truth = (parcels: readonly Parcel[], from: number, to: number) =>
    parcels.slice(from, to).map(({ score }, i): [string, number] => [parcelId(0, from + i), score >= 0.5 ? 1 : 0]);

  async function openWithExport() {
    const world = await openDepot({ ...PERFORMANCE, ...EXPORT });
    const parcels = serveDay(world, 0);
    await world.checkDrift(0);
    world.write('labels/export.csv', table(truth(parcels, 0, 300)));
    expect(await run(world, morning(2))).toEqual(LOOKED);
    return { world, parcels };
  }

  it('when an export is written anew without its labels', async () => {
    const { world, parcels } = await openWithExport();
    world.write('labels/export.csv', table(truth(parcels, 250, 400)));
    expect(await run(world, morning(3))).toEqual(KEPT);
    expect((await known(world)).entry.labels).toMatchObject({ coverage: 0.75 });
  });

  it('not when an export takes labels back: the last one is right', async () => {
    const { world, parcels } = await openWithExport();
    const rows = truth(parcels, 0, 300).map(([id, label], row): [string, string | number] => [
      id,
      row < 50 ? '' : label,
    ]);
    world.write('labels/export.csv', table(rows));
    expect(await run(world, morning(3))).toEqual(LOOKED);
    expect((await known(world)).entry.labels).toMatchObject({ coverage: 0.625 });
  });

  it('not when labels cannot be read any more: an incident opens', async () => {
    const { world } = await openLookedAt();
    const [name] = readdirSync(join(world.folder, 'labels/2001/02/03/05'));
    world.write(`labels/2001/02/03/05/${name}`, 'not json\n'.repeat(250));
    expect(await run(world, morning(3))).toEqual(LOOKED);
    expect(world.told()).toEqual([`no-labels open ${dayName(0)}`]);
  });

  it('not when the monitor file says otherwise what a label is', async () => {
    const { world } = await openWithExport();
    const monitor = parseMonitor(
      parcelMonitor({ ...PERFORMANCE, labels: EXPORT.labels.replace('late,', 'late, missing: [1],') }),
      world.monitor.file,
    );
    expect(await run(world, morning(3), { monitor })).toEqual(LOOKED);
    expect((await known(world)).entry.labels!.coverage).toBeLessThan(0.75);
  });
});

describe('windows that wait', () => {
  it('are looked at though a window is longer than labels are waited for', async () => {
    const world = await openDepot({
      ...PERFORMANCE,
      schedule: '{ window: P7D }',
      labels: '{ uri: labels, lag: P1D, maxAge: P3D }',
    });
    labelDay(world, 0, serveDay(world, 0), { wrong: 0, arrival: FIRST_DAY + 5 * DAY });
    // The week of the first day, a Thursday, ends on Monday the fifth.
    const due = await world.dueWindows(FIRST_DAY + 5 * DAY + 6 * HOUR);
    expect(due.map(({ name }) => name)).toContain('2001-01-29');
  });
});

type LabelsEntry = NonNullable<Awaited<ReturnType<typeof known>>['entry']['labels']>;

async function rewriteLabels(world: StoryWorld, change: (labels: LabelsEntry) => LabelsEntry): Promise<void> {
  await updateState(world.store, world.monitor.name, (state) => {
    const accuracy = state.checks.accuracy.map((entry) => ({ ...entry, labels: change(entry.labels!) }));
    return { state: { ...state, checks: { ...state.checks, accuracy } } };
  });
}

describe('labels of other windows', () => {
  it('are no news of this one: no metrics are published again', async () => {
    const world = await openDepot(PERFORMANCE);
    const [first, second] = [serveDay(world, 0), serveDay(world, 1)];
    await world.checkDrift(0);
    await world.checkDrift(1);
    labelDay(world, 0, first, { wrong: 0, to: 250, arrival: morning(2) - HOUR });
    await checkAccuracy(world.monitor, world.window(0), world.at(morning(2)));
    const published = world.metrics.length;

    labelDay(world, 1, second, { wrong: 0, to: 250, arrival: morning(3) - HOUR });
    const again = await checkAccuracy(world.monitor, world.window(0), world.at(morning(3)));

    expect(again.labels).toMatchObject({ labelled: 250, others: 250 });
    expect(world.metrics).toHaveLength(published);
  });
});
