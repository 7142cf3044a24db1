import { describe, expect, it } from 'vitest';
import { CLAIM_EXPIRY } from '../../../lambdas/core/decision/outbox.ts';
import type { MonitorState } from '../../../lambdas/core/decision/state.ts';
import { CrashingRun } from './crashing-run.ts';
import { labelDay, openDepot, type Parcel, serveDay } from './parcels.ts';
import { contentOf, DAY, dayName, HOUR, morningAfter, type StoryFixture } from './story-fixture.ts';

const LIMITS = {
  performance:
    '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, literal: true }], retrain: [{ when: accuracy <= 0.85, literal: true }] }',
};
const heavier = (parcel: Parcel): Parcel => ({ ...parcel, weight: Number(parcel.weight) + 4 });

/** Two days in which the data has drifted and two of ten answers are wrong; a drift incident is open since the first. */
async function openTrouble(): Promise<StoryFixture> {
  const fixture = await openDepot(LIMITS);
  for (const day of [0, 1]) labelDay(fixture, day, serveDay(fixture, day, heavier, 200), { wrong: 40 });
  return fixture;
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

/** What is stored, without the times at which runs happened, and without what a random key makes of ids. */
async function timelessContent(fixture: StoryFixture): Promise<Map<string, string>> {
  const content = await contentOf(fixture.store);
  for (const [key, text] of content) {
    if (key.endsWith('/answers-key.txt') || key.startsWith('kept_answers/')) {
      content.set(key, 'there');
      continue;
    }
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
const CHECKS: [
  string,
  (fixture: StoryFixture, changed?: Parameters<StoryFixture['checkDrift']>[1]) => Promise<unknown>,
][] = [
  ['drift', (fixture, changed) => fixture.checkDrift(0, changed)],
  ['accuracy', (fixture, changed) => fixture.checkAccuracy(0, undefined, changed)],
];

describe('the same check again', () => {
  it.each(CHECKS)('of %s sends no alert and changes no stored byte', async (_kind, check) => {
    const fixture = await openTrouble();
    await check(fixture);
    const before = await contentOf(fixture.store);
    expect([fixture.alerts.length, fixture.metrics.length]).toEqual([1, 1]);

    await check(fixture);

    expect([fixture.alerts.length, fixture.metrics.length]).toEqual([1, 1]);
    expect(await contentOf(fixture.store)).toEqual(before);
  });

  it('on a later day dates the result anew and nothing else', async () => {
    const fixture = await openTrouble();
    await fixture.checkDrift(0);
    const before = { state: await fixture.state(), content: await timelessContent(fixture) };

    await fixture.checkDrift(0, { now: morningAfter(3) });

    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(0)}`]);
    expect(await fixture.state()).toEqual(before.state);
    expect(await timelessContent(fixture)).toEqual(before.content);
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

  it('of both kinds and of two windows: each has the results and alerts that it would have alone', async () => {
    const [inTurn, together] = [await openTrouble(), await openTrouble()];
    const now = morningAfter(2) + HOUR;
    const checks: ((fixture: StoryFixture) => Promise<unknown>)[] = [
      (fixture) => fixture.checkDrift(0, { now }),
      (fixture) => fixture.checkDrift(1, { now }),
      (fixture) => fixture.checkAccuracy(0, now),
      (fixture) => fixture.checkAccuracy(1, now),
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
    retry: (fixture: StoryFixture) => Promise<unknown>,
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
      const fixture = await untouched.fork();
      const crashing = new CrashingRun(fixture, n, moment);
      const crashed = await check(fixture, crashing.changes()).then(
        () => false,
        (error) => {
          expect(error.message).toBe(`crash at operation ${n}`);
          return true;
        },
      );
      if (!crashed) break;
      await retry(fixture);

      const sent = fixture.alerts.map(({ dedupeKey }) => dedupeKey);
      expect(new Set(sent), `alerts after a crash ${moment} ${crashing.last}`).toEqual(new Set(expected.alerts));
      expect(timeless(await fixture.state()), `state after a crash ${moment} ${crashing.last}`).toEqual(expected.state);
      expect(await timelessContent(fixture), `content after a crash ${moment} ${crashing.last}`).toEqual(
        expected.content,
      );
      crashes.push({
        at: crashing.last,
        unmarked: crashing.sentUnmarked,
        repeated: sent.length > expected.alerts.length,
      });
      expect(fixture.metrics).toHaveLength(crashing.publishedUnmarked ? 2 : 1);
    }
    return crashes;
  }

  const RETRIES: [string, (check: (typeof CHECKS)[number][1]) => (fixture: StoryFixture) => Promise<unknown>][] = [
    ['the same run tries again', (check) => (fixture) => check(fixture, { runId: 'crashing' })],
    [
      'another run comes once the claim has expired',
      (check) => (fixture) => check(fixture, { runId: 'another', now: morningAfter(0) + DAY + HOUR + CLAIM_EXPIRY }),
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
    // An alert is sent twice only when the crash came between sending it and marking it as sent.
    expect(crashes.filter(({ repeated }) => repeated).map(({ at }) => at)).toEqual(
      crashes.filter(({ unmarked }) => unmarked).map(({ at }) => at),
    );
    expect(crashes.filter(({ repeated }) => repeated)).toHaveLength(1);
  });

  it('leaves an alert that could not be sent to the next run, whatever window it checks', async () => {
    const fixture = await openTrouble();
    const noNetwork = { send: () => Promise.reject(new Error('no network')) };
    await expect(fixture.checkDrift(0, { alerts: noNetwork })).rejects.toThrow('no network');

    await fixture.checkDrift(1);

    expect(fixture.alertsSent()).toContain(`drift open ${dayName(0)}`);
    expect((await fixture.state()).outbox).toEqual([]);
  });

  it('sends the alert though the metrics cannot be published, and neither of them twice', async () => {
    const fixture = await openTrouble();
    const noMetrics = { publish: () => Promise.reject(new Error('no metrics today')) };
    await expect(fixture.checkDrift(0, { runId: 'one', metrics: noMetrics })).rejects.toThrow('no metrics today');
    const toldAtOnce = fixture.alertsSent();

    await fixture.checkDrift(0, { runId: 'one' });

    expect(toldAtOnce).toEqual([`drift open ${dayName(0)}`]);
    expect(fixture.alerts).toHaveLength(1);
    expect(fixture.metrics).toHaveLength(1);
    expect((await fixture.state()).outbox).toEqual([]);
  });

  it('leaves an alert alone while the run that reserved it may still be sending', async () => {
    const fixture = await openTrouble();
    const noNetwork = { send: () => Promise.reject(new Error('no network')) };
    await expect(fixture.checkDrift(0, { alerts: noNetwork })).rejects.toThrow('no network');

    await fixture.checkDrift(0, { now: morningAfter(0) + CLAIM_EXPIRY - 1 });

    expect(fixture.alerts).toEqual([]);
    expect((await fixture.state()).outbox).toHaveLength(1);
  });
});
