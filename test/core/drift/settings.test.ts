import { describe, expect, test } from 'vitest';
import { DRIFT_METHOD_NAMES } from '../../../lambdas/core/drift/methods/registry.ts';
import { keepSuitable, resolveSettings, UnsuitableMethodError } from '../../../lambdas/core/drift/settings.ts';

describe('resolveSettings', () => {
  test.each([
    { type: 'number', wanted: {}, expected: { method: 'wasserstein', test: 'ks', limit: 0.1, importance: 1 } },
    {
      type: 'category',
      wanted: {},
      expected: { method: 'jensen_shannon', test: 'chi_square', limit: 0.1, importance: 1 },
    },
    { type: 'number', wanted: { method: 'psi' }, expected: { method: 'psi', test: 'ks', limit: 0.2, importance: 1 } },
    {
      type: 'number',
      wanted: { method: 'psi', test: 'chi_square', limit: 0.25, importance: 3 },
      expected: { method: 'psi', test: 'chi_square', limit: 0.25, importance: 3 },
    },
  ] as const)('$type $wanted', ({ type, wanted, expected }) => {
    expect(resolveSettings(type, wanted)).toEqual({ ...expected, materialLimit: expected.limit });
  });

  test.each([
    {
      type: 'category',
      wanted: { method: 'wasserstein' },
      message: /method wasserstein is not defined for a category column; accepted are jensen_shannon, psi/,
    },
    {
      type: 'category',
      wanted: { test: 'ks' },
      message: /test ks is not defined for a category column; accepted are chi_square$/,
    },
    {
      type: 'number',
      wanted: { method: 'l_infinity' },
      message: /method l_infinity is not defined for a number column/,
    },
  ] as const)('refuses $wanted for a $type', ({ type, wanted, message }) => {
    expect(() => resolveSettings(type, wanted)).toThrow(UnsuitableMethodError);
    expect(() => resolveSettings(type, wanted)).toThrow(message);
  });
});

test('the limit of the distance beyond chance can be lower than the limit', () => {
  expect(resolveSettings('number', { limit: 0.3, materialLimit: 0.1 })).toMatchObject({
    limit: 0.3,
    materialLimit: 0.1,
  });
});

test('a refusal says what was wanted and what would be accepted', () => {
  const refusal = { name: 'UnsuitableMethodError', wanted: 'l_infinity', type: 'number' };
  const accepted = DRIFT_METHOD_NAMES.filter((name) => name !== 'l_infinity');
  let thrown: unknown;
  try {
    resolveSettings('number', { method: 'l_infinity' });
  } catch (error) {
    thrown = error;
  }

  expect(thrown).toMatchObject({ ...refusal, accepted });
  expect(String(thrown)).toMatch(/accepted are wasserstein, ks, jensen_shannon/);
});

test('what suits both types is kept for both, importance too', () => {
  const wanted = { method: 'psi', limit: 0.3, test: 'chi_square', importance: 4 } as const;

  for (const type of ['number', 'category'] as const) expect(keepSuitable(type, wanted)).toEqual(wanted);
  expect(keepSuitable('category', { limit: 0.3 })).toMatchObject({ limit: 0.3 });
});

describe('keepSuitable', () => {
  test.each([
    {
      type: 'category',
      wanted: { method: 'wasserstein', limit: 0.3, test: 'ks' },
      method: 'jensen_shannon',
      used: 'chi_square',
      limit: 0.1,
    },
    {
      type: 'number',
      wanted: { method: 'wasserstein', limit: 0.3, test: 'ks' },
      method: 'wasserstein',
      used: 'ks',
      limit: 0.3,
    },
    { type: 'number', wanted: { test: 'chi_square' }, method: 'wasserstein', used: 'chi_square', limit: 0.1 },
  ] as const)('$wanted for a $type', ({ type, wanted, method, used, limit }) => {
    expect(resolveSettings(type, keepSuitable(type, wanted))).toMatchObject({ method, test: used, limit });
  });
});
