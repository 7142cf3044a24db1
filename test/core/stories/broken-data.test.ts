import { describe, expect, it } from 'vitest';
import { acknowledgeIncident } from '../../../lambdas/core/operate/incidents.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { captureLine, writeCaptureLines, writeCaptures } from './fixtures.ts';
import { drawParcels, labelDay, openDepot, type Parcel, requestsOf, serveDay } from './parcels.ts';
import { dayName, morningAfter } from './story-fixture.ts';

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
    'an unknown depot',
    (parcel, row) => (row % 5 === 0 ? { ...parcel, depot: 'moon' } : parcel),
    /^depot: 20 % of the rows have categories that are not in the baseline \(moon\)$/,
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
    const fixture = await openDepot();
    // So many that chance moves the distribution function by less than a change of unit may leave (0.05).
    serveDay(fixture, 0, change, 4000);
    serveDay(fixture, 1);

    const broken = await fixture.checkDrift(0);
    const fixed = await fixture.checkDrift(1);

    expect(broken.verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(broken.verdict.reasons[0]).toMatch(reason);
    expect(fixed.verdict).toMatchObject({ dataMatches: 'yes', nextStep: 'continue' });
    // Broken data explains drift: only one incident is opened, and nothing is said about drift.
    expect(fixture.alertsSent()).toEqual([`data-quality open ${dayName(0)}`, `data-quality recovered ${dayName(1)}`]);
    expect(fixture.alerts[0]).toMatchObject({ severity: 'critical' });
    expect(fixture.alerts[0].title).toContain(broken.verdict.reasons[0].slice(0, 40));
  });

  it('a column that the requests no longer have', async () => {
    const fixture = await openDepot();
    const lines = requestsOf(0, serveDay(fixture, 1)).map((request, row) => {
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
    writeCaptureLines(fixture, requestsOf(0, serveDay(fixture, 1))[0].time, lines);

    const { verdict, quality } = await fixture.checkDrift(0);

    expect(verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(quality[0]).toMatchObject({ feature: 'depot', breached: true, value: 1, baseline: 0 });
    expect(verdict.reasons).toEqual(['depot: the column is missing']);
  });

  it('a field too many or too few in every request: no record can be read, and each is counted', async () => {
    const fixture = await openDepot();
    const requests = requestsOf(0, serveDay(fixture, 1)).map((request) => ({
      ...request,
      rows: request.rows.map((row) => row.slice(0, 2)),
    }));
    writeCaptures(fixture, requests);

    const { verdict, data } = await fixture.checkDrift(0);

    expect(data).toMatchObject({ records: 400, rows: 0 });
    expect(data.rejected).toMatchObject({ records: 400, share: 1 });
    expect(verdict.nextStep).toBe('fix-data');
    // The data is there, only unreadable: no alert says that there is none.
    expect(fixture.alertsSent()).toEqual([`data-quality open ${dayName(0)}`]);
  });
});

describe('a grave fault while a small one is known', () => {
  const fromMoon = (parcel: Parcel, row: number) => (row % 8 === 0 ? { ...parcel, depot: 'moon' } : parcel);
  const inGrams = (parcel: Parcel, row: number) => ({ ...fromMoon(parcel, row), weight: 1000 * Number(parcel.weight) });

  it('is reported at once, by its own name, although the incident is acknowledged, and once', async () => {
    const fixture = await openDepot();
    for (const day of [0, 1, 2, 3]) serveDay(fixture, day, day < 2 ? fromMoon : inGrams);
    await fixture.checkDrift(0);
    const id = `data-quality-${dayName(0)}`;
    const said = { by: 'Anna', note: 'the moon is new', until: null };
    await acknowledgeIncident(fixture.monitor.name, id, said, fixture.at(morningAfter(0)));
    await fixture.checkDrift(1);
    await fixture.checkDrift(2);
    await acknowledgeIncident(fixture.monitor.name, id, said, fixture.at(morningAfter(2)));
    await fixture.checkDrift(3);

    expect(fixture.alertsSent()).toEqual([`data-quality open ${dayName(0)}`, `data-quality open ${dayName(2)}`]);
    const [, { title, text, newFindings, dedupeKey }] = fixture.alerts;
    expect(title).toMatch(/^\[OPEN critical\] story: also weight: the values look multiplied by about 1,000/);
    expect(text).toMatch(
      new RegExp(
        `^New in window ${dayName(2)}: weight: the values look multiplied by about 1,000.*\n(- weight: .*\n)?Anna acknowledged the incident before this was found: acknowledge it again if you know this too\\.\n\nKnown before:\n- depot: 12\\.5 % of the rows have categories .*\nThe incident is open since window ${dayName(0)}: 3 windows, 3 days\\.\n`,
      ),
    );
    expect(newFindings?.[0]).toMatch(/^weight: the values look multiplied by about 1,000/);
    expect(text).toContain(`npx driftwarden acknowledge story ${id}`);
    expect(dedupeKey).toBe(`story/${id}/extended/${dayName(2)}`);
  });
});

describe('data that is repaired', () => {
  it('recovers with the window that was broken, when that is checked again', async () => {
    const fixture = await openDepot();
    const parcels = drawParcels(new SeededRandom(11), 400);
    const time = requestsOf(0, parcels)[0].time;
    const path = writeCaptures(
      fixture,
      requestsOf(
        0,
        parcels.map((parcel) => ({ ...parcel, depot: null })),
      ),
    );
    const broken = await fixture.checkDrift(0);
    fixture.write(path, requestsOf(0, parcels).map(captureLine).join('\n'));
    // A file that came late belongs to its window too.
    const late = requestsOf(0, drawParcels(new SeededRandom(12), 100));
    writeCaptureLines(
      fixture,
      time,
      late.map((request, i) => captureLine({ ...request, eventId: `late-${i}` })),
    );

    const repaired = await fixture.checkDrift(0, { now: morningAfter(1) });

    expect([broken, repaired].map(({ data, verdict }) => [data.rows, verdict.nextStep])).toEqual([
      [400, 'fix-data'],
      [500, 'continue'],
    ]);
    expect(fixture.alertsSent()).toEqual([`data-quality open ${dayName(0)}`, `data-quality recovered ${dayName(0)}`]);
    expect(await fixture.stored(`checks/drift/${dayName(0)}/result.json`)).toEqual(repaired);
  });
});

describe('broken data and bad performance at once', () => {
  const LIMITS = {
    performance:
      '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, literal: true }], retrain: [{ when: accuracy <= 0.85, literal: true }] }',
  };

  it('request no retraining on broken data and say why; after the fix, a retraining is requested', async () => {
    const fixture = await openDepot(LIMITS);
    const inPounds = (parcel: Parcel) => ({ ...parcel, weight: Number(parcel.weight) / 0.45359237 });
    // Day 0 is good; from day 1 on three of ten answers are wrong, on day 1 with broken data.
    labelDay(fixture, 0, serveDay(fixture, 0), { wrong: 20 });
    labelDay(fixture, 1, serveDay(fixture, 1, inPounds), { wrong: 120 });
    labelDay(fixture, 2, serveDay(fixture, 2), { wrong: 120 });

    await fixture.checkDrift(0);
    await fixture.checkAccuracy(0);
    await fixture.checkDrift(1);
    const broken = await fixture.checkAccuracy(1);
    const retrainingWhileBroken = (await fixture.state()).retraining;
    await fixture.checkDrift(2);
    const fixed = await fixture.checkAccuracy(2);

    expect(broken.verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(broken.verdict.reasons[0]).toBe(
      `no retraining: the data of window ${dayName(1)} is broken: fix the data first`,
    );
    expect(broken.verdict.performance.value).toBe(0.7);
    expect(retrainingWhileBroken).toBeNull();
    expect(fixed.verdict).toMatchObject({ dataMatches: 'yes', nextStep: 'retrain' });
    expect((await fixture.state()).retraining).toMatchObject({
      id: `retraining-${dayName(2)}`,
      limit: 'accuracy <= 0.85',
    });
    // Each fact has one alert. Performance has a second: it is bad with sound data too, so a person has to retrain.
    expect(fixture.alertsSent()).toEqual([
      `data-quality open ${dayName(1)}`,
      `performance open ${dayName(1)}`,
      `data-quality recovered ${dayName(2)}`,
      `performance open ${dayName(2)}`,
    ]);
    expect(fixture.alerts[3].newFindings).toEqual([
      'accuracy 0.7000 (0.6534 to 0.7428), limit: < 0.85, now with sound data too',
      'accuracy is at or below the limit of 0.85, at which the model should be retrained',
    ]);
  });

  it('name the broken data of that window as the cause, and advise to fix it, also once it is repaired', async () => {
    const fixture = await openDepot({
      performance: '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, literal: true }] }',
    });
    const fromMoon = (parcel: Parcel, row: number) => (row % 2 === 0 ? { ...parcel, depot: 'moon' } : parcel);
    for (const day of [0, 1, 2]) {
      labelDay(fixture, day, serveDay(fixture, day, day === 1 ? fromMoon : undefined), { wrong: day === 1 ? 120 : 20 });
    }
    await fixture.checkDrift(0);
    await fixture.checkDrift(1);
    const whileBroken = await (await fixture.fork()).checkAccuracy(1);
    await fixture.checkDrift(2);
    await fixture.checkAccuracy(1);
    await fixture.checkAccuracy(2);

    const finding = 'depot: 50 % of the rows have categories that are not in the baseline (moon)';
    expect(whileBroken.verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(whileBroken.verdict.reasons[0]).toBe(
      `the data of window ${dayName(1)} is broken: fix the data first; window ${dayName(1)}: ${finding}`,
    );
    const { text } = fixture.alerts.find(({ kind, state }) => kind === 'performance' && state === 'open')!;
    expect(/^cause +(.*)$/m.exec(text)?.[1]).toBe(
      `the data of window ${dayName(1)} was broken (data-quality-${dayName(1)}): ${finding}`,
    );
    expect(/^next step +(.*)$/m.exec(text)?.[1]).toBe(
      `the data is back to normal since window ${dayName(2)}: wait for the labels of later windows, and do not train on the broken windows`,
    );
  });

  it('do not count a window with broken data towards a retraining', async () => {
    const fixture = await openDepot({
      performance: '{ primaryMetric: accuracy, retrain: [{ when: accuracy <= 0.85, for: 2, literal: true }] }',
    });
    for (const day of [0, 1, 2]) {
      const change = day === 0 ? (parcel: Parcel) => ({ ...parcel, depot: null }) : undefined;
      labelDay(fixture, day, serveDay(fixture, day, change), { wrong: 120 });
    }

    const steps = [];
    for (const day of [0, 1, 2]) {
      await fixture.checkDrift(day);
      const { verdict, limits } = await fixture.checkAccuracy(day);
      steps.push([verdict.nextStep, limits[0].streak, (await fixture.state()).retraining?.since ?? null]);
    }

    // Three bad windows in a row, of which the first has nothing to say about the model.
    expect(steps).toEqual([
      ['continue', 0, null],
      ['continue', 1, null],
      ['retrain', 2, dayName(2)],
    ]);
  });

  it('do not start a retraining for a good window while the data of a later one is broken', async () => {
    const fixture = await openDepot(LIMITS);
    // The labels of day 0 come when the data of day 1 has already been found broken.
    labelDay(fixture, 0, serveDay(fixture, 0), { wrong: 120 });
    serveDay(fixture, 1, (parcel) => ({ ...parcel, depot: null }));
    await fixture.checkDrift(0);
    await fixture.checkDrift(1);

    const { verdict } = await fixture.checkAccuracy(0);

    expect(verdict).toMatchObject({ dataMatches: 'yes', nextStep: 'fix-data' });
    expect(verdict.reasons[0]).toBe(
      `no retraining: the data has been broken since window ${dayName(1)}: fix the data first`,
    );
    expect((await fixture.state()).retraining).toBeNull();
  });
});
