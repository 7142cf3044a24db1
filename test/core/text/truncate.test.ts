import { expect, it } from 'vitest';
import { truncate } from '../../../lambdas/core/text/truncate.ts';

it.each([
  ['abc', 2, 'ab'],
  ['abc', 3, 'abc'],
  ['abc', 9, 'abc'],
  ['abc', 0, ''],
  ['a😀b', 2, 'a'],
  ['a😀b', 3, 'a😀'],
  ['a\ud83d', 2, 'a\ud83d'],
])('beginning of %j up to %d is %j', (text, length, expected) => {
  expect(truncate(text, length)).toBe(expected);
});
