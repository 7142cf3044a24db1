import { describe, expect, it } from 'vitest';
import { updateState } from '../../../lambdas/core/decision/state-session.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { csvFile } from './fixtures.ts';
import { drawParcels, labelDay, openDepot, serveDay } from './parcels.ts';
import { DAY, FIRST_DAY } from './story-fixture.ts';

describe('a model that was replaced within a day', () => {
  /** From half of the requests of the second day on, a model answers that is far less sure. */
  async function openReplaced(since: number | null) {
    const fixture = await openDepot();
    serveDay(fixture, 0);
    const unsure = (score: number) => 0.5 + score / 100;
    serveDay(fixture, 1, (parcel, row) => (row < 200 ? parcel : { ...parcel, score: unsure(parcel.score) }));
    if (since === null) return fixture;
    await updateState(fixture.store, fixture.monitor.name, (state) => {
      const previous = { retraining: null, endpointConfig: 'old', baseline: state.baseline };
      const model = { retraining: 'r', endpointConfig: 'new', baseline: state.baseline, since, previous };
      return { state: { ...state, model } };
    });
    return fixture;
  }

  it.each([
    ['without a deployment', null, 'alert', 1],
    ['on the day itself', FIRST_DAY + DAY + DAY / 2, 'continue', 0],
  ])('does not make the answers of its successor drift: %s', async (_, since, nextStep, incidents) => {
    const fixture = await openReplaced(since);
    await fixture.checkDrift(0);
    const { verdict } = await fixture.checkDrift(1);
    expect([verdict.dataMatches, verdict.nextStep]).toEqual(['no', nextStep]);
    const replaced = 'the model of this window is no longer deployed: another one has served since 2001-02-02T12:00Z';
    const drifted = expect.stringMatching(/^the model's answers: score drifted/);
    expect(verdict.reasons).toEqual(since === null ? [drifted] : [replaced, drifted]);
    expect((await fixture.state()).incidents).toHaveLength(incidents);
  });
});

describe('a model that was replaced between two days', () => {
  it('is held against its own baseline when the labels of its last day come', async () => {
    const fixture = await openDepot({
      performance: '{ primaryMetric: accuracy, minimumRows: 50, retrain: [{ when: accuracy < 0.85, literal: true }] }',
    });
    const old = (await fixture.state()).baseline!;
    for (const day of [0, 1]) labelDay(fixture, day, serveDay(fixture, day, undefined, 400), { wrong: 80 });
    // The baseline of the model that takes over on the second day is one of an accuracy of a half.
    const rows = drawParcels(new SeededRandom(2), 2000).map(({ weight, distance, depot, score }, i) => {
      return [weight, distance, depot, i % 2, score];
    });
    fixture.write('training.csv', csvFile(['weight', 'distance', 'depot', 'late', 'p'], rows));
    await fixture.buildBaseline(FIRST_DAY + DAY);
    await updateState(fixture.store, fixture.monitor.name, (state) => {
      const previous = { retraining: null, endpointConfig: 'old', baseline: old };
      const model = {
        retraining: 'r',
        endpointConfig: 'new',
        baseline: state.baseline,
        since: FIRST_DAY + DAY,
        previous,
      };
      return { state: { ...state, model } };
    });
    const active = (await fixture.state()).baseline!;

    const drift = [await fixture.checkDrift(0), await fixture.checkDrift(1)];
    const accuracy = [await fixture.checkAccuracy(0), await fixture.checkAccuracy(1)];

    expect(active).not.toBe(old);
    expect(drift.map(({ baseline }) => baseline?.id)).toEqual([old, active]);
    expect(accuracy.map(({ baseline }) => baseline?.id)).toEqual([old, active]);
    expect(accuracy.map(({ verdict }) => verdict.performance.comparedWithBaseline)).toEqual(['worse', 'better']);
    // The old model's labels come after its end: its windows are measured, and no step follows for it.
    expect(accuracy.map(({ verdict }) => verdict.nextStep)).toEqual(['continue', 'retrain']);
    expect(accuracy[0].verdict.reasons[0]).toBe(
      'the model of this window is no longer deployed: another one has served since 2001-02-02T00:00Z',
    );
    expect(accuracy[0].verdict.reasons[1]).toMatch(/accuracy.* < 0\.85/);
    expect(await fixture.pageOf('accuracy', 0)).toMatch(/<h1 class="good">Continue<\/h1>/);
    expect((await fixture.state()).checks.accuracy.map(({ window }) => window)).toEqual(['2001-02-01', '2001-02-02']);
  });
});
