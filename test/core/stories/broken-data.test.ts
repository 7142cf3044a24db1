import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { captureLine, writeCaptureLines, writeCaptures } from './fixtures.ts';
import { drawParcels, labelDay, openDepot, type Parcel, requestsOf, serveDay } from './parcels.ts';
import { dayName, morningAfter } from './world.ts';

/** What goes wrong upstream, and what the first reason of the verdict says about it. */
const BREAKS: [string, (parcel: Parcel, row: number) => Parcel, RegExp][] = [
  [
    'a third of a column is missing',
    (parcel, row) => (row % 3 === 0 ? { ...parcel, weight: null } : parcel),
    /^weight: 33\.4 % missing, 0 % in the baseline$/,
  ],
  [
    'numbers arrive as texts',
    (parcel, row) => (row % 10 === 0 ? { ...parcel, distance: 'n/a' } : parcel),
    /^distance: 10 % of the rows are of another type than in the baseline \(n\/a\)$/,
  ],
  [
    'a depot nobody knows',
    (parcel, row) => (row % 5 === 0 ? { ...parcel, depot: 'moon' } : parcel),
    /^depot: 20 % of the rows have categories that the baseline does not know \(moon\)$/,
  ],
  [
    'another unit: kilograms become pounds',
    (parcel) => ({ ...parcel, weight: Number(parcel.weight) / 0.45359237 }),
    /^weight: the values look multiplied by 2\.2046/,
  ],
  [
    'a column is always empty',
    (parcel) => ({ ...parcel, depot: null }),
    /^depot: (100 % missing, 0 % in the baseline|the column is missing)$/,
  ],
  ['a column stands still', (parcel) => ({ ...parcel, weight: 20 }), /^weight: every row has the same value/],
];

