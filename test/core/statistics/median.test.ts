import { describe, expect, test } from 'vitest';
import { median, medianAbsoluteDeviation } from '../../../lambdas/core/statistics/median.ts';

describe('median', () => {
  test.each([
    { values: [3], expected: 3 },
    { values: [10, 2, 9], expected: 9 },
    { values: [10, 2, 9, -1], expected: 5.5 },
  ])('$values', ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });

  test('refuses no values', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('medianAbsoluteDeviation', () => {
  test('one odd value does not move it', () => {
    // Deviations from 3: 2, 1, 0, 1, 1e9; their median is 1.
    expect(medianAbsoluteDeviation([1, 2, 3, 4, 1e9])).toBeCloseTo(1.4826022185056018, 15);
  });

  test('is 0 for equal values', () => {
    expect(medianAbsoluteDeviation([5, 5, 5])).toBe(0);
  });
});
