import { describe, expect, test } from 'vitest';
import {
  BASELINE_PART,
  MOVEMENT_MODELS,
  meanOfWindows,
  scoreOfDeviation,
  TAIL_DEGREES,
} from '../../../../lambdas/core/drift/movement/movement-models.ts';
import { normalSurvival } from '../../../../lambdas/core/statistics/normal.ts';
import reference from './reference/movement.json' with { type: 'json' };

describe('the mean of windows, by numpy', () => {
  test.each(reference.means)('$windows of autocorrelation $autocorrelation', (row) => {
    const { variance, carried, added } = meanOfWindows(row.autocorrelation, row.windows);

    expect(variance).toBeCloseTo(row.variance, 12);
    expect(carried).toBeCloseTo(row.carried, 12);
    expect(added).toBeCloseTo(row.added, 12);
    // What was there and what comes in are all there is.
    expect(carried ** 2 + added).toBeCloseTo(variance, 12);
  });
});

describe("normal scores of Student's t, by scipy", () => {
  /** Movement as large a part of the variance as makes so many degrees of freedom. */
  const movementOf = (degrees: number) => Math.sqrt(TAIL_DEGREES / degrees);

  test.each(reference.scores)('$deviation at $degrees degrees of freedom', ({ degrees, deviation, score }) => {
    const found = scoreOfDeviation(deviation, movementOf(degrees), 1);

    // Measured: 0.07 % of the score, 3 % of its tail, at 30 degrees of freedom and 8 standard errors; less elsewhere.
    expect(Math.abs(found / score - 1)).toBeLessThan(1e-3);
    expect(Math.abs(normalSurvival(found) / normalSurvival(score) - 1)).toBeLessThan(0.03);
    expect(scoreOfDeviation(-deviation, movementOf(degrees), 1)).toBe(-found);
  });

  test('sampling alone has normal tails', () => {
    expect(scoreOfDeviation(5, 0, 1)).toBe(5);
    expect(scoreOfDeviation(5, 1e-3, 1)).toBeCloseTo(5, 4);
  });
});

describe('the models', () => {
  test('begin with none, and none is impossible', () => {
    expect(MOVEMENT_MODELS[0]).toMatchObject({ sd: 0 });
    expect(MOVEMENT_MODELS.every(({ prior }) => prior > 0)).toBe(true);
    expect(MOVEMENT_MODELS.reduce((sum, { prior }) => sum + prior, 0)).toBeLessThanOrEqual(1 + 1e-12);
  });

  test('leave the more in the baseline the longer a movement lasts, and never all of it', () => {
    for (const [i, { autocorrelation }] of MOVEMENT_MODELS.entries()) {
      expect(BASELINE_PART[i]).toBeGreaterThan(0);
      expect(BASELINE_PART[i]).toBeLessThan(1);
      for (const [j, other] of MOVEMENT_MODELS.entries()) {
        if (other.autocorrelation > autocorrelation) expect(BASELINE_PART[j]).toBeGreaterThan(BASELINE_PART[i]);
      }
    }
  });
});
