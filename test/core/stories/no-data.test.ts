import { describe, expect, it } from 'vitest';
import { PLAIN_COMMANDS } from '../../../lambdas/core/report/commands.ts';
import { labelDay, openDepot, type Parcel, parcelMonitor, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, StoryFixture } from './story-fixture.ts';

const heavier = (parcel: Parcel): Parcel => ({ ...parcel, weight: Number(parcel.weight) + 4 });
const capture = (rest: string) =>
  `{ uri: captures, features: [weight, distance, depot], prediction: { score: 0 }, ${rest} }`;

describe('a model that is not watched', () => {
  it('is reported when no record has the answer that the monitor names', async () => {
    const fixture = await openDepot({
      capture: '{ uri: captures, features: [weight, distance, depot], prediction: { score: 7 } }',
    });
    serveDay(fixture, 0);

    const { verdict, quality } = await fixture.checkDrift(0);

    expect(verdict.nextStep).toBe('fix-data');
    expect(quality[0]).toMatchObject({ check: 'missing_answers', feature: 'score', breached: true });
    expect(fixture.alertsSent()).toEqual([`data-quality open ${dayName(0)}`]);
  });

  it('is reported when labels have ids that no prediction has, until they match', async () => {
    const fixture = await openDepot({
      labels: '{ uri: labels, lag: PT0S, maxAge: P2D }',
      performance: '{ alert: [accuracy < 0.1] }',
    });
    // The labels of day 0 come under the ids of a day without predictions.
    labelDay(fixture, 9, serveDay(fixture, 0), { wrong: 0, arrival: FIRST_DAY + DAY + HOUR });
    const parcels = serveDay(fixture, 1);
    labelDay(fixture, 1, parcels, { wrong: 0, arrival: FIRST_DAY + 2 * DAY + HOUR });

    const { verdict, labels } = await fixture.checkAccuracy(0, FIRST_DAY + 3 * DAY + HOUR);
    await fixture.checkAccuracy(1, FIRST_DAY + 3 * DAY + HOUR);

    expect(labels).toMatchObject({ labelled: 0, settled: true });
    expect(verdict.nextStep).toBe('alert');
    expect(verdict.reasons[0]).toMatch(
      /^400 predictions have no label: none of the \d+ labels found has the id of a prediction: labels such as "parcel-9-0", predictions such as "parcel-0-0"$/,
    );
    expect(fixture.alertsSent()).toEqual([`no-labels open ${dayName(0)}`, `no-labels recovered ${dayName(1)}`]);
  });

  it.each([
    // Labels of an earlier window, with which they end, or none at all.
    ['none of the 400 labels found has the id of a prediction', HOUR],
    ['no labels were found', -2 * DAY],
  ])('says that labels ended, and when, instead of comparing ids: %s', async (found, arrival) => {
    const fixture = await openDepot({ labels: '{ uri: labels, lag: P1D, maxAge: P2D }' });
    labelDay(fixture, 9, serveDay(fixture, 0), { wrong: 0, arrival: FIRST_DAY + arrival });

    const { verdict, labels } = await fixture.checkAccuracy(0, FIRST_DAY + 4 * DAY);

    const hour = new Date(FIRST_DAY + arrival).toISOString();
    expect(labels!.ended).toBe(hour.replace('.000Z', 'Z'));
    expect(verdict.reasons[0]).toBe(
      `400 predictions have no label: ${found}, and the newest label file is from ${hour.slice(0, 13)}Z, before labels of this window were due: did the export of labels end?`,
    );
  });
});

