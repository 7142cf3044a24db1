import { describe, expect, it } from 'vitest';
import { labelDay, openDepot, type Parcel, parcelMonitor, serveDay } from './parcels.ts';
import { dayName, StoryWorld } from './world.ts';

const heavier = (parcel: Parcel): Parcel => ({ ...parcel, weight: Number(parcel.weight) + 4 });
const capture = (rest: string) =>
  `{ uri: captures, features: [weight, distance, depot], prediction: { score: 0 }, ${rest} }`;

describe('a window without data', () => {
  it('is told where data was to be expected, and over when data is back', async () => {
    const world = await openDepot();
    serveDay(world, 0);
    serveDay(world, 2);

    const verdicts = [];
    for (const day of [0, 1, 2]) verdicts.push((await world.checkDrift(day)).verdict);

    expect(verdicts.map(({ dataMatches, nextStep }) => [dataMatches, nextStep])).toEqual([
      ['yes', 'continue'],
      ['unknown', 'alert'],
      ['yes', 'continue'],
    ]);
    expect(world.told()).toEqual([`no-data open ${dayName(1)}`, `no-data recovered ${dayName(2)}`]);
    expect(world.alerts[0].title).toMatch(/^\[OPEN\] story: no data was captured/);
  });

  it('is told to nobody where it may happen', async () => {
    const world = await openDepot({ capture: capture('expectData: false') });
    serveDay(world, 0);

    for (const day of [0, 1, 2]) await world.checkDrift(day);

    expect(world.alerts).toEqual([]);
    expect(await world.stored(`checks/drift/${dayName(1)}/result.json`)).toMatchObject({
      data: { objects: 0, records: 0, rows: 0 },
      verdict: { dataMatches: 'unknown', nextStep: 'continue' },
      quality: [],
      drift: null,
    });
  });

  it('neither opens nor closes an incident about the data that came before', async () => {
    const world = await openDepot({ capture: capture('expectData: false') });
    serveDay(world, 0, heavier);
    serveDay(world, 2);

    for (const day of [0, 1, 2]) await world.checkDrift(day);

    expect(world.told()).toEqual([`drift open ${dayName(0)}`, `drift recovered ${dayName(2)}`]);
  });

  it('has no accuracy to wait for', async () => {
    const world = await openDepot({ performance: '{ alert: [accuracy < 0.85] }' });

    const { verdict, labels, performance } = await world.checkAccuracy(0);

    expect(labels).toMatchObject({ predictions: 0, labelled: 0, settled: true });
    expect(performance).toBeNull();
    expect(verdict).toMatchObject({ dataMatches: 'unknown', nextStep: 'continue' });
    expect(world.alerts).toEqual([]);
  });
});

describe('a window with fewer rows than minimumRows', () => {
  it('is not judged, however far it drifted, and moves no incident', async () => {
    const world = await openDepot();
    serveDay(world, 0, heavier, 99);
    serveDay(world, 1, heavier, 100);
    serveDay(world, 2, undefined, 99);
    serveDay(world, 3, undefined, 400);

    const verdicts = [];
    for (const day of [0, 1, 2, 3]) verdicts.push((await world.checkDrift(day)).verdict);

    expect(verdicts.map(({ dataMatches, nextStep }) => [dataMatches, nextStep])).toEqual([
      ['unknown', 'continue'],
      ['no', 'alert'],
      ['unknown', 'continue'],
      ['yes', 'continue'],
    ]);
    expect(verdicts[0].reasons).toEqual(['99 rows are too few to say, 100 are needed']);
    expect(world.told()).toEqual([`drift open ${dayName(1)}`, `drift recovered ${dayName(3)}`]);
  });

  it('has a value of its metric but no verdict on it', async () => {
    const world = await openDepot({ performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }' });
    labelDay(world, 0, serveDay(world, 0, undefined, 199), { wrong: 199 });
    labelDay(world, 1, serveDay(world, 1, undefined, 200), { wrong: 200 });

    const few = await world.checkAccuracy(0);
    const enough = await world.checkAccuracy(1);

    expect(few.verdict.performance).toMatchObject({ value: 0, rows: 199, comparedWithBaseline: 'unknown' });
    expect(few.limits.map(({ met }) => met)).toEqual([null]);
    expect(few.verdict.nextStep).toBe('continue');
    expect(enough.verdict.nextStep).toBe('alert');
    expect(world.told()).toEqual([`performance open ${dayName(1)}`]);
  });
});

describe('what a check cannot do without', () => {
  it('is a baseline for the data; accuracy needs none', async () => {
    const world = StoryWorld.open(parcelMonitor());
    serveDay(world, 0);

    await expect(world.checkDrift(0)).rejects.toThrow('story has no baseline yet: run driftwarden baseline story');
    await expect(world.buildBaseline()).rejects.toThrow('training.csv');
    expect((await world.checkAccuracy(0)).baseline).toBeNull();
  });
});
