import { describe, expect, it } from 'vitest';
import { buildBaseline } from '../../../lambdas/core/build-baseline/build-baseline.ts';
import { checkAccuracy } from '../../../lambdas/core/check/check-accuracy.ts';
import { checkDrift } from '../../../lambdas/core/check/check-drift.ts';
import { lastCompleteWindow, windowByName } from '../../../lambdas/core/monitor/windows.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { csvFile, writeCaptures, writeLabels } from './fixtures.ts';
import { drawParcels, labelDay, openDepot, type Parcel, parcelMonitor, serveDay, writeTraining } from './parcels.ts';
import { contentOf, dayName, HOUR, StoryWorld } from './world.ts';

describe('a dry run', () => {
  const heavier = (parcel: Parcel): Parcel => ({ ...parcel, weight: Number(parcel.weight) + 4 });

  it('finds what a real one finds, writes nothing and publishes nothing', async () => {
    const world = await openDepot({ performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }' });
    labelDay(world, 0, serveDay(world, 0, heavier), { wrong: 100 });
    const before = await contentOf(world.store);

    const dry = [
      await world.checkDrift(0, { dryRun: true }),
      await world.checkAccuracy(0, undefined, { dryRun: true }),
    ];
    const after = await contentOf(world.store);
    const told = [...world.alerts, ...world.metrics];
    const real = [await world.checkDrift(0), await world.checkAccuracy(0)];

    expect(after).toEqual(before);
    expect(told).toEqual([]);
    // The real drift check comes first, so the real accuracy check knows whether the data matches; the dry one does not.
    expect(dry[0]).toEqual(real[0]);
    expect(dry[1].performance).toEqual(real[1].performance);
    expect([dry[1].verdict.dataMatches, real[1].verdict.dataMatches]).toEqual(['unknown', 'no']);
    expect(dry[1].verdict.nextStep).toBe('alert');
    expect(world.alerts).toHaveLength(2);
  });

  it('builds a baseline without activating it', async () => {
    const world = StoryWorld.open(parcelMonitor());
    writeTraining(world, drawParcels(new SeededRandom(1), 500));

    const dry = await buildBaseline(world.monitor, world.at(0, { dryRun: true }));
    const before = await contentOf(world.store);
    const real = await world.buildBaseline(0);

    expect([dry.activated, real.activated]).toEqual([false, true]);
    expect(before.size).toBe(0);
    expect(dry.baseline).toEqual(real.baseline);
    expect((await world.state()).baseline).toBe(real.baseline.id);
  });
});

describe('days in a zone that changes its clocks', () => {
  /** Requests every half hour from an hour before the day to an hour after it; the day's are labelled. */
  async function liveInNewYork(day: string, start: string, end: string) {
    const world = StoryWorld.open(`
model: clocks
problem: binary-classification
capture: { uri: captures, prediction: { score: 0 }, features: [x] }
labels: { uri: labels, lag: PT0S }
baseline: { uri: training.csv }
schedule: { window: P1D, timeZone: America/New_York }
drift: { minimumRows: 10 }
performance: { primaryMetric: accuracy, minimumRows: 10 }
`);
    world.write(
      'training.csv',
      csvFile(
        ['x'],
        Array.from({ length: 100 }, (_, i) => [i]),
      ),
    );
    const [from, to] = [Date.parse(start), Date.parse(end)];
    const times: number[] = [];
    for (let time = from - HOUR; time < to + HOUR; time += HOUR / 2) times.push(time);
    const inDay = times.filter((time) => time >= from && time < to);
    for (const time of times)
      writeCaptures(world, [{ time, rows: [[time % 100]], answers: [0.9], inferenceId: `at ${time}` }]);
    writeLabels(
      world,
      to + HOUR,
      inDay.map((time) => ({ id: `at ${time}`, values: [1] })),
    );
    await world.buildBaseline(from);
    const window = windowByName(world.monitor.schedule, day);
    const run = world.at(to + 6 * HOUR);
    return {
      scheduled: lastCompleteWindow(world.monitor.schedule, run.now),
      window,
      drift: await checkDrift(world.monitor, window, run),
      accuracy: await checkAccuracy(world.monitor, window, run),
    };
  }

  it.each([
    ['of 23 hours', '2001-04-01', '2001-04-01T05:00:00Z', '2001-04-02T04:00:00Z', 46],
    ['of 24 hours', '2001-04-02', '2001-04-02T04:00:00Z', '2001-04-03T04:00:00Z', 48],
    ['of 25 hours', '2001-10-28', '2001-10-28T04:00:00Z', '2001-10-29T05:00:00Z', 50],
  ])('a day %s has all its rows and no other', async (_name, day, start, end, rows) => {
    const { scheduled, window, drift, accuracy } = await liveInNewYork(day, start, end);

    expect(scheduled).toEqual(window);
    for (const result of [drift, accuracy]) {
      expect(result.window).toEqual({ name: day, start, end });
      expect(result.data).toMatchObject({ rows, rowsOutsideWindow: 4 });
    }
    expect(accuracy.labels).toMatchObject({ predictions: rows, labelled: rows, unmatched: 0 });
  });
});

describe('windows of an hour', () => {
  it('have names of their own and hold what their hour holds', async () => {
    const world = await openDepot({ schedule: '{ window: PT1H }', drift: '{ minimumRows: 50 }' });
    serveDay(world, 0);
    const { schedule } = world.monitor;

    const results = [];
    for (const name of [`${dayName(0)}T11Z`, `${dayName(0)}T12Z`, `${dayName(0)}T13Z`]) {
      const window = windowByName(schedule, name);
      results.push(await checkDrift(world.monitor, window, world.at(window.end + HOUR / 3)));
    }

    // The day's 400 requests come from noon on, a second apart.
    expect(results.map(({ data }) => [data.rows, data.rowsOutsideWindow])).toEqual([
      [0, 400],
      [400, 0],
      [0, 400],
    ]);
    expect(world.told()).toEqual([
      `no-data open ${dayName(0)}T11Z`,
      `no-data recovered ${dayName(0)}T12Z`,
      `no-data open ${dayName(0)}T13Z`,
    ]);
  });
});
