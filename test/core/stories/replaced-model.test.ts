import { describe, expect, it } from 'vitest';
import { updateState } from '../../../lambdas/core/decision/state-store.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { csvFile } from './fixtures.ts';
import { drawParcels, labelDay, openDepot, serveDay } from './parcels.ts';
import { DAY, FIRST_DAY } from './world.ts';

describe('a model that was replaced between two days', () => {
  it('is held against its own baseline when the labels of its last day come', async () => {
    const world = await openDepot({ performance: '{ primaryMetric: accuracy, minimumRows: 50 }' });
    const old = (await world.state()).baseline!;
    for (const day of [0, 1]) labelDay(world, day, serveDay(world, day, undefined, 400), { wrong: 80 });
    // The baseline of the model that takes over on the second day is one of an accuracy of a half.
    const rows = drawParcels(new SeededRandom(2), 2000).map(({ weight, distance, depot, score }, i) => {
      return [weight, distance, depot, i % 2, score];
    });
    world.write('training.csv', csvFile(['weight', 'distance', 'depot', 'late', 'p'], rows));
    await world.buildBaseline(FIRST_DAY + DAY);
    await updateState(world.store, world.monitor.name, (state) => {
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
    const active = (await world.state()).baseline!;

    const drift = [await world.checkDrift(0), await world.checkDrift(1)];
    const accuracy = [await world.checkAccuracy(0), await world.checkAccuracy(1)];

    expect(active).not.toBe(old);
    expect(drift.map(({ baseline }) => baseline?.id)).toEqual([old, active]);
    expect(accuracy.map(({ baseline }) => baseline?.id)).toEqual([old, active]);
    expect(accuracy.map(({ verdict }) => verdict.performance.comparedWithBaseline)).toEqual(['worse', 'better']);
    expect((await world.state()).checks.accuracy.map(({ window }) => window)).toEqual(['2001-02-01', '2001-02-02']);
  });
});
