import { describe, expect, it } from 'vitest';
import { pairColumns } from '../../../lambdas/core/profile/column-pairs.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { makeChunk } from './make-columns.ts';

function profileOf(...names: readonly string[]) {
  const profiler = new Profiler();
  profiler.add(makeChunk(names.map((name) => [name, [1, 2]])));
  return profiler.finish();
}

describe('the columns of a baseline and of a window', () => {
  it("are paired by name: the baseline's in their order, then those that only the window has", () => {
    const pairs = pairColumns(profileOf('hour', '__proto__', 'day'), profileOf('night', '__proto__', 'hour', ''));

    expect(pairs.map(({ baseline, window }) => [baseline?.name, window?.name])).toEqual([
      ['hour', 'hour'],
      ['__proto__', '__proto__'],
      ['day', undefined],
      [undefined, 'night'],
      [undefined, ''],
    ]);
  });
});
