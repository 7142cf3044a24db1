import { describe, expect, it } from 'vitest';
import { canonicalProfile } from '../../../lambdas/core/profile/canonical-profile.ts';
import type { ColumnProfile, Profile } from '../../../lambdas/core/profile/types.ts';

const cells = { missing: 2, number: 3, nan: 4, infinite: 0, text: 0, boolean: 0, nested: 1 };
const number: ColumnProfile = {
  name: 'x',
  type: 'number',
  cells,
  moments: { count: 3, min: 1, max: 2, mean: 1.5, m2: 0.5 },
  numbers: { kind: 'exact', values: [1, 1.5, 2], counts: [1, 1, 1] },
  categories: null,
};
const flag: ColumnProfile = {
  name: 'flag',
  type: 'category',
  cells: { missing: 0, number: 0, nan: 0, infinite: 0, text: 7, boolean: 3, nested: 0 },
  moments: null,
  numbers: null,
  categories: {
    counts: [
      ['True', 4],
      ['true', 3],
      ['FALSE', 2],
      ['1.0', 1],
    ],
    other: 0,
    capped: false,
  },
};
const profile = (...columns: ColumnProfile[]): Profile => ({ version: 1, rows: 10, columns });

describe('a profile of an earlier release', () => {
  it('counts a not-a-number as a missing value, and leaves the numbers', () => {
    const [column] = canonicalProfile(profile(number)).columns;
    expect(column).toEqual({ ...number, cells: { ...cells, missing: 6, nan: 0 } });
  });

  it('merges the spellings of a category, with most rows first', () => {
    const [column] = canonicalProfile(profile(flag)).columns;
    expect(column.categories!.counts).toEqual([
      ['true', 7],
      ['false', 2],
      ['1', 1],
    ]);
    expect(column.cells).toEqual(flag.cells);
  });

  it('is the same when it is canonical already', () => {
    const once = canonicalProfile(profile(number, flag));
    expect(canonicalProfile(once)).toEqual(once);
  });
});
