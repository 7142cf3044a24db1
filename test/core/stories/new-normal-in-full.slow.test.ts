import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../lambdas/core/ports.ts';
import { openFive, serveDays, serveFive, writeFiveTraining } from './moved-columns.ts';
import { declare, ID, matches, openMoved, shiftOf } from './moved-to-new-normal.ts';
import { dayName, morningAfter } from './story-fixture.ts';

describe('a drift that a person calls the new normal', () => {
  it('can be declared a second time, from the new place', async () => {
    const fixture = await openMoved();
    await declare(fixture, 14, ID);
    await serveDays(fixture, 15, 3, { amount: 0.5, price: 0.4 });
    await serveDays(fixture, 18, 3, { amount: 1, price: 0.4 });

    const { message } = await declare(fixture, 20, `drift-${dayName(18)}`);
    const stays = await serveDays(fixture, 21, 5, { amount: 1, price: 0.4 });

    expect(message).toContain(`new normal since ${dayName(18)}: amount`);
    expect(new Set(matches(stays))).toEqual(new Set(['yes']));
    const { newNormals } = await fixture.state();
    expect(newNormals.map(({ columns }) => columns.map(({ name }) => name))).toEqual([['price'], ['amount']]);
    // Each column is on its own: price is still seen from its own new normal.
    expect((await serveFive(fixture, 26, { amount: 1 })).drift!.ranking).toEqual(['price']);
  });

  it('holds for the windows it began with, checked again, and for none before', async () => {
    const fixture = await openMoved();
    await declare(fixture, 14, ID);

    const again = [9, 10, 12, 14].map((day) => fixture.checkDrift(day, { now: morningAfter(16) }));

    expect(matches(await Promise.all(again))).toEqual(['yes', 'yes', 'yes', 'yes']);
    expect(fixture.alertsSent()).toHaveLength(1);
    const first = await fixture.checkDrift(9);
    expect(shiftOf(first, 'amount').shift).not.toHaveProperty('normal');
  });

  it('gives the same result for a window that is checked again', async () => {
    const fixture = await openMoved();
    await declare(fixture, 14, ID);
    const [first] = await serveDays(fixture, 15, 4, { amount: 0.52, price: 0.4 });

    const again = await fixture.checkDrift(15);

    expect(again.drift).toEqual(first.drift);
  });

  it('takes each column from the window in which it drifted', async () => {
    const fixture = await openMoved();
    await serveDays(fixture, 15, 3, { amount: 0.5, price: 0.4, age: 0.6 });

    const { message } = await declare(fixture, 17, ID);
    const days = await serveDays(fixture, 18, 3, { amount: 0.5, price: 0.4, age: 0.6 });

    expect(message).toContain(`since ${dayName(10)}: amount, price; since ${dayName(15)}: age`);
    expect(new Set(matches(days))).toEqual(new Set(['yes']));
    expect(shiftOf(days[0], 'age').shift!.normal).toBe(dayName(15));
  });

  it('is where a column has been in the latest four weeks, however long ago it drifted', async () => {
    const fixture = await openFive();
    await serveDays(fixture, 0, 10);
    await serveDays(fixture, 10, 6, { amount: 1 });
    await serveDays(fixture, 16, 28, { amount: 0.5 });

    await declare(fixture, 43, ID);

    const [{ columns }] = (await fixture.state()).newNormals;
    expect(columns).toMatchObject([{ name: 'amount', since: dayName(10), windows: 28 }]);
    // All 34 days together have a mean of 0.59.
    const [, mean] = columns[0].levels.find(([key]) => key === 'location')!;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
  });

  it('leaves out a column that first drifted in the last window, which is reported again', async () => {
    const fixture = await openMoved();
    await serveFive(fixture, 15, { amount: 0.5, price: 0.4, age: 0.6 });

    const { message } = await declare(fixture, 15, ID);
    await serveFive(fixture, 16, { amount: 0.5, price: 0.4, age: 0.6 });

    expect(message).toContain('not age: drifted in the last window only');
    // The open incident reports the new column at once; what is left of it is an incident of its own.
    expect(fixture.alertsSent().slice(1)).toEqual([`drift open ${dayName(15)}`, `drift open ${dayName(16)}`]);
    expect(fixture.alerts[1].newFindings).toHaveLength(1);
    expect(fixture.alerts[2].title).toContain('age drifted');
    expect(fixture.alerts[2].title).not.toContain('more');
  });

  it('is used by a check that was running when it was declared', async () => {
    const fixture = await openMoved();
    const { store } = fixture;
    let said = false;
    const results: ObjectStore = {
      list: (prefix) => store.list(prefix),
      folders: (prefix) => store.folders(prefix),
      get: (key) => store.get(key),
      stream: (key) => store.stream(key),
      slice: (key, start, end) => store.slice(key, start, end),
      put: async (key, bytes, condition) => {
        if (!said && key.endsWith('result.json')) {
          said = true;
          await declare(fixture, 14, ID);
        }
        return store.put(key, bytes, condition);
      },
    };

    const day = await serveFive(fixture, 15, { amount: 0.5, price: 0.4 }, { results });

    expect(said).toBe(true);
    expect(day.verdict.dataMatches).toBe('yes');
    expect(await fixture.stored(`checks/drift/${dayName(15)}/result.json`)).toMatchObject({
      verdict: { dataMatches: 'yes' },
    });
    expect(fixture.alertsSent()).toHaveLength(1);
  });

  it('is forgotten with the baseline', async () => {
    const fixture = await openMoved();
    await declare(fixture, 14, ID);
    await serveDays(fixture, 15, 2, { amount: 0.5, price: 0.4 });
    writeFiveTraining(fixture, 0.001);
    await fixture.buildBaseline(morningAfter(16) + 1000);

    const [day] = await serveDays(fixture, 17, 1, { amount: 0.5, price: 0.4 });

    expect([...day.drift!.ranking].sort()).toEqual(['amount', 'price']);
  });

  it('holds with limits of its own, and where nothing is learned from history', async () => {
    const fixture = await openMoved({
      drift: '{ history: off, features: { amount: { method: wasserstein, limit: 0.2 } } }',
    });
    await declare(fixture, 14, ID);

    const stays = await serveDays(fixture, 15, 3, { amount: 0.5, price: 0.4 });
    const near = await serveFive(fixture, 18, { amount: 0.65, price: 0.4 });
    const back = await serveFive(fixture, 19, { price: 0.4 });
    const farther = await serveFive(fixture, 20, { amount: 1, price: 0.4 });

    // 0.15 standard deviations are a distance below 0.2, 0.5 are one above it, in either direction.
    expect(matches([...stays, near])).toEqual(['yes', 'yes', 'yes', 'yes']);
    expect([back, farther].map(({ drift }) => drift!.ranking)).toEqual([['amount'], ['amount']]);
  });
});
