import { describe, expect, it } from 'vitest';
import { checkDueWindows } from '../../../lambdas/core/check/check-accuracy.ts';
import { checkDrift } from '../../../lambdas/core/check/check-drift.ts';
import type { ObjectStore } from '../../../lambdas/core/ports.ts';
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
    let isChecked = false;
    const open: typeof context.open = (uri) => {
      const location = context.open(uri);
      const list = async function* (prefix: string) {
        // The drift check of the same window ends while the accuracy check lists its captures.
        if (!isChecked) {
          isChecked = true;
          await checkDrift(fixture.monitor, fixture.window(0), fixture.at(FIRST_DAY + 2 * DAY));
        }
        yield* location.store.list(prefix);
      };
      const watched = new Proxy(location.store, {
        get: (target, name) => {
          const value = name === 'list' ? list : Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      return { ...location, store: watched };
    };

    const { results } = await checkDueWindows(fixture.monitor, { ...context, open });

    expect(reads('state.json')).toBe(2);
    // What the drift check found is part of the verdict.
    const result = results.find(({ window }) => window.name === dayName(0));
    expect(result?.verdict.dataMatches).toBe('yes');
    const { checks } = await fixture.state();
    expect([checks.drift.length, checks.accuracy.length]).toEqual([1, results.length]);
  });
});
