import { describe, expect, it } from 'vitest';
import { CLAIM_EXPIRY } from '../../../lambdas/core/decision/outbox.ts';
import type { MonitorState } from '../../../lambdas/core/decision/state.ts';
import { CrashingWorld } from './crashing-world.ts';
import { labelDay, openDepot, type Parcel, serveDay } from './parcels.ts';
import { contentOf, DAY, dayName, HOUR, morningAfter, type StoryWorld } from './world.ts';

const LIMITS = {
  performance:
    '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, literal: true }], retrain: [{ when: accuracy <= 0.85, literal: true }] }',
};
const heavier = (parcel: Parcel): Parcel => ({ ...parcel, weight: Number(parcel.weight) + 4 });

/** Two days in which the data has drifted and two of ten answers are wrong; a drift incident is open since the first. */
async function openTrouble(): Promise<StoryWorld> {
  const world = await openDepot(LIMITS);
  for (const day of [0, 1]) labelDay(world, day, serveDay(world, day, heavier, 200), { wrong: 40 });
  return world;
}

/** The state without what differs between two folders with the same files. */
function placeless(state: MonitorState): unknown {
  return JSON.parse(JSON.stringify(state, (key, value) => (key === 'seen' ? 'names and versions of files' : value)));
}

/** The state without the times at which runs happened. */
function timeless(state: MonitorState): unknown {
  const times = new Set(['checkedAt', 'openedAt', 'notifiedAt', 'requestedAt']);
  return JSON.parse(JSON.stringify(state, (key, value) => (times.has(key) ? 'when it ran' : value)));
}

