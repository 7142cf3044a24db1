import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBaselineBuild } from '../../lambdas/build-baseline/run.ts';
import { runAccuracyChecks } from '../../lambdas/check-accuracy/run.ts';
import { runDriftCheck } from '../../lambdas/check-drift/run.ts';
import type { ReadingInput, ReadingMachine } from '../../lambdas/core/ports.ts';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import type { ContinueRun } from '../../lambdas/runtime/continuation.ts';
import { EventError } from '../../lambdas/runtime/event.ts';
import type { Run } from '../../lambdas/runtime/handler.ts';
import { enlarged } from '../core/check/reading/fan-out/reading-in-parts.ts';
import { writeCaptures } from '../core/stories/fixtures.ts';
import { drawParcels, labelDay, openDepot, requestsOf, serveDay } from '../core/stories/parcels.ts';
import { DAY, dayName, HOUR, morningAfter, type StoryFixture } from '../core/stories/story-fixture.ts';

/** A run that was due the morning after a day, at any later time. */
function runOf(story: StoryFixture, due: number, event: Partial<Run['event']> = {}, late = 0): Run {
  const { monitor } = story;
  return { monitor, due, event: { monitor: monitor.name, ...event }, context: story.at(due + late) };
}

const alone: ContinueRun = () => Promise.reject(new Error('this run needs no other'));

describe('a scheduled drift check', () => {
  it('checks the window that was complete when it was due, however late it runs', async () => {
    const story = await openDepot({});
    serveDay(story, 0);
    serveDay(story, 1);
    const onTime = await runDriftCheck(runOf(story, morningAfter(0)));
    const late = await runDriftCheck(runOf(story, morningAfter(0), {}, 20 * HOUR));
    expect(onTime).toMatchObject({ outcome: 'done', window: dayName(0), dataMatches: 'yes', nextStep: 'continue' });
    expect(late).toEqual(onTime);
  });

  it('checks the window in the event', async () => {
    const story = await openDepot({});
    serveDay(story, 0);
    serveDay(story, 1);
    const summary = await runDriftCheck(runOf(story, morningAfter(1), { window: dayName(0) }));
    expect(summary).toMatchObject({
      window: dayName(0),
      resultKey: `${story.monitor.name}/checks/drift/${dayName(0)}/result.json`,
    });
  });

  it.each<[string, Partial<Run['event']>, object]>([
    [
      'the schedule',
      { dashboard: 'Dashboard-1A2B' },
      { scheduledTime: '2001-02-02T06:00:00Z', dashboard: 'Dashboard-1A2B' },
    ],
    ['the name of its window', { window: dayName(0) }, {}],
  ])('hands a window that is too large over, with the event that ends it: by %s', async (_, event, rest) => {
    const story = await openDepot({});
    serveDay(story, 0);
    const [parcel] = drawParcels(new SeededRandom(1), 1);
    writeCaptures(
      story,
      requestsOf(0, [parcel]).map((request) => ({ ...request, eventId: 'another', inferenceId: 'x' })),
    );
    const inputs: ReadingInput[] = [];
    const readingMachine: ReadingMachine = { start: async (_name, input) => void inputs.push(input) };
    const run = runOf(story, morningAfter(0), event);
    const open = (uri: string) => {
      const place = run.context.open(uri);
      return { ...place, store: enlarged(place.store, () => 5000) };
    };
    const context = { ...run.context, open, readingMachine };

    const summary = await runDriftCheck({ ...run, context });

    expect(summary).toEqual({ outcome: 'continued', window: dayName(0) });
    const handedOver = { run: inputs[0].run, times: 1 };
    expect(inputs.map(({ check }) => check)).toEqual([{ monitor: 'story', window: dayName(0), ...rest, handedOver }]);
    // Without a machine, it reads all itself.
    expect(await runDriftCheck({ ...run, context: { ...context, readingMachine: undefined } })).toMatchObject({
      outcome: 'done',
      rows: 401,
    });
  });

  it('reports a window without data', async () => {
    const story = await openDepot({});
    const summary = await runDriftCheck(runOf(story, morningAfter(0)));
    expect(summary).toMatchObject({ outcome: 'no-data', rows: 0, openIncidents: ['no-data'] });
  });
});

