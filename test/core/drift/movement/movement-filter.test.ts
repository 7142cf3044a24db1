import { describe, expect, test } from 'vitest';
import { scoreOfDeviation } from '../../../../lambdas/core/drift/movement/deviation.ts';
import { logEvidence, weighModels } from '../../../../lambdas/core/drift/movement/model-weights.ts';
import { CHANGES, MovementFilter } from '../../../../lambdas/core/drift/movement/movement-filter.ts';
import {
  BASELINE_PART,
  MOVEMENT_MODELS,
  meanOfWindows,
} from '../../../../lambdas/core/drift/movement/movement-models.ts';
import { scaleOfValues } from '../../../../lambdas/core/drift/movement/scale.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { logDensity, predictMean, type Seen } from './dense-normal.ts';
import { drawModel, drawSeries } from './draw-series.ts';
import reference from './reference/movement.json' with { type: 'json' };

describe('normal distributions with all covariances written out, by scipy', () => {
  test.each(reference.series)('sd $sd, autocorrelation $autocorrelation', (series) => {
    const windows = series.effects.map((effect, i) => ({ effect, error: series.errors[i] }));
    const process = { ...series, levelVariance: series.level ** 2 };

    expect(logDensity(process, windows)).toBeCloseTo(series.logLikelihood, 8);
    for (const { windows: k, mean, variance } of series.ahead) {
      const predicted = predictMean(process, windows, k);
      expect(predicted.mean).toBeCloseTo(mean, 10);
      expect(predicted.variance).toBeCloseTo(variance, 10);
    }
  });
});

const BASELINE_ERROR = 0.02;
const OFFSET = 0.15;

function drawWindows(count: number, seed: number, missing: readonly number[]): Seen[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const error = 0.01 + 0.04 * random.uniform();
    return { effect: missing.includes(i) ? null : 0.08 * random.normal(), error };
  });
}

const processOf = (i: number, offset: number) => ({
  ...MOVEMENT_MODELS[i],
  levelVariance: BASELINE_ERROR ** 2 + MOVEMENT_MODELS[i].sd ** 2 * BASELINE_PART[i] + offset ** 2,
});

/** The density of the windows by model, where each window may bring another model in proportion to the priors. */
function densities(windows: readonly Seen[], offset: number): number[] {
  const found = MOVEMENT_MODELS.map(() => 1);
  for (let count = 1; count <= windows.length; count++) {
    if (windows[count - 1].effect === null) continue;
    for (const i of MOVEMENT_MODELS.keys()) {
      const process = processOf(i, offset);
      const [now, before] = [count, count - 1].map((length) => logDensity(process, windows.slice(0, length)));
      found[i] *= Math.exp(now - before);
    }
    const together = MOVEMENT_MODELS.reduce((sum, { prior }, i) => sum + prior * found[i], 0);
    for (const i of MOVEMENT_MODELS.keys()) found[i] = (1 - CHANGES) * found[i] + CHANGES * together;
  }
  return found;
}

describe.each([
  ['all windows seen', 20, []],
  ['some not', 20, [0, 6, 7, 8, 15, 19]],
  ['one window', 1, []],
  ['none', 3, [0, 1, 2]],
])('the filter, %s', (_, count, missing) => {
  test.each([0, OFFSET])('has the likelihoods and predictions of every model, offset %d', (offset) => {
    const windows = drawWindows(count, 11, missing);
    const filter = new MovementFilter(BASELINE_ERROR, offset);
    for (const { effect, error } of windows) filter.step(effect, error);

    const constant = (filter.learned / 2) * Math.log(2 * Math.PI);
    const expectedDensities = densities(windows, offset);
    expect(filter.learned).toBe(count - missing.length);
    for (const [i, { autocorrelation, sd }] of MOVEMENT_MODELS.entries()) {
      const process = processOf(i, offset);
      expect(filter.logLikelihood(i)).toBeCloseTo(Math.log(expectedDensities[i]) + constant, 7);
      for (const k of [1, 2, 6, 27]) {
        const sampling = 0.03 ** 2 / k;
        const { mean, variance } = predictMean(process, windows, k);
        for (const effect of [-0.4, 0, 0.1]) {
          for (const skew of [0, 0.6]) {
            const expected = scoreOfDeviation({
              size: effect - mean,
              variance: variance + sampling,
              movement: sd === 0 ? 0 : variance,
              from: mean,
              scale: scaleOfValues(skew),
            });
            const surprise = filter.surprise(
              i,
              { effect, sampling, scale: scaleOfValues(skew) },
              meanOfWindows(autocorrelation, k),
            );
            expect(surprise).toBeCloseTo(expected, 7);
          }
        }
      }
    }
  });
});

