import { expect, test } from 'vitest';
import {
  type SignificanceTestName,
  significanceTest,
  testSuits,
} from '../../../../lambdas/core/drift/significance/registry.ts';
import { numbers } from '../align-samples.ts';

test.each([
  ['ks', true, false],
  ['chi_square', true, true],
] as const)('%s suits numbers: %s, categories: %s', (name, forNumbers, forCategories) => {
  expect(testSuits(name, 'number')).toBe(forNumbers);
  expect(testSuits(name, 'category')).toBe(forCategories);
});

test('refuses a name it does not have', () => {
  expect(() => significanceTest('t' as SignificanceTestName)).toThrow(
    /no significance test "t"; there are ks, chi_square/,
  );
});

test('chi_square of numbers compares their bins', () => {
  // Two values, two bins: X² of [[30, 10], [10, 30]] is 80 (30·30 − 10·10)² / 40⁴ = 20.
  const sample = (zeros: number, ones: number) => [...Array(zeros).fill(0), ...Array(ones).fill(1)];

  const { statistic } = significanceTest('chi_square').testNumbers!(numbers(sample(30, 10), sample(10, 30)));

  expect(statistic).toBeCloseTo(20, 12);
});
