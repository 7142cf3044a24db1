import { describe, expect, it } from 'vitest';
import { MissingLabelsError } from '../../../lambdas/core/check/check-accuracy.ts';
import { checkDueWindows } from '../../../lambdas/core/check/check-due-windows.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { writeCaptures, writeLabels } from './fixtures.ts';
import { labelDay, openDepot, parcelMonitor, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, StoryFixture } from './story-fixture.ts';

const PERFORMANCE = {
  performance:
    '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, literal: true }], retrain: [{ when: accuracy <= 0.85, literal: true }] }',
};

/** The accuracy run of a morning, as it is scheduled. Returns what was found, by window; windows without news are not read. */
async function runMorning(fixture: StoryFixture, now: number) {
  const { results } = await checkDueWindows(fixture.monitor, fixture.at(now));
  return results.map(({ window, labels, verdict }) => [
    window.name,
    labels!.labelled,
    verdict.nextStep,
    labels!.settled ? 'settled' : 'open',
  ]);
}

/** The morning `days` days after the day 0, half past six. */
const morning = (days: number) => FIRST_DAY + days * DAY + 6 * HOUR + HOUR / 2;

describe('labels that come over several days', () => {
  /** What the mornings after the days found of day 0. */
  async function mornings(fixture: StoryFixture, days: readonly number[]) {
    const found: [number, ...unknown[]][] = [];
    for (const day of days) {
      const ofFirst = (await runMorning(fixture, morning(day))).filter(([window]) => window === dayName(0));
      found.push(...ofFirst.map(([, ...rest]): [number, ...unknown[]] => [day, ...rest]));
    }
    return found;
  }

  it('waits for them, measures with enough of them, and is content when every prediction has one', async () => {
    const fixture = await openDepot(PERFORMANCE);
    const parcels = serveDay(fixture, 0);
    await fixture.checkDrift(0);
    labelDay(fixture, 0, parcels, { wrong: 0, from: 0, to: 100, arrival: morning(2) - HOUR });
    labelDay(fixture, 0, parcels, { wrong: 0, from: 100, to: 300, arrival: morning(3) - HOUR });
    labelDay(fixture, 0, parcels, { wrong: 0, from: 300, to: 400, arrival: morning(4) - HOUR });

    // Day 0 ends on the morning of day 1; its labels can be there from a day after that, and until day 15.
    expect(await mornings(fixture, [1, 2, 3, 4, 5, 6, 14, 15, 16])).toEqual([
      [2, 100, 'wait-for-labels', 'open'],
      [3, 300, 'continue', 'open'],
      [4, 400, 'continue', 'settled'],
      [15, 400, 'continue', 'settled'],
    ]);
    expect(fixture.alerts).toEqual([]);
    expect(await fixture.stored(`checks/accuracy/${dayName(0)}/result.json`)).toMatchObject({
      verdict: { performance: { metric: 'accuracy', value: 1, rows: 400 } },
      labels: { coverage: 1, settled: true, late: 0 },
    });
    expect(await fixture.dueWindows(morning(16))).not.toContainEqual(fixture.window(0));
  });

  it('reads on after a pause of any length, and alerts by what came last', async () => {
    const fixture = await openDepot(PERFORMANCE);
    const parcels = serveDay(fixture, 0);
    await fixture.checkDrift(0);
    labelDay(fixture, 0, parcels, { wrong: 0, to: 250, arrival: morning(2) - HOUR });
    labelDay(fixture, 0, parcels, { wrong: 400, from: 250, to: 380, arrival: morning(10) - HOUR });

    const found = await mornings(fixture, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    // 250 of 380 are right: 0.66.
    expect(found).toEqual([
      [2, 250, 'continue', 'open'],
      [10, 380, 'retrain', 'open'],
      [15, 380, 'retrain', 'settled'],
    ]);
    expect(fixture.alertsSent()).toEqual([`performance open ${dayName(0)}`]);
  });

  it.each([
    ['some labels', 250, 3, 0.96],
    ['a label of every prediction: at the last look', 400, 15, 0.975],
  ])('applies corrections that arrive after %s', async (_name, labelled, day, corrected) => {
    const fixture = await openDepot(PERFORMANCE);
    const parcels = serveDay(fixture, 0);
    await fixture.checkDrift(0);
    labelDay(fixture, 0, parcels, { wrong: 0, to: labelled, arrival: morning(2) - HOUR });
    labelDay(fixture, 0, parcels, { wrong: 10, to: 10, arrival: morning(3) - HOUR });

    const found = [];
    for (const days of [2, 3, 4, 14, 15]) {
      if ((await mornings(fixture, [days])).length === 0) continue;
      const { performance, labels } = (await fixture.stored(
        `checks/accuracy/${dayName(0)}/result.json`,
      )) as CheckResult;
      found.push([days, performance!.metrics['accuracy'].value, labels!.labelled, labels!.conflicts]);
    }

    expect(found[0]).toEqual([2, 1, labelled, 0]);
    expect(found[1]).toEqual([day, corrected, labelled, 10]);
    expect(found.at(-1)).toEqual([15, corrected, labelled, 10]);
    expect(found).toHaveLength(day === 15 ? 2 : 3);
  });

  it('does not take the first labels, delivered once more, for a second correction', async () => {
    const fixture = await openDepot(PERFORMANCE);
    const parcels = serveDay(fixture, 0);
    labelDay(fixture, 0, parcels, { wrong: 0, to: 250, arrival: morning(2) - HOUR });
    labelDay(fixture, 0, parcels, { wrong: 10, to: 10, arrival: morning(3) - HOUR });
    // The first file again, and the rest of the labels in the same one.
    labelDay(fixture, 0, parcels, { wrong: 0, arrival: morning(4) - HOUR });

    const { performance, labels } = await fixture.checkAccuracy(0, morning(4));

    // Ten of 400 are wrong by their correction.
    expect(performance!.metrics['accuracy'].value).toBe(0.975);
    expect(labels).toMatchObject({ labelled: 400, conflicts: 10, duplicates: 250 });
  });

  it.each([
    [
      'P1D',
      'half of the labels',
      100,
      'P3D',
      'not enough data: 100 labelled rows (25 % of the predictions), 200 are needed, and no more labels are expected',
    ],
    ['PT0S', 'no label at all', 0, 'P3D', '400 predictions have no label: no labels were found'],
  ])('gives up at maxAge and says so (lag %s, %s)', async (lag, _name, labelled, maxAge, reason) => {
    const fixture = await openDepot({ ...PERFORMANCE, labels: `{ uri: labels, lag: ${lag}, maxAge: ${maxAge} }` });
    const parcels = serveDay(fixture, 0);
    await fixture.checkDrift(0);
    if (labelled > 0) labelDay(fixture, 0, parcels, { wrong: 0, to: labelled, arrival: morning(1) - HOUR });

    const found = await mornings(fixture, [1, 2, 3, 4, 5, 6]);

    // Day 0 ends with the morning of day 1; three days later is the midnight before the morning of day 4. Without any label
    // the model is not watched: the incident opens then, and not before.
    const [first] = [dayName(0)];
    expect(found).toEqual([
      [lag === 'P1D' ? 2 : 1, labelled, 'wait-for-labels', 'open'],
      [4, labelled, labelled === 0 ? 'alert' : 'continue', 'settled'],
    ]);
    expect(await fixture.stored(`checks/accuracy/${first}/result.json`)).toMatchObject({
      verdict: { reasons: [reason] },
    });
    expect(fixture.alertsSent()).toEqual(labelled === 0 ? [`no-labels open ${first}`] : []);
  });

  it('does not check windows before the first one', async () => {
    const fixture = await openDepot(PERFORMANCE);
    for (const day of [0, 1, 2]) serveDay(fixture, day);
    await fixture.checkDrift(1);

    const due = await fixture.dueWindows(morning(5));

    expect(due.map(({ name }) => name)).toEqual([dayName(1), dayName(2), dayName(3)]);
  });

  it('is refused without a labels section', async () => {
    const fixture = StoryFixture.open(parcelMonitor().replace(/^labels:.*\n/m, ''));
    await expect(checkDueWindows(fixture.monitor, fixture.at(FIRST_DAY))).rejects.toThrow(MissingLabelsError);
    await expect(fixture.checkAccuracy(0)).rejects.toThrow('has no section "labels"');
  });
});

describe('late labels that change what is known', () => {
  it('of the latest window: an incident opens when they turn it bad and recovers when they turn it good, with an alert each', async () => {
    const fixture = await openDepot(PERFORMANCE);
    const parcels = serveDay(fixture, 0);
    // 250 labels with 50 wrong: 0.8. With the other 150, all right: 350 of 400 = 0.875. Then 50 are corrected: 0.75.
    labelDay(fixture, 0, parcels, { wrong: 50, to: 250, arrival: morning(2) - HOUR });
    labelDay(fixture, 0, parcels, { wrong: 50, from: 250, arrival: morning(3) - HOUR });
    labelDay(fixture, 0, parcels, { wrong: 100, from: 50, to: 100, arrival: morning(4) - HOUR });

    const values = [];
    for (const days of [2, 3, 4]) {
      const { verdict } = await fixture.checkAccuracy(0, morning(days));
      values.push([verdict.performance.value, verdict.nextStep]);
    }

    expect(values).toEqual([
      [0.8, 'retrain'],
      [0.875, 'continue'],
      [0.75, 'retrain'],
    ]);
    expect(fixture.alertsSent()).toEqual([
      `performance open ${dayName(0)}`,
      `performance recovered ${dayName(0)}`,
      `performance open ${dayName(0)}`,
    ]);
    // Receivers drop a repeated key: the second opening must not look like the first.
    expect(new Set(fixture.alerts.map(({ dedupeKey }) => dedupeKey)).size).toBe(3);
    expect((await fixture.state()).retraining).toMatchObject({ since: dayName(0) });
  });

  it('of an earlier window: its own verdict changes, incidents stay with the latest window', async () => {
    const fixture = await openDepot(PERFORMANCE);
    const earlier = serveDay(fixture, 0);
    labelDay(fixture, 0, earlier, { wrong: 60, to: 300, arrival: morning(2) - HOUR });
    labelDay(fixture, 1, serveDay(fixture, 1), { wrong: 20, arrival: morning(3) - HOUR });
    labelDay(fixture, 0, earlier, { wrong: 60, from: 300, arrival: morning(4) - HOUR });

    const first = await fixture.checkAccuracy(0, morning(2));
    const second = await fixture.checkAccuracy(1, morning(3));
    const again = await fixture.checkAccuracy(0, morning(4));

    // 240 of 300 = 0.8; 380 of 400 = 0.95; and with 100 right ones more 340 of 400: exactly 0.85.
    expect([first, second, again].map(({ verdict }) => verdict.performance.value)).toEqual([0.8, 0.95, 0.85]);
    expect([first, second, again].map(({ verdict }) => verdict.nextStep)).toEqual(['retrain', 'continue', 'retrain']);
    expect(again.limits.map(({ text, met, reached }) => [text, met, reached])).toEqual([
      ['accuracy < 0.85', false, false],
      ['accuracy <= 0.85', true, true],
    ]);
    expect(fixture.alertsSent()).toEqual([`performance open ${dayName(0)}`, `performance recovered ${dayName(1)}`]);
    expect((await fixture.state()).retraining).toBeNull();
  });

  it('of a good earlier window: it stays good, though the latest is bad', async () => {
    const fixture = await openDepot(PERFORMANCE);
    const earlier = serveDay(fixture, 0);
    labelDay(fixture, 0, earlier, { wrong: 0, to: 300, arrival: morning(2) - HOUR });
    labelDay(fixture, 1, serveDay(fixture, 1), { wrong: 100, arrival: morning(3) - HOUR });
    labelDay(fixture, 0, earlier, { wrong: 0, from: 300, arrival: morning(4) - HOUR });
    await fixture.checkAccuracy(0, morning(2));
    await fixture.checkAccuracy(1, morning(3));

    const again = await fixture.checkAccuracy(0, morning(4));

    expect(again.verdict).toMatchObject({ nextStep: 'continue', reasons: [] });
    expect(again.verdict.performance).toMatchObject({ value: 1, rows: 400 });
    expect(fixture.alertsSent()).toEqual([`performance open ${dayName(1)}`]);
    expect((await fixture.state()).retraining).toMatchObject({ since: dayName(1) });
  });

  it('that complete a row of two bad windows', async () => {
    const limits = '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, for: 2, literal: true }] }';
    const fixture = await openDepot({ performance: limits });
    const earlier = serveDay(fixture, 0);
    labelDay(fixture, 0, earlier, { wrong: 50, to: 100, arrival: morning(2) - HOUR });
    labelDay(fixture, 1, serveDay(fixture, 1), { wrong: 80, arrival: morning(3) - HOUR });
    labelDay(fixture, 0, earlier, { wrong: 150, from: 100, arrival: morning(4) - HOUR });

    const steps = [];
    for (const [day, days] of [
      [0, 2],
      [1, 3],
      [0, 4],
    ]) {
      steps.push((await fixture.checkAccuracy(day, morning(days))).verdict.nextStep);
    }

    // Day 0 has 50 of 100 labels, too few; later 300 of 400 right: 0.75. Day 1 has 0.8. Two bad windows in a row are known
    // only with the late labels; it is the second of them that alerts.
    expect(steps).toEqual(['wait-for-labels', 'continue', 'continue']);
    expect(fixture.alertsSent()).toEqual([`performance open ${dayName(1)}`]);
    expect(fixture.alerts[0].title).toContain('accuracy 0.8');
  });
});

describe('which label belongs to which prediction', () => {
  /** Six requests: an event id only, an inference id, one of three rows, one of two, and two with the same inference id. */
  async function openWithOddIds() {
    const fixture = await openDepot({ performance: '{ primaryMetric: accuracy, minimumRows: 1 }' });
    const row = [20, 50, 'north'];
    const time = FIRST_DAY + 12 * HOUR;
    writeCaptures(fixture, [
      { time, rows: [row], answers: [0.9], eventId: 'event-only' },
      { time: time + 1000, rows: [row], answers: [0.9], eventId: 'ignored', inferenceId: 'inference' },
      { time: time + 2000, rows: [row, row, row], answers: [0.9, 0.1, 0.9], inferenceId: 'batch' },
      { time: time + 3000, rows: [row, row], answers: [0.9, 0.1], inferenceId: 'cut' },
      { time: time + 4000, rows: [row], answers: [0.9], inferenceId: 'twice' },
      { time: time + 5000, rows: [row], answers: [0.1], inferenceId: 'twice' },
    ]);
    return fixture;
  }

  it('joins by inference id, else event id, and by position in a batch', async () => {
    const fixture = await openWithOddIds();
    writeLabels(fixture, morning(2) - HOUR, [
      { id: 'event-only', values: [1] },
      { id: 'inference', values: [1] },
      { id: 'ignored', values: [0] },
      { id: 'batch', values: [1, 0, 0] },
      { id: 'cut', values: [1] },
      { id: 'twice', values: [1] },
      { id: 'of another window', values: [1] },
    ]);

    const { labels, performance } = await fixture.checkAccuracy(0, morning(2));

    // Labelled: event-only, inference, and the three of the batch, of which the last answer was wrong: 4 of 5.
    expect(labels).toMatchObject({
      predictions: 9,
      labelled: 5,
      coverage: 5 / 9,
      duplicates: 0,
      conflicts: 0,
      mismatched: 1,
      ambiguous: 2,
      settled: false,
    });
    expect(performance!.metrics['accuracy'].value).toBe(0.8);
  });

  it('counts repeated and contradicting labels; the one that arrived last counts', async () => {
    const fixture = await openWithOddIds();
    const arrival = morning(2) - 3 * HOUR;
    writeLabels(fixture, arrival, [
      { id: 'event-only', values: [0] },
      { id: 'inference', values: [1] },
    ]);
    writeLabels(fixture, arrival + HOUR, [
      { id: 'event-only', values: [1] },
      { id: 'inference', values: [1] },
    ]);

    const { labels, performance } = await fixture.checkAccuracy(0, morning(2));

    expect(labels).toMatchObject({ labelled: 2, duplicates: 1, conflicts: 1 });
    expect(performance!.metrics['accuracy'].value).toBe(1);
  });

  it('counts label records that cannot be read, and reads the others', async () => {
    const fixture = await openWithOddIds();
    writeLabels(fixture, morning(2) - HOUR, [
      { id: 'inference', values: [1] },
      { id: 'event-only', values: [''] },
    ]);
    fixture.write(`labels/2001/02/03/05/broken.jsonl`, '{"groundTruthData":{"da\nnot json\n');

    const { labels } = await fixture.checkAccuracy(0, morning(2));

    expect(labels).toMatchObject({ labelled: 1, rejected: 3 });
  });

  it('does not read a label that arrives after the run', async () => {
    const fixture = await openWithOddIds();
    writeLabels(fixture, morning(2) + 3 * HOUR, [{ id: 'inference', values: [1] }]);

    const early = await fixture.checkAccuracy(0, morning(2));
    const late = await fixture.checkAccuracy(0, morning(3));

    expect([early, late].map(({ labels }) => labels!.labelled)).toEqual([0, 1]);
  });
});
