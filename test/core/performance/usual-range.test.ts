import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tolerateUsual, usualRange } from '../../../lambdas/core/performance/usual-range.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

describe('usualRange', () => {
  it('says nothing with fewer than seven windows', () => {
    expect(usualRange([1, 2, 3, 4, 5, 6], 3.5)).toBeNull();
  });

  it('is the prediction interval around the baseline, as wide as windows differ from each other', () => {
    // Median 4: the deviations 3 2 1 0 1 2 3 have the median 2, scaled 2 × 1.482602218505602; t(0.975; 6) = 2.446911851144969.
    const margin = 2.446911851144969 * 2 * 1.482602218505602 * Math.sqrt(1 + 1 / 7);
    const range = usualRange([1, 2, 3, 4, 5, 6, 7], 10)!;
    expect(range.lower).toBeCloseTo(10 - margin, 12);
    expect(range.upper).toBeCloseTo(10 + margin, 12);
  });

  it('holds about 95 % of normal windows, and rather more than less of them with few windows', () => {
    const random = new SeededRandom(11);
    let outside = 0;
    const trials = 4000;
    for (let trial = 0; trial < trials; trial++) {
      const range = usualRange(
        Array.from({ length: 28 }, () => random.normal()),
        0,
      )!;
      const next = random.normal();
      if (next < range.lower || next > range.upper) outside++;
    }
    // The median absolute deviation of 28 values is a noisy spread; 5 % with four binomial standard errors and that noise.
    expect(outside / trials).toBeGreaterThan(0.03);
    expect(outside / trials).toBeLessThan(0.09);
  });
});

it('windows that are all worse than the baseline do not become usual', () => {
  // Twelve weeks of a model with an accuracy of 0.9477 in the baseline.
  const weeks = [0.907, 0.928, 0.915, 0.921, 0.911, 0.918, 0.924, 0.909, 0.917, 0.92, 0.913, 0.926];

  const range = usualRange(weeks, 0.9477)!;

  for (const week of weeks) expect(week).toBeLessThan(range.lower);
});

describe('tolerateUsual', () => {
  const higher = { better: 'higher' } as const;
  const lower = { better: 'lower' } as const;
  const usual = { lower: 0.6, upper: 0.7 };

  it.each([
    ['worse', 0.65, higher, 'same'],
    ['worse', 0.5, higher, 'worse'],
    ['better', 0.65, higher, 'same'],
    ['better', 0.8, higher, 'better'],
    ['worse', 0.8, lower, 'worse'],
    ['worse', 0.5, lower, 'same'],
    ['same', 0.1, higher, 'same'],
    ['unknown', 0.1, higher, 'unknown'],
  ] as const)('%s at %d, %j: %s', (outcome, value, definition, expected) => {
    expect(tolerateUsual(outcome, value, usual, definition)).toBe(expected);
  });

  it('never makes an outcome more extreme', () => {
    const outcomes = fc.constantFrom('better' as const, 'same' as const, 'worse' as const, 'unknown' as const);
    const better = fc.constantFrom('higher' as const, 'lower' as const, 'zero' as const);
    fc.assert(
      fc.property(outcomes, fc.double({ noNaN: true }), better, (outcome, value, direction) => {
        const tolerated = tolerateUsual(outcome, value, usual, { better: direction });
        expect([outcome, 'same']).toContain(tolerated);
      }),
    );
  });
});
