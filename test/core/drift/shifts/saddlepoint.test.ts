import { describe, expect, test } from 'vitest';
import { normalScoreOfMean, tiltOfMean } from '../../../../lambdas/core/drift/shifts/saddlepoint.ts';
import { normalSurvival } from '../../../../lambdas/core/statistics/normal.ts';
import distributions from './reference/saddlepoint.json' with { type: 'json' };

/**
 * Measured against exact tails: 0.23 % where scores have many values on both sides, 2.4 % in the short tail of 20 rows of
 * skewed ones, 16 % where few values make the sum itself coarse, 34 % for 20 rows of two values.
 */
const MEASURED: Readonly<Record<string, number>> = {
  'normal scores': 0.001,
  'squares of normal scores': 0.025,
  'normal scores, 60 % zeros': 0.025,
  'normal scores, 97 % zeros': 0.1,
  'normal scores of counts': 0.16,
  'two values, one in ten': 0.35,
};

describe('tails of means from 1e-2 to 1e-8, against exact convolutions', () => {
  test.each(distributions)('$name', ({ name, values, probabilities, tails }) => {
    const scores = { values: Float64Array.from(values), probabilities: Float64Array.from(probabilities) };
    const errors = tails.map(([m, mean, tail]) => {
      const score = normalScoreOfMean(scores, mean, m);
      expect(Math.sign(score)).toBe(Math.sign(mean));
      return { m, tail, error: normalSurvival(Math.abs(score)) / tail - 1 };
    });

    expect(errors.length).toBeGreaterThanOrEqual(17);
    for (const { m, tail, error } of errors) {
      expect(Math.abs(error), `${m} rows, ${tail}`).toBeLessThan(MEASURED[name]);
    }
  });
});

const even = { values: Float64Array.of(-1, 1), probabilities: Float64Array.of(0.5, 0.5) };

/** Standardised: one row in ten is 3. */
const skewed = { values: Float64Array.of(-1 / 3, 3), probabilities: Float64Array.of(0.9, 0.1) };

describe('scores of two values, in closed form', () => {
  // With the mean x the upper value has the probability p = (x + 1/3) / (10/3), by the weights exp(t · score) of
  // t = log(p · 0.9 / ((1 − p) · 0.1)) / (10/3).
  const tiltTo = (mean: number) => {
    const p = (mean + 1 / 3) / (10 / 3);
    const t = Math.log((p * 0.9) / ((1 - p) * 0.1)) / (10 / 3);
    return { t, log: Math.log(0.9 * Math.exp(-t / 3) + 0.1 * Math.exp(3 * t)), variance: (p * (1 - p) * 100) / 9 };
  };

  test.each([-0.32, -0.3, -0.2, 0.3, 0.5, 1, 2, 2.9, 2.999])('the tilt to a mean of %d', (mean) => {
    expect(tiltOfMean(skewed, mean, 200)).toBeCloseTo(tiltTo(mean).t, 8);
  });

  /** Barndorff-Nielsen's score. */
  const scoreOf = (mean: number, m: number) => {
    const { t, log, variance } = tiltTo(mean);
    const root = Math.sign(t) * Math.sqrt(2 * m * (t * mean - log));
    return root + Math.log((t * Math.sqrt(m * variance)) / root) / root;
  };

  test.each([-0.3, -0.2, 0.3, 0.5, 1, 2, 2.9])('the score of a mean of %d', (mean) => {
    expect(normalScoreOfMean(skewed, mean, 200)).toBeCloseTo(scoreOf(mean, 200), 8);
  });

  test('a mean so near to 0 that chance makes it is its own tilt', () => {
    // 1.5 standard errors.
    for (const mean of [0, 0.149, -0.149]) expect(tiltOfMean(skewed, mean, 100)).toBe(mean);
    expect(tiltOfMean(skewed, 0.151, 100)).toBeCloseTo(tiltTo(0.151).t, 8);
    expect(normalScoreOfMean(skewed, 0.149, 100)).toBeCloseTo(1.49, 12);
    expect(normalScoreOfMean(skewed, 0.151, 100)).toBeCloseTo(scoreOf(0.151, 100), 8);
  });

  test('a mean that the scores cannot have has no tilt, and the plain score', () => {
    for (const mean of [-0.4, 3.1, 50]) {
      expect(tiltOfMean(skewed, mean, 100)).toBeNull();
      expect(normalScoreOfMean(skewed, mean, 100)).toBeCloseTo(10 * mean, 12);
    }
  });
});

test('cells without rows of the baseline have no part in a tilt', () => {
  const wider = { values: Float64Array.of(-50, -1, 1, 80), probabilities: Float64Array.of(0, 0.5, 0.5, 0) };

  // The mean of ±1, weighted by exp(±t), is tanh t.
  for (const mean of [-0.9, -0.3, 0.3, 0.9]) expect(tiltOfMean(wider, mean, 100)).toBeCloseTo(Math.atanh(mean), 8);
});

test('a mean near the middle has the plain score', () => {
  expect(normalScoreOfMean(even, 0.1, 100)).toBeCloseTo(1, 12);
  expect(normalScoreOfMean(even, 0, 100)).toBe(0);
});

test('a mean of the other sign has the score of the other sign', () => {
  for (const mean of [0.2, 0.5, 0.9]) {
    expect(normalScoreOfMean(even, -mean, 100)).toBeCloseTo(-normalScoreOfMean(even, mean, 100), 9);
  }
});

test('the score grows with the mean, up to the last one the scores can have and beyond', () => {
  const scores = Array.from({ length: 33 }, (_, i) => normalScoreOfMean(skewed, i / 10, 50));

  for (let i = 1; i < scores.length; i++) expect(scores[i]).toBeGreaterThan(scores[i - 1]);
});

test('cells that no row of the baseline is in have no part in it', () => {
  const wider = { values: Float64Array.of(-5, -1, 1, 8), probabilities: Float64Array.of(0, 0.5, 0.5, 0) };

  expect(normalScoreOfMean(wider, 0.5, 40)).toBe(normalScoreOfMean(even, 0.5, 40));
});
