import { describe, expect, it } from 'vitest';
import { checkDrift } from '../../../lambdas/core/check/check-drift.ts';
import { checkDueWindows } from '../../../lambdas/core/check/check-due-windows.ts';
import type { RunContext } from '../../../lambdas/core/context.ts';
import type { ObjectStore } from '../../../lambdas/core/ports.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { labelDay, openDepot, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, type StoryFixture } from './story-fixture.ts';

/** A store that counts how often each of its documents is read. */
function countReads(store: ObjectStore): { store: ObjectStore; reads: (name: string) => number } {
  const keys: string[] = [];
  const counting = new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (key: string, ...rest: unknown[]) => {
        if (name === 'get') keys.push(key);
        return value.call(target, key, ...rest);
      };
    },
  });
  return { store: counting, reads: (name) => keys.filter((key) => key.endsWith(`/${name}`)).length };
}

const PERFORMANCE = { performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }' };

function serveAndLabel(fixture: StoryFixture, days: number): void {
  for (let day = 0; day < days; day++) {
    const parcels = serveDay(fixture, day);
    labelDay(fixture, day, parcels, { wrong: 100, arrival: FIRST_DAY + (day + 1) * DAY });
  }
}

/** The places of a context. The first listing of one waits for what another run does. */
function interrupted({ open }: RunContext, other: () => Promise<unknown>, of = ''): RunContext['open'] {
  let isOver = false;
  return (uri) => {
    const location = open(uri);
    const list = async function* (prefix: string) {
      yield* location.store.list(prefix);
      if (isOver || !uri.endsWith(of)) return;
      isOver = true;
      await other();
    };
    const watched = new Proxy(location.store, {
      get: (target, name) => {
        const value = name === 'list' ? list : Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return { ...location, store: watched };
  };
}

describe('a run', () => {
  it('of a drift check reads the state and the baseline once', async () => {
    const fixture = await openDepot(PERFORMANCE);
    serveDay(fixture, 0);
    const { store, reads } = countReads(fixture.store);
    const context = fixture.at(FIRST_DAY + DAY + 6 * HOUR, { results: store });

    await checkDrift(fixture.monitor, fixture.window(0), context);

    expect(reads('state.json')).toBe(1);
    expect(reads('profile.json')).toBe(1);
  });

  it('of accuracy checks reads the state once, whatever it alerts about, and no features of the baseline', async () => {
    const fixture = await openDepot(PERFORMANCE);
    serveAndLabel(fixture, 3);
    const { store, reads } = countReads(fixture.store);

    const { results } = await checkDueWindows(fixture.monitor, fixture.at(FIRST_DAY + 4 * DAY, { results: store }));

    expect(results.length).toBeGreaterThan(3);
    expect(fixture.alerts.length).toBeGreaterThan(0);
    expect(reads('state.json')).toBe(1);
    expect(reads('profile.json')).toBe(0);
  });

  it('reads the state again when another run has written it', async () => {
    const fixture = await openDepot(PERFORMANCE);
    serveAndLabel(fixture, 1);
    const { store, reads } = countReads(fixture.store);
    const context = fixture.at(FIRST_DAY + 2 * DAY, { results: store });
    // The drift check of the same window ends while the accuracy check lists its captures.
    const open = interrupted(context, () =>
      checkDrift(fixture.monitor, fixture.window(0), fixture.at(FIRST_DAY + 2 * DAY)),
    );

    const { results } = await checkDueWindows(fixture.monitor, { ...context, open });

    expect(reads('state.json')).toBe(2);
    // What the drift check found is part of the verdict.
    const result = results.find(({ window }) => window.name === dayName(0));
    expect(result?.verdict.dataMatches).toBe('yes');
    const { checks } = await fixture.state();
    expect([checks.drift.length, checks.accuracy.length]).toEqual([1, results.length]);
  });

  it('leaves result and state in agreement when another run has found more labels in the meantime', async () => {
    const fixture = await openDepot(PERFORMANCE);
    const parcels = serveDay(fixture, 0);
    labelDay(fixture, 0, parcels, { wrong: 10, to: 200, arrival: FIRST_DAY + 20 * HOUR });
    const now = FIRST_DAY + 3 * DAY;
    await fixture.checkAccuracy(0, now);
    const context = fixture.at(now);
    // After this run has listed the labels, more of them arrive, and another run finds them. This run finds nothing new.
    const open = interrupted(
      context,
      async () => {
        labelDay(fixture, 0, parcels, { wrong: 10, from: 200, arrival: FIRST_DAY + 21 * HOUR });
        await fixture.checkAccuracy(0, now);
      },
      'labels',
    );

    await fixture.checkAccuracy(0, now, { open });

    const { labels } = (await fixture.stored(`checks/accuracy/${dayName(0)}/result.json`)) as CheckResult;
    const { checks } = await fixture.state();
    expect(checks.accuracy[0].labels?.coverage).toBe(labels?.coverage);
  });
});
