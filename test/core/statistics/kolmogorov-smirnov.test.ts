import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kolmogorovSurvival } from '../../../lambdas/core/statistics/kolmogorov.ts';
import { kolmogorovSmirnovPValue } from '../../../lambdas/core/statistics/kolmogorov-smirnov.ts';
import reference from './reference/kolmogorov.json' with { type: 'json' };
import { relativeError } from './relative-error.ts';

describe('two samples', () => {
  test.each(reference.exactTwoSample)('%d steps, %d and %d rows: scipy exact', (steps, n, m, expected) => {
    expect(relativeError(kolmogorovSmirnovPValue(steps, n, m), expected)).toBeLessThanOrEqual(1e-9);
  });

  test.each(reference.asymptoticTwoSample)('%d steps, %d and %d rows: scipy beyond exact', (steps, n, m, expected) => {
    expect(relativeError(kolmogorovSmirnovPValue(steps, n, m), expected)).toBeLessThanOrEqual(1e-9);
  });

  test('equals the enumeration of all orders of two small samples', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (n, m) => {
        const shares = enumerateStatistics(n, m);
        for (const [steps, share] of shares) {
          expect(kolmogorovSmirnovPValue(steps, n, m)).toBeCloseTo(share, 12);
        }
      }),
    );
  });

  test('does not depend on which side is which, and falls as the statistic rises', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (n, m) => {
        let previous = 1;
        for (let steps = 1; steps <= n * m; steps += Math.max(1, Math.floor((n * m) / 20))) {
          const p = kolmogorovSmirnovPValue(steps, n, m);
          expect(relativeError(kolmogorovSmirnovPValue(steps, m, n), p)).toBeLessThanOrEqual(1e-11);
          expect(p).toBeLessThanOrEqual(previous + 1e-12);
          previous = p;
        }
      }),
      { numRuns: 30 },
    );
  });

  test('no difference has p = 1; one too large for a double has p = 0', () => {
    expect(kolmogorovSmirnovPValue(0, 10, 20)).toBe(1);
    expect(kolmogorovSmirnovPValue(5, 0, 10)).toBe(1);
    expect(kolmogorovSmirnovPValue(5, 10, 0)).toBe(1);
    expect(kolmogorovSmirnovPValue(10_000 * 9_999, 10_000, 9_999)).toBe(0);
  });
});

describe('one sample', () => {
  test.each(reference.oneSampleSurvival)('%d rows, d = %d: scipy', (n, d, expected) => {
    expect(relativeError(kolmogorovSurvival(n, d), expected)).toBeLessThanOrEqual(1e-9);
  });

  test('the probability is 0 and 1 at the limits of its range', () => {
    expect(kolmogorovSurvival(10, 1)).toBe(0);
    expect(kolmogorovSurvival(10, 0.05)).toBe(1);
  });
});

/** P(D ≥ steps) by walking every order of n and m rows. */
function enumerateStatistics(n: number, m: number): Map<number, number> {
  const counts = new Map<number, number>();
  let orders = 0;
  const walk = (x: number, y: number, largest: number): void => {
    if (x === n && y === m) {
      orders++;
      counts.set(largest, (counts.get(largest) ?? 0) + 1);
      return;
    }
    if (x < n) walk(x + 1, y, Math.max(largest, Math.abs(m * (x + 1) - n * y)));
    if (y < m) walk(x, y + 1, Math.max(largest, Math.abs(m * x - n * (y + 1))));
  };
  walk(0, 0, 0);
  const shares = new Map<number, number>();
  let atLeast = 0;
  for (const [steps, count] of [...counts].sort((a, b) => b[0] - a[0])) {
    atLeast += count;
    shares.set(steps, atLeast / orders);
  }
  return shares;
}