describe('broken data', () => {
  it.each(BREAKS)('%s: fix the data, and one alert of the kind data-quality', async (_name, change, reason) => {
    const world = await openDepot();
    // So many that chance moves the distribution function by less than a change of unit may leave (0.05).
    serveDay(world, 0, change, 4000);
    serveDay(world, 1);

    const broken = await world.checkDrift(0);
    const fixed = await world.checkDrift(1);

    expect(broken.verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(broken.verdict.reasons[0]).toMatch(reason);
    expect(fixed.verdict).toMatchObject({ dataMatches: 'yes', nextStep: 'continue' });
    // Broken data explains drift: only one incident is opened, and nothing is said about drift.
    expect(world.told()).toEqual([`data-quality open ${dayName(0)}`, `data-quality recovered ${dayName(1)}`]);
    expect(world.alerts[0]).toMatchObject({ severity: 'critical' });
    expect(world.alerts[0].title).toContain(broken.verdict.reasons[0].slice(0, 40));
  });

  it('a column that the requests no longer have', async () => {
    const world = await openDepot();
    const lines = requestsOf(0, serveDay(world, 1)).map((request, row) => {
      const [[weight, distance]] = request.rows;
      const line = JSON.parse(captureLine(request));
      line.captureData.endpointInput = {
        observedContentType: 'application/json',
        mode: 'INPUT',
        data: JSON.stringify({ instances: [{ weight, distance, row }] }),
        encoding: 'JSON',
      };
      return JSON.stringify(line);
    });
    writeCaptureLines(world, requestsOf(0, serveDay(world, 1))[0].time, lines);

    const { verdict, quality } = await world.checkDrift(0);

    expect(verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(quality[0]).toMatchObject({ feature: 'depot', breached: true, value: 1, baseline: 0 });
    expect(verdict.reasons).toEqual(['depot: the column is missing']);
  });

  it('a field too many or too few in every request: nothing is readable, and nothing is lost', async () => {
    const world = await openDepot();
    const requests = requestsOf(0, serveDay(world, 1)).map((request) => ({
      ...request,
      rows: request.rows.map((row) => row.slice(0, 2)),
    }));
    writeCaptures(world, requests);

    const { verdict, data } = await world.checkDrift(0);

    expect(data).toMatchObject({ records: 400, rows: 0 });
    expect(data.rejected).toMatchObject({ records: 400, share: 1 });
    expect(verdict.nextStep).toBe('fix-data');
    // It is there, only unreadable: nobody is told that there is no data.
    expect(world.told()).toEqual([`data-quality open ${dayName(0)}`]);
  });
});

describe('data that is repaired', () => {
  it('recovers with the window that was broken, when that is checked again', async () => {
    const world = await openDepot();
    const parcels = drawParcels(new SeededRandom(11), 400);
    const time = requestsOf(0, parcels)[0].time;
    const path = writeCaptures(
      world,
      requestsOf(
        0,
        parcels.map((parcel) => ({ ...parcel, depot: null })),
      ),
    );
    const broken = await world.checkDrift(0);
    world.write(path, requestsOf(0, parcels).map(captureLine).join('\n'));
    // A file that came late belongs to its window too.
    const late = requestsOf(0, drawParcels(new SeededRandom(12), 100));
    writeCaptureLines(
      world,
      time,
      late.map((request, i) => captureLine({ ...request, eventId: `late-${i}` })),
    );

    const repaired = await world.checkDrift(0, { now: morningAfter(1) });

    expect([broken, repaired].map(({ data, verdict }) => [data.rows, verdict.nextStep])).toEqual([
      [400, 'fix-data'],
      [500, 'continue'],
    ]);
    expect(world.told()).toEqual([`data-quality open ${dayName(0)}`, `data-quality recovered ${dayName(0)}`]);
    expect(await world.stored(`checks/drift/${dayName(0)}/result.json`)).toEqual(repaired);
  });
});

describe('broken data and bad performance at once', () => {
  const LIMITS = {
    performance:
      '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, literal: true }], retrain: [{ when: accuracy <= 0.85, literal: true }] }',
  };

  it('wants no retraining on broken data and says why; after the fix it does', async () => {
    const world = await openDepot(LIMITS);
    const inPounds = (parcel: Parcel) => ({ ...parcel, weight: Number(parcel.weight) / 0.45359237 });
    // Day 0 is good; from day 1 on three of ten answers are wrong, on day 1 with broken data.
    labelDay(world, 0, serveDay(world, 0), { wrong: 20 });
    labelDay(world, 1, serveDay(world, 1, inPounds), { wrong: 120 });
    labelDay(world, 2, serveDay(world, 2), { wrong: 120 });

    await world.checkDrift(0);
    await world.checkAccuracy(0);
    await world.checkDrift(1);
    const broken = await world.checkAccuracy(1);
    const retrainingWhileBroken = (await world.state()).retraining;
    await world.checkDrift(2);
    const fixed = await world.checkAccuracy(2);

    expect(broken.verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(broken.verdict.reasons[0]).toBe(
      `no retraining: the data of window ${dayName(1)} is broken: fix the data first`,
    );
    expect(broken.verdict.performance.value).toBe(0.7);
    expect(retrainingWhileBroken).toBeNull();
    expect(fixed.verdict).toMatchObject({ dataMatches: 'yes', nextStep: 'retrain' });
    expect((await world.state()).retraining).toMatchObject({
      id: `retraining-${dayName(2)}`,
      limit: 'accuracy <= 0.85',
    });
    // Both facts are told once; the one that is still so a day later is told again.
    expect(world.told()).toEqual([
      `data-quality open ${dayName(1)}`,
      `performance open ${dayName(1)}`,
      `data-quality recovered ${dayName(2)}`,
      `performance still open ${dayName(2)}`,
    ]);
  });

  it('does not count a window with broken data towards a retraining', async () => {
    const world = await openDepot({
      performance: '{ primaryMetric: accuracy, retrain: [{ when: accuracy <= 0.85, for: 2, literal: true }] }',
    });
    for (const day of [0, 1, 2]) {
      const change = day === 0 ? (parcel: Parcel) => ({ ...parcel, depot: null }) : undefined;
      labelDay(world, day, serveDay(world, day, change), { wrong: 120 });
    }

    const steps = [];
    for (const day of [0, 1, 2]) {
      await world.checkDrift(day);
      const { verdict, limits } = await world.checkAccuracy(day);
      steps.push([verdict.nextStep, limits[0].streak, (await world.state()).retraining?.since ?? null]);
    }

    // Three bad windows in a row, of which the first has nothing to say about the model.
    expect(steps).toEqual([
      ['continue', 0, null],
      ['continue', 1, null],
      ['retrain', 2, dayName(2)],
    ]);
  });

  it('does not start a retraining for a good window while the data of a later one is broken', async () => {
    const world = await openDepot(LIMITS);
    // The labels of day 0 come when the data of day 1 has already been found broken.
    labelDay(world, 0, serveDay(world, 0), { wrong: 120 });
    serveDay(world, 1, (parcel) => ({ ...parcel, depot: null }));
    await world.checkDrift(0);
    await world.checkDrift(1);

    const { verdict } = await world.checkAccuracy(0);

    expect(verdict).toMatchObject({ dataMatches: 'yes', nextStep: 'fix-data' });
    expect(verdict.reasons[0]).toBe(`no retraining: the data is broken since window ${dayName(1)}: fix the data first`);
    expect((await world.state()).retraining).toBeNull();
  });
});
