import { describe, expect, test } from 'vitest';
import { binomialMidTail } from '../../../lambdas/core/statistics/binomial.ts';
import { chiSquareSurvival, logChiSquareSurvival } from '../../../lambdas/core/statistics/chi-square.ts';
import { logGamma } from '../../../lambdas/core/statistics/gamma.ts';
import { hypergeometricMidTail, logHypergeometric } from '../../../lambdas/core/statistics/hypergeometric.ts';
import { normalDistribution, normalQuantile, normalSurvival } from '../../../lambdas/core/statistics/normal.ts';
import {
  logStudentTSurvival,
  studentTSurvival,
  studentTUpperQuantile,
} from '../../../lambdas/core/statistics/student-t.ts';
import reference from './reference/distributions.json' with { type: 'json' };
import { relativeError } from './relative-error.ts';

// An absolute error of 1e-10 in a logarithm is a relative error of 1e-10 in the probability.
const LOG_TOLERANCE = 1e-10;

describe('against mpmath at 60 digits', () => {
  test.each(reference.logGamma)('log Γ(%d)', (x, expected) => {
    expect(Math.abs(logGamma(x) - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(expected)));
  });

  test.each(reference.logChiSquareSurvival)('log P(χ² > %d), %d degrees', (x, degrees, expected) => {
    expect(Math.abs(logChiSquareSurvival(x, degrees) - expected)).toBeLessThanOrEqual(LOG_TOLERANCE);
  });

  test.each(reference.logStudentTSurvival)('log P(T > %d), %d degrees', (t, degrees, expected) => {
    expect(Math.abs(logStudentTSurvival(t, degrees) - expected)).toBeLessThanOrEqual(LOG_TOLERANCE);
  });

  test.each(reference.normalSurvival)('P(Z > %d)', (z, expected) => {
    expect(relativeError(normalSurvival(z), expected)).toBeLessThanOrEqual(1e-13);
  });

  test.each(reference.logHypergeometric)(
    'log P(X = %d) of %d rows, %d marked, %d drawn',
    (x, population, marked, draws, expected) => {
      expect(Math.abs(logHypergeometric(x, { population, marked, draws }) - expected)).toBeLessThanOrEqual(
        LOG_TOLERANCE,
      );
    },
  );

  test.each(reference.hypergeometricMidTail)(
    'mid-p tail at %d of %d rows, %d marked, %d drawn',
    (x, population, marked, draws, expected) => {
      expect(relativeError(hypergeometricMidTail(x, { population, marked, draws }), expected)).toBeLessThanOrEqual(
        1e-10,
      );
    },
  );
});

describe('a fair coin, against whole numbers', () => {
  test.each(reference.binomialMidTail)('mid-p tail at %d of %d tosses', (x, tosses, expected) => {
    expect(relativeError(binomialMidTail(x, tosses), expected)).toBeLessThanOrEqual(1e-12);
  });
});

describe('quantiles against scipy', () => {
  test.each(reference.normalQuantile)('normal, %d', (probability, expected) => {
    expect(relativeError(normalQuantile(probability), expected)).toBeLessThanOrEqual(1e-14);
  });

  test.each(reference.studentTUpperQuantile)('t with tail %d, %d degrees', (tail, degrees, expected) => {
    expect(relativeError(studentTUpperQuantile(tail, degrees), expected)).toBeLessThanOrEqual(1e-10);
  });
});

describe('limits and symmetry', () => {
  test('quantiles at and outside the limits of the range', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(-0.1)).toBeNaN();
    expect(studentTUpperQuantile(0, 5)).toBe(Number.POSITIVE_INFINITY);
    expect(studentTUpperQuantile(1, 5)).toBe(Number.NEGATIVE_INFINITY);
    expect(studentTUpperQuantile(1.1, 5)).toBeNaN();
    expect(studentTUpperQuantile(-0.1, 5)).toBeNaN();
    expect(studentTUpperQuantile(0.5, 5)).toBe(0);
    // Without this, the continued fraction would be evaluated to its last step in every Newton step.
    expect(studentTUpperQuantile(0.1, 0)).toBeNaN();
    expect(studentTUpperQuantile(0.1, Number.NaN)).toBeNaN();
  });

  test('a tail below the range of t² is still inverted', () => {
    // One degree: P(T > t) → 1 / (π t) in the far tail.
    expect(relativeError(studentTUpperQuantile(1e-200, 1), 1e200 / Math.PI)).toBeLessThanOrEqual(1e-12);
  });

  test('survival at t and −t add up to 1', () => {
    for (const t of [0, 0.2, 1, 3]) {
      expect(studentTSurvival(t, 4) + studentTSurvival(-t, 4)).toBeCloseTo(1, 14);
      expect(normalSurvival(t) + normalSurvival(-t)).toBeCloseTo(1, 14);
      expect(normalDistribution(t)).toBe(normalSurvival(-t));
    }
    // 0.975 is not the double 1 − 0.025.
    expect(relativeError(studentTUpperQuantile(0.975, 6), -studentTUpperQuantile(0.025, 6))).toBeLessThanOrEqual(1e-14);
  });

  test('the infinite statistic has no tail', () => {
    expect(logChiSquareSurvival(Number.POSITIVE_INFINITY, 3)).toBe(Number.NEGATIVE_INFINITY);
    expect(logChiSquareSurvival(0, 3)).toBe(0);
    expect(chiSquareSurvival(Number.POSITIVE_INFINITY, 3)).toBe(0);
    // Two degrees: P(χ² > x) = exp(−x/2).
    expect(chiSquareSurvival(3, 2)).toBeCloseTo(Math.exp(-1.5), 14);
  });
});