describe('a window without data', () => {
  it('is reported where data is expected, until data is back', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0);
    serveDay(fixture, 2);

    const verdicts = [];
    for (const day of [0, 1, 2]) verdicts.push((await fixture.checkDrift(day)).verdict);

    expect(verdicts.map(({ dataMatches, nextStep }) => [dataMatches, nextStep])).toEqual([
      ['yes', 'continue'],
      ['unknown', 'alert'],
      ['yes', 'continue'],
    ]);
    expect(fixture.alertsSent()).toEqual([`no-data open ${dayName(1)}`, `no-data recovered ${dayName(2)}`]);
    expect(fixture.alerts[0].title).toMatch(/^\[OPEN critical\] story: no data was captured/);
  });

  it('raises no alert where the monitor expects no data', async () => {
    const fixture = await openDepot({ capture: capture('expectData: false') });
    serveDay(fixture, 0);

    for (const day of [0, 1, 2]) await fixture.checkDrift(day);

    expect(fixture.alerts).toEqual([]);
    expect(await fixture.stored(`checks/drift/${dayName(1)}/result.json`)).toMatchObject({
      data: { objects: 0, records: 0, rows: 0 },
      verdict: { dataMatches: 'unknown', nextStep: 'continue' },
      quality: [],
      drift: null,
    });
  });

  it('neither opens nor closes an incident about the data that came before', async () => {
    const fixture = await openDepot({ capture: capture('expectData: false') });
    for (const day of [0, 1]) serveDay(fixture, day, heavier);
    serveDay(fixture, 3);

    for (const day of [0, 1, 2, 3]) await fixture.checkDrift(day);

    expect(fixture.alertsSent()).toEqual([
      `drift open ${dayName(0)}`,
      `drift still open ${dayName(1)}`,
      `drift recovered ${dayName(3)}`,
    ]);
  });

  it('has no accuracy to wait for', async () => {
    const fixture = await openDepot({ performance: '{ alert: [accuracy < 0.85] }' });

    const { verdict, labels, performance } = await fixture.checkAccuracy(0);

    expect(labels).toMatchObject({ predictions: 0, labelled: 0, settled: true });
    expect(performance).toBeNull();
    expect(verdict).toMatchObject({ dataMatches: 'unknown', nextStep: 'alert' });
    expect(verdict.reasons[0]).toMatch(/^no data was captured: nothing below captures\/2001\/02\/01$/);
    expect(fixture.alerts).toEqual([]);
  });

  it('has no accuracy and raises no alert where windows may be empty', async () => {
    const fixture = await openDepot({ capture: capture('expectData: false') });

    const { verdict } = await fixture.checkAccuracy(0);

    expect(verdict.nextStep).toBe('continue');
    expect(verdict.reasons).toEqual(['no data was captured: nothing below captures/2001/02/01']);
  });
});

describe('a window with fewer rows than minimumRows', () => {
  it('is not judged, however far it drifted, and moves no incident', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0, heavier, 99);
    for (const day of [1, 2]) serveDay(fixture, day, heavier, 100);
    serveDay(fixture, 3, undefined, 99);
    serveDay(fixture, 4, undefined, 400);

    const verdicts = [];
    for (const day of [0, 1, 2, 3, 4]) verdicts.push((await fixture.checkDrift(day)).verdict);

    expect(verdicts.map(({ dataMatches, nextStep }) => [dataMatches, nextStep])).toEqual([
      ['unknown', 'continue'],
      ['no', 'alert'],
      ['no', 'alert'],
      ['unknown', 'continue'],
      ['yes', 'continue'],
    ]);
    expect(verdicts[0].reasons).toEqual(['99 rows are too few to judge, 100 are needed']);
    expect(fixture.alertsSent()).toEqual([
      `drift open ${dayName(1)}`,
      `drift still open ${dayName(2)}`,
      `drift recovered ${dayName(4)}`,
    ]);
  });

  it('has a value of its metric but no verdict on it', async () => {
    const fixture = await openDepot({ performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }' });
    labelDay(fixture, 0, serveDay(fixture, 0, undefined, 199), { wrong: 199 });
    labelDay(fixture, 1, serveDay(fixture, 1, undefined, 200), { wrong: 200 });

    const few = await fixture.checkAccuracy(0);
    const enough = await fixture.checkAccuracy(1);

    expect(few.verdict.performance).toMatchObject({ value: 0, rows: 199, comparedWithBaseline: 'unknown' });
    expect(few.limits.map(({ met }) => met)).toEqual([null]);
    expect(few.verdict.nextStep).toBe('continue');
    expect(enough.verdict.nextStep).toBe('alert');
    expect(fixture.alertsSent()).toEqual([`performance open ${dayName(1)}`]);
  });
});

describe('what a check cannot do without', () => {
  it.each([
    ['label', '{ uri: training.csv, label: lat, score: p }', 'has no column "lat"; did you mean late? it has weight'],
    ['answer', '{ uri: training.csv, label: late, score: pp }', 'has no column "pp"; did you mean p? it has weight'],
  ])(
    'is every column that the monitor names: a misspelt %s is refused with the nearest one',
    async (_name, baseline, message) => {
      await expect(openDepot({ baseline })).rejects.toThrow(message);
    },
  );

  it('a drift check fails without a baseline; an accuracy check does not', async () => {
    const fixture = StoryFixture.open(parcelMonitor());
    serveDay(fixture, 0);

    await expect(fixture.checkDrift(0)).rejects.toThrow(
      'story has no baseline yet: run npx driftwarden baseline story',
    );
    const commands = { ...PLAIN_COMMANDS, buildBaseline: () => null };
    await expect(fixture.checkDrift(0, { commands })).rejects.toThrow(
      "story has no baseline yet: invoke the stack's BuildBaselineFunction",
    );
    await expect(fixture.buildBaseline()).rejects.toThrow('training.csv');
    expect((await fixture.checkAccuracy(0)).baseline).toBeNull();
  });
});
