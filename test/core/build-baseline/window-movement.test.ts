import { describe, expect, test } from 'vitest';
import { mostWindows } from '../../../lambdas/core/build-baseline/window-movement.ts';
import { Column } from '../../../lambdas/core/columns/column.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import type { Profile } from '../../../lambdas/core/profile/types.ts';

const CELLS = 1000;

/** A table whose columns are all copies of one with a thousand values. */
function tableOf(columns: number): Profile {
  const profiler = new Profiler();
  const values = Float64Array.from({ length: CELLS }, (_, i) => i);
  profiler.add({ rows: CELLS, columns: new Map([['x', new Column(CELLS, values, null)]]) });
  const profile = profiler.finish();
  const copies = Array.from({ length: columns }, (_, i) => ({ ...profile.columns[0], name: `x${i}` }));
  return { ...profile, columns: copies };
}

describe('how many windows of a baseline are measured', () => {
  // All windows together may hold 8,000,000 cells: 98 of 81,632 cells at most.
  test.each([
    [1, 98],
    [81, 98],
    [82, 97],
    [400, 20],
    [100_000, 2],
  ])('of %i columns of a thousand values: %i', (columns, windows) => {
    expect(mostWindows({ profile: tableOf(columns), predictions: null })).toBe(windows);
  });

  test("counts the columns of the model's answers too", () => {
    expect(mostWindows({ profile: tableOf(200), predictions: tableOf(200) })).toBe(20);
  });
});
