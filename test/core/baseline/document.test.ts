import { describe, expect, it } from 'vitest';
import {
  BaselineError,
  loadModelBaseline,
  makeBaseline,
  saveBaseline,
} from '../../../lambdas/core/baseline/document.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { PROFILE_VERSION, type Profile } from '../../../lambdas/core/profile/types.ts';
import { MemoryStore } from '../stories/memory-store.ts';

const ESTIMATE = { value: 0.9, lower: 0.88, upper: 0.92, rows: 500 };
const PERFORMANCE = {
  problem: 'binary-classification',
  rows: 500,
  metrics: { accuracy: ESTIMATE, f1: { value: null, lower: null, upper: null, rows: 0, reason: 'no positive row' } },
  confusionMatrix: {
    classes: ['0', '1'],
    counts: [
      [400, 50],
      [0, 50],
    ],
  },
  classes: null,
};
const HEAD = {
  version: 1,
  id: 'b',
  model: 'model',
  createdAt: '2026-11-23T00:00:00.000Z',
  source: 'train.csv',
  rows: 1000,
  predictionRows: null,
  performance: PERFORMANCE,
};

function load(changes: object) {
  const text = JSON.stringify({ ...HEAD, ...changes });
  return loadModelBaseline(new MemoryStore(new Map([['m/baselines/b/baseline.json', text]])), 'm', 'b', false);
}

describe('the performance that a baseline stores', () => {
  it('is read as it was written', async () => {
    expect((await load({})).performance).toEqual(PERFORMANCE);
    expect((await load({ performance: null })).performance).toBeNull();
  });

  it('is read without the metrics of another release', async () => {
    const metrics = { accuracy: ESTIMATE, gini: ESTIMATE, rmse: ESTIMATE };
    expect((await load({ performance: { ...PERFORMANCE, metrics } })).performance?.metrics).toEqual({
      accuracy: ESTIMATE,
    });
  });

  it.each([
    ['of another problem', { ...PERFORMANCE, problem: 'ranking' }],
    ['with a metric of another shape', { ...PERFORMANCE, metrics: { accuracy: 0.9 } }],
    ['without rows', { ...PERFORMANCE, rows: undefined }],
  ])('is refused %s', async (_name, performance) => {
    const refused = load({ performance });
    await expect(refused).rejects.toThrow(BaselineError);
    await expect(refused).rejects.toThrow(/^m\/baselines\/b\/baseline\.json is not of version 1$/);
  });
});

describe('the curves that a baseline stores', () => {
  const CURVES = { roc: { falsePositives: [0, 1, 4], truePositives: [0, 2, 2] } };
  const NOW = Date.UTC(2026, 10, 23);
  const profile: Profile = { version: PROFILE_VERSION, rows: 1000, columns: [] };
  const baselineWith = (curves?: typeof CURVES) =>
    makeBaseline(
      { model: 'model', source: 'train.csv', profile, predictions: null, performance: null, curves, movement: null },
      NOW,
    );

  it('are read as they were written', async () => {
    const store = new MemoryStore();
    const baseline = baselineWith(CURVES);
    await saveBaseline(store, 'm', baseline);
    expect((await loadModelBaseline(store, 'm', baseline.id, false)).curves).toEqual(CURVES);
  });

  it('do not change its id', () => {
    expect(baselineWith(CURVES).id).toBe(baselineWith().id);
  });

  it.each([
    ['of an earlier release, which has none', {}],
    ['of another release, which has others', { curves: { roc: 'a picture' } }],
  ])('are left out of a baseline %s', async (_name, changes) => {
    const { curves, performance } = await load(changes);
    expect(curves).toBeUndefined();
    expect(performance).toEqual(PERFORMANCE);
  });
});

describe('the limits that a baseline suggests', () => {
  it('are read as they were written, and are not part of its id', async () => {
    const profile = new Profiler().finish();
    const content = { model: 'm', source: 's', profile, predictions: null, performance: null, movement: null };
    const suggestedLimits = { accuracy: 'accuracy < 0.8' };
    const [plain, suggesting] = [makeBaseline(content, 0), makeBaseline({ ...content, suggestedLimits }, 0)];
    expect(suggesting.id).toBe(plain.id);
    const store = new MemoryStore();
    await saveBaseline(store, 'm', suggesting);
    expect((await loadModelBaseline(store, 'm', suggesting.id, false)).suggestedLimits).toEqual(suggestedLimits);
    await saveBaseline(store, 'm', plain);
    expect((await loadModelBaseline(store, 'm', plain.id, false)).suggestedLimits).toBeUndefined();
  });
});
