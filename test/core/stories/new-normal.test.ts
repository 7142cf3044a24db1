import { describe, expect, it } from 'vitest';
import { IncidentError } from '../../../lambdas/core/decision/incident-actions.ts';
import { updateState } from '../../../lambdas/core/decision/state-session.ts';
import { incident } from '../report/results.ts';
import { openFive, serveDays, serveFive, writeFiveTraining } from './moved-columns.ts';
import { declare, ID, matches, openMoved, SAID, shiftOf } from './moved-to-new-normal.ts';
import { contentOf, dayName, morningAfter } from './story-fixture.ts';

describe('a drift that a person calls the new normal', () => {
  it('is over, and stays over while the columns stay there', async () => {
    const fixture = await openMoved();

    const { message, incident } = await declare(fixture, 14, ID);
    const days = await serveDays(fixture, 15, 20, { amount: 0.5, price: 0.4 });

    expect(message).toBe(`${ID} is resolved by Ann as the new normal; new normal since ${dayName(10)}: amount, price`);
    expect(incident).toMatchObject({ state: 'resolved', resolved: { ...SAID, newNormal: true } });
    expect(new Set(matches(days))).toEqual(new Set(['yes']));
    expect(fixture.alertsSent()).toHaveLength(1);
    // Both are seen from where they are; what is kept for later is how far from the baseline.
    const amount = shiftOf(days[0], 'amount');
    expect(amount.shift).toMatchObject({ normal: dayName(10) });
    expect(Math.abs(amount.shift!.effect)).toBeLessThan(0.05);
    expect(amount.shifts!.find(([key]) => key === 'location')![1]).toBeGreaterThan(0.4);
    expect(shiftOf(days[0], 'age').shift).not.toHaveProperty('normal');
  });

  it('comes with a warning while bad performance with the same cause is open', async () => {
    const fixture = await openMoved();
    const before = await fixture.state();
    const warningWhile = async (since: string) => {
      const bad = incident('performance', { id: `performance-${since}`, since, lastWindow: dayName(14) });
      await updateState(fixture.store, 'story', () => ({
        state: { ...before, incidents: [...before.incidents, bad] },
      }));
      return (await declare(fixture, 14, ID)).warning;
    };

    expect(await warningWhile(dayName(12))).toBe(
      `the model performs badly on this data: performance-${dayName(12)} is open, most likely with the same cause, and stays open, because a new normal does not make the model better`,
    );
    // Proved before the drift began.
    expect(await warningWhile(dayName(9))).toBeUndefined();
  });

  it('comes with a warning where the model was worse in windows since the drift began', async () => {
    const fixture = await openMoved();
    const found = (day: number, outcome: 'worse' | 'same') =>
      updateState(fixture.store, 'story', (state) => {
        const drift = state.checks.drift.find(({ window }) => window === dayName(day))!;
        const metric = { name: 'accuracy', value: 0.7, lower: 0.65, upper: 0.75 };
        const measures = { rows: 400, metric: outcome === 'worse' ? { ...metric, worse: true as const } : metric };
        const accuracy = [...state.checks.accuracy, { ...drift, signals: [], limits: [], measures }];
        return { state: { ...state, checks: { ...state.checks, accuracy } } };
      });
    // Before the drift began, and since: only the latter are about this data.
    await found(9, 'worse');
    await found(11, 'same');
    const quiet = await fixture.fork();
    expect((await declare(quiet, 14, ID)).warning).toBeUndefined();
    await found(12, 'worse');
    await found(13, 'worse');
    expect((await declare(fixture, 14, ID)).warning).toBe(
      `the model is worse than the baseline in ${dayName(12)}, ${dayName(13)}, on this data: a new normal does not make the model better, and from now on hides what may be the cause`,
    );
  });

  it('comes with that warning too where the first window of the drift is no longer on record', async () => {
    const fixture = await openMoved();
    await updateState(fixture.store, 'story', (state) => {
      const { since } = state.incidents.find(({ id }) => id === ID)!;
      const drift = state.checks.drift.filter(({ window }) => window > since);
      const measures = {
        rows: 400,
        metric: { name: 'accuracy', value: 0.7, lower: 0.65, upper: 0.75, worse: true as const },
      };
      const accuracy = [{ ...drift[0], signals: [], limits: [], measures }];
      return { state: { ...state, checks: { drift, accuracy } } };
    });
    expect((await declare(fixture, 14, ID)).warning).toContain('the model is worse than the baseline in ');
  });

  it('is drift again when the columns move on, measured from the new normal', async () => {
    const fixture = await openMoved();
    await declare(fixture, 14, ID);
    await serveDays(fixture, 15, 10, { amount: 0.5, price: 0.4 });

    const moved = await serveFive(fixture, 25, { amount: 0.9, price: 0.4 });

    expect(moved.drift!.ranking).toEqual(['amount']);
    expect(fixture.alertsSent().slice(1)).toEqual([`drift open ${dayName(25)}`]);
    expect(fixture.alerts[1].text).toMatch(
      new RegExp(
        `amount drifted: 0\\.[34]\\d* standard deviations higher in normal scores than in the new normal of ${dayName(10)}`,
      ),
    );
  });

  it('is drift again when the columns go back to where they were before', async () => {
    const fixture = await openMoved();
    await declare(fixture, 14, ID);
    await serveDays(fixture, 15, 3, { amount: 0.5, price: 0.4 });

    const back = await serveFive(fixture, 18);

    expect([...back.drift!.ranking].sort()).toEqual(['amount', 'price']);
    expect(shiftOf(back, 'amount').shift!.effect).toBeLessThan(-0.3);
    expect(fixture.alertsSent().slice(1)).toEqual([`drift open ${dayName(18)}`]);
  });

  it('stays the same when it is declared twice, by anyone', async () => {
    const fixture = await openMoved();
    const first = await declare(fixture, 14, ID);
    const before = await contentOf(fixture.store);

    const second = await declare(fixture, 15, ID, { by: 'Bob', note: '' });

    expect(second).toEqual(first);
    expect(await contentOf(fixture.store)).toEqual(before);
  });
});

describe('a new normal is refused', () => {
  const refused = async (action: Promise<unknown>, message: string) => {
    await expect(action).rejects.toThrow(IncidentError);
    await expect(action).rejects.toThrow(message);
  };

  it('after one window, which may be a single odd one', async () => {
    const fixture = await openFive();
    await serveDays(fixture, 0, 3);
    await serveFive(fixture, 3, { price: 0.9 });
    const before = await contentOf(fixture.store);

    await refused(
      declare(fixture, 3, `drift-${dayName(3)}`),
      `price drifted only in window ${dayName(3)}, and a new normal needs two drifted windows`,
    );

    expect(await contentOf(fixture.store)).toEqual(before);
  });

  it('for a drift that is over', async () => {
    const fixture = await openMoved();
    await serveFive(fixture, 15);
    await refused(declare(fixture, 15, ID), `${ID} is over (closed with window ${dayName(15)})`);
  });

  it('for an incident that does not exist', async () => {
    const fixture = await openMoved();
    await refused(declare(fixture, 14, 'drift-1999-01-01'), `has no incident "drift-1999-01-01"; open: ${ID}`);
  });

  it('when the baseline was built anew since', async () => {
    const fixture = await openMoved();
    writeFiveTraining(fixture, 0.001);
    await fixture.buildBaseline(morningAfter(14) + 1000);
    await refused(declare(fixture, 15, ID), 'a baseline that is no longer active');
  });
});
