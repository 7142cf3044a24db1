import { describe, expect, it } from 'vitest';
import { toFieldPath } from '../../../lambdas/core/capture/field-path.ts';
import { SeenColumns } from '../../../lambdas/core/capture/seen-columns.ts';
import { seenNames } from '../../../lambdas/core/capture/seen-names.ts';

it('keeps 50 sets of columns: a column of a later one is not named as a replacement', () => {
  const seen = new SeenColumns();
  for (let i = 0; i < 49; i++) seen.add(['id', 'mean radius', `other ${i}`]);
  seen.add(['id', 'mean_radius']);
  seen.add(['id', 'radius']);
  expect(seen.sets).toHaveLength(50);
  expect(seen.replacing('mean radius')).toEqual({ names: ['mean_radius'], isElsewhere: true });
});

describe('names of columns in rows of JSON', () => {
  const namesOf = (row: Parameters<typeof seenNames>[0], ...listed: readonly string[]) =>
    seenNames(row, listed.map(toFieldPath));

  it.each([
    [{ a: 1, b: null }, ['a'], ['a', 'b']],
    [{ input: { amount: 3, kind: 'x' }, at: 5 }, ['input.amount'], ['input.amount', 'input.kind', 'at']],
    [{ input: { deep: { a: 1 } }, empty: {} }, [], ['input.deep.a', 'empty']],
    // A name with a dot of its own, and a place in a list.
    [{ 'input.amount': 1, list: [7] }, ['input.amount', 'list.0'], ['input.amount', 'list', 'list.0']],
    [{ input: { amount: 3 } }, ['input', 'input.kind'], ['input.amount', 'input']],
  ])('%j', (row, listed, names) => {
    expect(namesOf(row, ...listed)).toEqual(names);
  });
});

it('keeps no set of more than 2,000 columns', () => {
  const seen = new SeenColumns();
  seen.add(Array.from({ length: 2001 }, (_, i) => `c${i}`));
  expect(seen.sets).toEqual([]);
});
