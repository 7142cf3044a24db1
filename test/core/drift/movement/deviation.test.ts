import { describe, expect, test } from 'vitest';
import { scoreOfDeviation, TAIL_DEGREES } from '../../../../lambdas/core/drift/movement/deviation.ts';
import { scaleOfOdds, scaleOfValues } from '../../../../lambdas/core/drift/movement/scale.ts';
import { normalSurvival } from '../../../../lambdas/core/statistics/normal.ts';
import reference from './reference/movement.json' with { type: 'json' };

const scoreOf = (deviation: number, movement: number) =>
  scoreOfDeviation({ size: deviation, variance: 1, movement, from: 0, scale: null });

describe("normal scores of Student's t, by scipy", () => {
  /** Movement as large a part of the variance as makes so many degrees of freedom. */
  const movementOf = (degrees: number) => Math.sqrt(TAIL_DEGREES / degrees);

  test.each(reference.scores)('$deviation at $degrees degrees of freedom', ({ degrees, deviation, score }) => {
    const found = scoreOf(deviation, movementOf(degrees));

    // Measured: 0.07 % of the score, 3 % of its tail, at 30 degrees of freedom and 8 standard errors; less elsewhere.
    expect(Math.abs(found / score - 1)).toBeLessThan(1e-3);
    expect(Math.abs(normalSurvival(found) / normalSurvival(score) - 1)).toBeLessThan(0.03);
    expect(scoreOf(-deviation, movementOf(degrees))).toBe(-found);
  });

  test('movement alone has those of 60 degrees of freedom', () => {
    for (const { deviation, score } of reference.scores.filter(({ degrees }) => degrees === 60)) {
      expect(Math.abs(scoreOf(deviation, 1) / score - 1)).toBeLessThan(1e-3);
    }
  });

  test('sampling alone has normal tails', () => {
    expect(scoreOf(5, 0)).toBe(5);
    expect(scoreOf(5, 1e-3)).toBeCloseTo(5, 4);
  });
});

describe('a skewed column, such as a log-normal one whose mean moves by a factor', () => {
  const sd = 0.13;
  const score = (size: number, from = 0, movement = sd ** 2) =>
    scoreOfDeviation({ size, variance: sd ** 2, movement, from, scale: scaleOfValues(1) });
  const even = (size: number) => scoreOfDeviation({ size, variance: sd ** 2, movement: sd ** 2, from: 0, scale: null });

  test('moves further down than up: a factor of 0.6 is as far as one of 1.4', () => {
    expect(score(Math.log(0.6))).toBeCloseTo(-even(0.4), 12);
    // Upwards the logarithm is the nearer one.
    expect(score(Math.log(1.4))).toBeCloseTo(even(Math.log(1.4)), 12);
    for (const size of [0.05, 0.2, 0.5]) expect(Math.abs(score(-size))).toBeLessThan(score(size));
  });

  test('moves less on the scale of its values from where they are small already', () => {
    // From 0.8 of the usual mean to 0.5 of it.
    expect(score(Math.log(5 / 8), Math.log(0.8))).toBeCloseTo(-even(0.3), 12);
  });

  test('a collapse is none the smaller for it: no more than a quarter is explained', () => {
    for (const size of [0.9, 2, 5]) expect(score(-size)).toBeCloseTo(-even(size - 0.25), 12);
  });

  test('what sampling explains of a deviation is not skewed', () => {
    const half = score(-0.4, 0, sd ** 2 / 2);
    const moved = 0.2 + Math.expm1(0.2 * -1) * -1;
    expect(half).toBeCloseTo(
      -scoreOfDeviation({ size: moved, variance: sd ** 2, movement: sd ** 2 / 2, from: 0, scale: null }),
      12,
    );
    expect(score(-0.4, 0, 0)).toBeCloseTo(-0.4 / sd, 12);
  });

  test('skewed to the other side, it is the mirror image', () => {
    const mirrored = scoreOfDeviation({
      size: 0.4,
      variance: sd ** 2,
      movement: sd ** 2,
      from: 0.1,
      scale: scaleOfValues(-1),
    });

    expect(mirrored).toBeCloseTo(-score(-0.4, -0.1), 12);
  });
});

describe('a share that may move by its log-odds', () => {
  const sd = 0.07;
  const scale = scaleOfOdds(0.1, 0.3);
  const score = (size: number, movement = sd ** 2) =>
    scoreOfDeviation({ size, variance: sd ** 2, movement, from: 0, scale });
  const even = (size: number) => scoreOfDeviation({ size, variance: sd ** 2, movement: sd ** 2, from: 0, scale: null });

  test('has the chance of both scales, a quarter of it by the odds', () => {
    for (const size of [0.2, 0.3, 0.4]) {
      const mean = 0.25 * normalSurvival(even(scale.placeOf(size))) + 0.75 * normalSurvival(even(size));

      // Tails of normal distributions fall a little faster than exp(−z² / 2).
      expect(normalSurvival(score(size)) / mean).toBeGreaterThan(0.75);
      expect(normalSurvival(score(size)) / mean).toBeLessThan(1);
    }
  });

  test('moves as far down on either scale', () => {
    for (const size of [-0.1, -0.2, -0.3]) expect(score(size)).toBeCloseTo(even(size), 12);
  });

  test('no more than a quarter of a standard deviation is explained, and nothing of what sampling makes', () => {
    expect(score(1.5)).toBeGreaterThan(even(1.25));
    expect(score(0.3, 0)).toBeCloseTo(0.3 / sd, 12);
  });
});