/** What is stored, without the times at which runs happened. */
async function timelessContent(world: StoryWorld): Promise<Map<string, string>> {
  const content = await contentOf(world.store);
  for (const [key, text] of content) {
    if (key.endsWith('/state.json')) content.set(key, JSON.stringify(timeless(JSON.parse(text))));
    content.set(
      key,
      content
        .get(key)!
        .replaceAll(/"(checkedAt|checked_at|openedAt|notifiedAt|requestedAt)": ?("[^"]*"|\d+)/g, '$1')
        .replaceAll(/(?<=<dt>checked<\/dt><dd>)[^<]*/g, ''),
    );
  }
  return content;
}

/** The checks whose exactly-once is tested: each opens an incident, and the accuracy check asks for a retraining too. */
const CHECKS: [string, (world: StoryWorld, changed?: Parameters<StoryWorld['checkDrift']>[1]) => Promise<unknown>][] = [
  ['drift', (world, changed) => world.checkDrift(0, changed)],
  ['accuracy', (world, changed) => world.checkAccuracy(0, undefined, changed)],
];

describe('the same check again', () => {
  it.each(CHECKS)('of %s tells nobody anything, and changes no stored byte', async (_kind, check) => {
    const world = await openTrouble();
    await check(world);
    const before = await contentOf(world.store);
    expect([world.alerts.length, world.metrics.length]).toEqual([1, 1]);

    await check(world);

    expect([world.alerts.length, world.metrics.length]).toEqual([1, 1]);
    expect(await contentOf(world.store)).toEqual(before);
  });

  it('on a later day dates the result anew and nothing else', async () => {
    const world = await openTrouble();
    await world.checkDrift(0);
    const before = { state: await world.state(), content: await timelessContent(world) };

    await world.checkDrift(0, { now: morningAfter(3) });

    expect(world.told()).toEqual([`drift open ${dayName(0)}`]);
    expect(await world.state()).toEqual(before.state);
    expect(await timelessContent(world)).toEqual(before.content);
  });
});

describe('several runs at once', () => {
  it.each(CHECKS)('of the same %s check: one alert, one set of metrics, one state', async (_kind, check) => {
    const [alone, together] = [await openTrouble(), await openTrouble()];
    await check(alone);

    await Promise.all(Array.from({ length: 5 }, () => check(together)));

    expect(together.alerts).toEqual(alone.alerts);
    expect(together.alerts).toHaveLength(1);
    expect(together.metrics).toEqual(alone.metrics);
    expect(placeless(await together.state())).toEqual(placeless(await alone.state()));
  });

  it('of both kinds and of two windows: each is told what it would have been told alone', async () => {
    const [inTurn, together] = [await openTrouble(), await openTrouble()];
    const now = morningAfter(2) + HOUR;
    const checks: ((world: StoryWorld) => Promise<unknown>)[] = [
      (world) => world.checkDrift(0, { now }),
      (world) => world.checkDrift(1, { now }),
      (world) => world.checkAccuracy(0, now),
      (world) => world.checkAccuracy(1, now),
    ];
    for (const check of checks) await check(inTurn);

    await Promise.all(checks.map((check) => check(together)));

    const { checks: entries, outbox, incidents } = await together.state();
    expect(entries.drift.map(({ window }) => window)).toEqual([dayName(0), dayName(1)]);
    expect(entries.accuracy.map(({ window }) => window)).toEqual([dayName(0), dayName(1)]);
    expect(outbox).toEqual([]);
    // Which window comes first decides which one opens the incident, not whether there is one.
    const open = incidents.filter(({ state }) => state === 'open').map(({ kind }) => kind);
    expect(open.sort()).toEqual(['drift', 'performance']);
    expect(together.metrics).toHaveLength(inTurn.metrics.length);
    const opened = together.alerts.filter(({ state }) => state === 'open').map(({ kind }) => kind);
    expect(opened.sort()).toEqual(['drift', 'performance']);
    expect(new Set(together.alerts.map(({ dedupeKey }) => dedupeKey)).size).toBe(together.alerts.length);
  });
});

describe('a crash at any point', () => {
  /** Crashes every run at its n-th operation, for n = 1, 2, … until one passes, and gives each to `retry`. */
  async function crashEverywhere(
    check: (typeof CHECKS)[number][1],
    moment: 'before' | 'after',
    retry: (world: StoryWorld) => Promise<unknown>,
  ) {
    const untouched = await openTrouble();
    const undisturbed = await untouched.fork();
    await check(undisturbed);
    const expected = {
      alerts: undisturbed.alerts.map(({ dedupeKey }) => dedupeKey),
      state: timeless(await undisturbed.state()),
      content: await timelessContent(undisturbed),
    };
    const crashes = [];
    for (let n = 1; ; n++) {
      const world = await untouched.fork();
      const crashing = new CrashingWorld(world, n, moment);
      const crashed = await check(world, crashing.changes()).then(
        () => false,
        (error) => {
          expect(error.message).toBe(`crash at operation ${n}`);
          return true;
        },
      );
      if (!crashed) break;
      await retry(world);

      const told = world.alerts.map(({ dedupeKey }) => dedupeKey);
      expect(new Set(told), `alerts after a crash ${moment} ${crashing.last}`).toEqual(new Set(expected.alerts));
      expect(timeless(await world.state()), `state after a crash ${moment} ${crashing.last}`).toEqual(expected.state);
      expect(await timelessContent(world), `content after a crash ${moment} ${crashing.last}`).toEqual(
        expected.content,
      );
      crashes.push({
        at: crashing.last,
        unmarked: crashing.sentUnmarked,
        repeated: told.length > expected.alerts.length,
      });
      expect(world.metrics).toHaveLength(crashing.publishedUnmarked ? 2 : 1);
    }
    return crashes;
  }

  const RETRIES: [string, (check: (typeof CHECKS)[number][1]) => (world: StoryWorld) => Promise<unknown>][] = [
    ['the same run tries again', (check) => (world) => check(world, { runId: 'crashing' })],
    [
      'another run comes once the claim has expired',
      (check) => (world) => check(world, { runId: 'another', now: morningAfter(0) + DAY + HOUR + CLAIM_EXPIRY }),
    ],
  ];
  const cases = CHECKS.flatMap(([kind, check]) =>
    (['before', 'after'] as const).flatMap((moment) =>
      RETRIES.map(([name, retry]) => ({ kind, moment, name, check, retry: retry(check) })),
    ),
  );

  it.each(cases)('$moment each operation of the $kind check, and $name', async ({ check, moment, retry }) => {
    const crashes = await crashEverywhere(check, moment, retry);

    // Result, history and state (the drift check saves its profile too); then metrics and alert, each with its mark.
    expect(crashes.length).toBeGreaterThanOrEqual(7);
    // An alert is told twice only when the crash came between sending it and marking it as sent.
    expect(crashes.filter(({ repeated }) => repeated).map(({ at }) => at)).toEqual(
      crashes.filter(({ unmarked }) => unmarked).map(({ at }) => at),
    );
    expect(crashes.filter(({ repeated }) => repeated)).toHaveLength(1);
  });

  it('leaves an alert that could not be sent to the next run, whatever window it checks', async () => {
    const world = await openTrouble();
    const noNetwork = { send: () => Promise.reject(new Error('no network')) };
    await expect(world.checkDrift(0, { alerts: noNetwork })).rejects.toThrow('no network');

    await world.checkDrift(1);

    expect(world.told()).toContain(`drift open ${dayName(0)}`);
    expect((await world.state()).outbox).toEqual([]);
  });

  it('sends the alert though the metrics cannot be published, and neither of them twice', async () => {
    const world = await openTrouble();
    const noMetrics = { publish: () => Promise.reject(new Error('no metrics today')) };
    await expect(world.checkDrift(0, { runId: 'one', metrics: noMetrics })).rejects.toThrow('no metrics today');
    const toldAtOnce = world.told();

    await world.checkDrift(0, { runId: 'one' });

    expect(toldAtOnce).toEqual([`drift open ${dayName(0)}`]);
    expect(world.alerts).toHaveLength(1);
    expect(world.metrics).toHaveLength(1);
    expect((await world.state()).outbox).toEqual([]);
  });

  it('leaves it alone while the run that owns it may still be sending', async () => {
    const world = await openTrouble();
    const noNetwork = { send: () => Promise.reject(new Error('no network')) };
    await expect(world.checkDrift(0, { alerts: noNetwork })).rejects.toThrow('no network');

    await world.checkDrift(0, { now: morningAfter(0) + CLAIM_EXPIRY - 1 });

    expect(world.alerts).toEqual([]);
    expect((await world.state()).outbox).toHaveLength(1);
  });
});
