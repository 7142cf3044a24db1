import { expect, it } from 'vitest';
import { describeFactor } from '../../../lambdas/core/result/describe-factor.ts';

it.each([
  [1.609344, 'multiplied by 1.6093'],
  [1 / 1.609344, 'divided by 1.6093'],
  [60, 'multiplied by 60'],
  [1 / 3600, 'divided by 3,600'],
  [1000, 'multiplied by about 1,000'],
  [1024, 'multiplied by about 1,000'],
  [1 / 1000, 'divided by about 1,000'],
  [1 / 1024, 'divided by about 1,000'],
  [1 / 1e6, 'divided by about 1,000,000'],
  [1 / 1024 ** 2, 'divided by about 1,000,000'],
])('the factor %f in words: %s', (factor, text) => {
  expect(describeFactor(factor)).toBe(text);
});
