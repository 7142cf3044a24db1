import { describe, expect, test } from 'vitest';
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
