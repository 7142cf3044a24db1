import { describe, expect, test } from 'vitest';
import {
  BASELINE_PART,
  MOVEMENT_MODELS,
  meanOfWindows,
} from '../../../../lambdas/core/drift/movement/movement-models.ts';
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