test('a copy goes its own way', () => {
  const filter = new MovementFilter(BASELINE_ERROR);
  filter.step(0.1, 0.02);
  const copy = filter.copy();
  copy.step(0.3, 0.02);

  expect(filter.learned).toBe(1);
  expect(copy.learned).toBe(2);
  expect(copy.logLikelihood(0)).not.toBe(filter.logLikelihood(0));
});

describe('a window that was far out', () => {
  const before = new MovementFilter(BASELINE_ERROR);
  before.step(0.1, 0.02);
  const growthOf = (chance: (i: number) => number, outlier: number) => {
    const after = before.copy();
    after.learnOutlying(
      MOVEMENT_MODELS.map((_, i) => chance(i)),
      outlier,
    );
    expect(after.learned).toBe(1);
    return MOVEMENT_MODELS.map((_, i) => Math.exp(after.logLikelihood(i) - before.logLikelihood(i)));
  };

  test('has the chance of an outlier or that of the model', () => {
    const growth = growthOf((i) => i / 100, 0.01);

    for (const [i, factor] of growth.entries()) expect(factor).toBeCloseTo(0.01 + 0.99 * (i / 100), 10);
  });

  test('says nothing where no model explains it', () => {
    expect(new Set(growthOf(() => 1e-40, 0.01).map((factor) => factor.toFixed(12)))).toEqual(
      new Set(['0.010000000000']),
    );
  });
});

describe('weights of models', () => {
  const prior = MOVEMENT_MODELS.map((model) => model.prior);

  test('are the prior before any window', () => {
    const total = prior.reduce((sum, weight) => sum + weight, 0);
    const weights = weighModels(new MovementFilter(BASELINE_ERROR), prior);

    for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(prior[i] / total, 12);
  });

  test('follow Bayes, and do not underflow after many windows', () => {
    const filter = new MovementFilter(0.001);
    for (let i = 0; i < 2000; i++) filter.step(0.001 * (-1) ** i, 0.002);
    const weights = weighModels(filter, prior);

    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(weights[0]).toBeGreaterThan(0.99);
    expect(logEvidence(filter, prior) - (filter.logLikelihood(0) + Math.log(prior[0]))).toBeCloseTo(0, 2);
  });

  test('a model without a prior has no weight', () => {
    const filter = new MovementFilter(BASELINE_ERROR);
    filter.step(3, 0.01);
    const only = MOVEMENT_MODELS.map((_, i) => Number(i === 0));

    expect([...weighModels(filter, only)]).toEqual(only);
    expect(logEvidence(filter, only)).toBeCloseTo(filter.logLikelihood(0), 12);
  });
});

test('the likelihood ratio of a shared offset against none is an e-value: without one it is 1 on average', () => {
  const random = new SeededRandom(77);
  const prior = MOVEMENT_MODELS.map((model) => model.prior);
  const SERIES = 3000;
  const values: number[] = [];
  const peaks: number[] = [];
  for (let run = 0; run < SERIES; run++) {
    const series = drawSeries(drawModel(random), 15, { baseline: BASELINE_ERROR, window: 0.03 }, random);
    const [none, some] = [new MovementFilter(BASELINE_ERROR), new MovementFilter(BASELINE_ERROR, OFFSET)];
    let largest = 0;
    let ratio = 1;
    for (const { effect, error } of series) {
      for (const filter of [none, some]) filter.step(effect, error);
      ratio = Math.exp(logEvidence(some, prior) - logEvidence(none, prior));
      largest = Math.max(largest, ratio);
    }
    values.push(ratio);
    peaks.push(largest);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / SERIES;
  const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / SERIES;
  expect(mean).toBeLessThan(1 + 4 * error);
  // Ville's inequality: however often it is looked at, 20 is reached once in twenty times at most.
  expect(peaks.filter((value) => value >= 20).length).toBeLessThanOrEqual(SERIES / 20 + 4 * Math.sqrt(SERIES / 20));
});
