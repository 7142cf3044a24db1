import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countBelow } from '../../../lambdas/core/statistics/count-below.ts';

describe('countBelow', () => {
  test('counts as a walk over all numbers does', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 20 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: -1, max: 10 }), (some, limit) => {
        const sorted = Float64Array.from(some).sort();

        expect(countBelow(sorted, limit, false)).toBe(some.filter((number) => number < limit).length);
        expect(countBelow(sorted, limit, true)).toBe(some.filter((number) => number <= limit).length);
      }),
    );
  });
});
