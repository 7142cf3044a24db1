import { describe, expect, test } from 'vitest';
import { median } from '../../../lambdas/core/statistics/median.ts';

describe('median', () => {
  test.each([
    { values: [3], expected: 3 },
    { values: [10, 2, 9], expected: 9 },
    { values: [10, 2, 9, -1], expected: 5.5 },
  ])('$values', ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });

  test('refuses no values', () => {
    expect(() => median([])).toThrow(new RangeError('the median of no values is not defined'));
  });
});
