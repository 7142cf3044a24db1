import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjustKnownPValues, adjustPValues } from '../../../lambdas/core/statistics/false-discovery.ts';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });

describe('adjustPValues', () => {
  test.each([
    { name: 'none', given: [], expected: [] },
    { name: 'one', given: [0.03], expected: [0.03] },
    { name: 'already ordered', given: [0.01, 0.02, 0.03, 0.04], expected: [0.04, 0.04, 0.04, 0.04] },
    // 0.02·3/1 = 0.06 and 0.03·3/2 = 0.045: the smaller one holds for both.
    { name: 'any order', given: [0.5, 0.03, 0.02], expected: [0.5, 0.045, 0.045] },
    { name: 'never above 1', given: [0.9, 0.95], expected: [0.95, 0.95] },
    { name: 'zeros', given: [0, 0.2], expected: [0, 0.2] },
  ])('$name', ({ given, expected }) => {
    const adjusted = adjustPValues(given);

    expect(adjusted).toHaveLength(expected.length);
    adjusted.forEach((p, i) => {
      expect(p).toBeCloseTo(expected[i], 15);
    });
  });

  test('is never below the p-value, never above Bonferroni, and keeps the order', () => {
    fc.assert(
      fc.property(pValues, (given) => {
        const adjusted = adjustPValues(given);
        given.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * given.length));
          given.forEach((q, j) => {
            if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]);
          });
        });
      }),
    );
  });

  test.each([Number.NaN, -0.1, 1.1])('refuses %d', (p) => {
    expect(() => adjustPValues([0.5, p])).toThrow(new RangeError(`a p-value lies in 0..1, got ${p}`));
  });
});

describe('adjustKnownPValues', () => {
  test('leaves out what is not known, in its place', () => {
    // 0.02·2/1 = 0.04 and 0.03·2/2 = 0.03: the smaller one holds for both.
    expect(adjustKnownPValues([null, 0.03, null, 0.02])).toEqual([null, 0.03, null, 0.03]);
    expect(adjustKnownPValues([null])).toEqual([null]);
  });
});
