import { expect, it } from 'vitest';
import { SeenColumns } from '../../../lambdas/core/capture/seen-columns.ts';

it('keeps 50 sets of columns: a column of a later one is not named as a replacement', () => {
  const seen = new SeenColumns();
  for (let i = 0; i < 49; i++) seen.add(['id', 'mean radius', `other ${i}`]);
  seen.add(['id', 'mean_radius']);
  seen.add(['id', 'radius']);
  expect(seen.sets).toHaveLength(50);
  expect(seen.replacing('mean radius')).toEqual({ names: ['mean_radius'], isElsewhere: true });
});

it('keeps no set of more than 2,000 columns', () => {
  const seen = new SeenColumns();
  seen.add(Array.from({ length: 2001 }, (_, i) => `c${i}`));
  expect(seen.sets).toEqual([]);
});
