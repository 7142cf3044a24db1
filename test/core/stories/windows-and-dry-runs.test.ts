import { describe, expect, it } from 'vitest';
import { buildBaseline } from '../../../lambdas/core/build-baseline/build-baseline.ts';
import { checkAccuracy } from '../../../lambdas/core/check/check-accuracy.ts';
import { checkDrift } from '../../../lambdas/core/check/check-drift.ts';
import { lastCompleteWindow, windowByName } from '../../../lambdas/core/monitor/windows.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { csvFile, writeCaptures, writeLabels } from './fixtures.ts';
import { drawParcels, labelDay, openDepot, type Parcel, parcelMonitor, serveDay, writeTraining } from './parcels.ts';
import { contentOf, dayName, HOUR, StoryFixture } from './story-fixture.ts';

describe('a dry run', () => {
  const heavier = (parcel: Parcel): Parcel => ({ ...parcel, weight: Number(parcel.weight) + 4 });

  it('finds what a real one finds, writes nothing and publishes nothing', async () => {
    const fixture = await openDepot({ performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }' });
    labelDay(fixture, 0, serveDay(fixture, 0, heavier), { wrong: 100 });
    const before = await contentOf(fixture.store);

    const dry = [
      await fixture.checkDrift(0, { dryRun: true }),
      await fixture.checkAccuracy(0, undefined, { dryRun: true }),
    ];
    const after = await contentOf(fixture.store);
    const sent = [...fixture.alerts, ...fixture.metrics];
    const real = [await fixture.checkDrift(0), await fixture.checkAccuracy(0)];

    expect(after).toEqual(before);
    expect(sent).toEqual([]);
    // The real drift check comes first, so the real accuracy check knows whether the data matches; the dry one does not.
    expect(dry[0]).toEqual(real[0]);
    expect(dry[1].performance).toEqual(real[1].performance);
    expect([dry[1].verdict.dataMatches, real[1].verdict.dataMatches]).toEqual(['unknown', 'no']);
    expect(dry[1].verdict.nextStep).toBe('alert');
    expect(fixture.alerts).toHaveLength(2);
  });

  it('builds a baseline without activating it', async () => {
    const fixture = StoryFixture.open(parcelMonitor());
    writeTraining(fixture, drawParcels(new SeededRandom(1), 500));

    const dry = await buildBaseline(fixture.monitor, fixture.at(0, { dryRun: true }));
    const before = await contentOf(fixture.store);
    const real = await fixture.buildBaseline(0);

    expect([dry.activated, real.activated]).toEqual([false, true]);
    expect(before.size).toBe(0);
    expect(dry.baseline).toEqual(real.baseline);
    expect((await fixture.state()).baseline).toBe(real.baseline.id);
  });
});

describe('days in a zone that changes its clocks', () => {
  /** Requests every half hour from an hour before the day to an hour after it; the day's are labelled. */
  async function liveInNewYork(day: string, start: string, end: string) {
    const fixture = StoryFixture.open(`
model: clocks
problem: binary-classification
capture: { uri: captures, prediction: { score: 0 }, features: [x] }
labels: { uri: labels, lag: PT0S }
baseline: { uri: training.csv }
schedule: { window: P1D, timeZone: America/New_York }
drift: { minimumRows: 10 }
performance: { primaryMetric: accuracy, minimumRows: 10 }
`);
    fixture.write(
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
      writeCaptures(fixture, [{ time, rows: [[time % 100]], answers: [0.9], inferenceId: `at ${time}` }]);
    writeLabels(
      fixture,
      to + HOUR,
      inDay.map((time) => ({ id: `at ${time}`, values: [1] })),
    );
    await fixture.buildBaseline(from);
    const window = windowByName(fixture.monitor.schedule, day);
    const run = fixture.at(to + 6 * HOUR);
    return {
      scheduled: lastCompleteWindow(fixture.monitor.schedule, run.now),
      window,
      drift: await checkDrift(fixture.monitor, window, run),
      accuracy: await checkAccuracy(fixture.monitor, window, run),
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
    expect(accuracy.labels).toMatchObject({ predictions: rows, labelled: rows, others: 0 });
  });
});

describe('windows of an hour', () => {
  it('have names of their own and hold what their hour holds', async () => {
    const fixture = await openDepot({ schedule: '{ window: PT1H }', drift: '{ minimumRows: 50 }' });
    serveDay(fixture, 0);
    const { schedule } = fixture.monitor;

    const results = [];
    for (const name of [`${dayName(0)}T11Z`, `${dayName(0)}T12Z`, `${dayName(0)}T13Z`]) {
      const window = windowByName(schedule, name);
      results.push(await checkDrift(fixture.monitor, window, fixture.at(window.end + HOUR / 3)));
    }

    // The day's 400 requests come from noon on, a second apart.
    expect(results.map(({ data }) => [data.rows, data.rowsOutsideWindow])).toEqual([
      [0, 400],
      [400, 0],
      [0, 400],
    ]);
    expect(fixture.alertsSent()).toEqual([
      `no-data open ${dayName(0)}T11Z`,
      `no-data recovered ${dayName(0)}T12Z`,
      `no-data open ${dayName(0)}T13Z`,
    ]);
  });
});
