import { describe, expect, it } from 'vitest';
import { LazyCodes } from '../../../lambdas/core/columns/lazy-codes.ts';

describe('LazyCodes', () => {
  const codesOf = (values: readonly number[]) => {
    const codes = new LazyCodes((at) => at * 2);
    for (const value of values) codes.push(value);
    return codes;
  };

  it.each([
    ['none', []],
    ['the usual ones', [0, 2, 4]],
  ])('keeps nothing but their number: %s', (_, values) => {
    expect(codesOf(values).view()).toBeNull();
    expect(codesOf(values)).toHaveLength(values.length);
  });

  it.each([
    ['another one first', [1, 2, 4]],
    ['another one last', [0, 2, 5]],
    ['another one between', [0, 9, 4]],
  ])('keeps all of them: %s', (_, values) => {
    expect([...codesOf(values).view()!]).toEqual(values);
    expect(codesOf(values)).toHaveLength(values.length);
  });
});