describe('a scheduled accuracy check', () => {
  it('checks every window whose labels may still come, oldest first, by the time it was due', async () => {
    const story = await openDepot({});
    for (let day = 0; day < 3; day++) {
      labelDay(story, day, serveDay(story, day), { wrong: 0 });
      await story.checkDrift(day);
    }
    const due = morningAfter(2) + HOUR / 2;
    const summary = await runAccuracyChecks(runOf(story, due, {}, DAY), alone);
    expect(summary.outcome).toBe('done');
    expect(summary.checks.map(({ window }) => window)).toEqual([dayName(0), dayName(1)]);
    expect(summary.checks.every(({ labelled, rows }) => labelled === rows)).toBe(true);
  });

  it('reports that no window is due before the lag is over', async () => {
    const story = await openDepot({});
    labelDay(story, 0, serveDay(story, 0), { wrong: 0 });
    await story.checkDrift(0);
    const summary = await runAccuracyChecks(runOf(story, morningAfter(0) + HOUR), alone);
    expect(summary).toEqual({ outcome: 'nothing-due', checks: [], idle: 0, kept: [] });
  });

  it('reports that waiting windows have no new files', async () => {
    const story = await openDepot({});
    labelDay(story, 0, serveDay(story, 0), { wrong: 0 });
    await story.checkDrift(0);
    await story.checkAccuracy(0);
    const summary = await runAccuracyChecks(runOf(story, morningAfter(0) + DAY + HOUR), alone);
    expect(summary).toEqual({ outcome: 'nothing-new', checks: [], idle: 1, kept: [] });
  });

  it('names the windows whose files were removed', async () => {
    const story = await openDepot({});
    const parcels = serveDay(story, 0);
    labelDay(story, 0, parcels, { wrong: 0, to: 300 });
    await story.checkDrift(0);
    await story.checkAccuracy(0);
    rmSync(join(story.folder, 'labels'), { recursive: true });
    mkdirSync(join(story.folder, 'labels'));
    const summary = await runAccuracyChecks(runOf(story, morningAfter(0) + DAY + HOUR), alone);
    expect(summary).toEqual({ outcome: 'nothing-new', checks: [], idle: 0, kept: [dayName(0)] });
  });

  it('sends the alert of a failed first attempt that had read everything', async () => {
    const story = await openDepot({
      performance: '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, literal: true }] }',
    });
    labelDay(story, 0, serveDay(story, 0), { wrong: 80 });
    await story.checkDrift(0);
    const run = runOf(story, morningAfter(0) + DAY + HOUR);
    const noNetwork = { send: () => Promise.reject(new Error('no network')) };
    await expect(runAccuracyChecks({ ...run, context: { ...run.context, alerts: noNetwork } }, alone)).rejects.toThrow(
      'no network',
    );
    expect(story.alertsSent()).toEqual([]);

    expect(await runAccuracyChecks(run, alone)).toEqual({ outcome: 'nothing-new', checks: [], idle: 1, kept: [] });

    expect(story.alertsSent()).toEqual([`performance open ${dayName(0)}`]);
    expect((await story.state()).outbox).toEqual([]);
  });
});

describe('building a baseline', () => {
  it('returns the id and size of the baseline', async () => {
    const story = await openDepot({});
    const summary = await runBaselineBuild(runOf(story, morningAfter(0)));
    expect(summary).toMatchObject({ outcome: 'done', rejected: 0 });
    expect((await story.state()).baseline).toBe(summary.baseline);
  });

  it('refuses a window', async () => {
    const story = await openDepot({});
    await expect(runBaselineBuild(runOf(story, morningAfter(0), { window: dayName(0) }))).rejects.toThrow(EventError);
  });
});
