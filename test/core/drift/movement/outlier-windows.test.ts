import { describe, expect, it } from 'vitest';
import { findOutlierWindows } from '../../../../lambdas/core/drift/movement/outlier-windows.ts';

const windows = (effects: readonly number[]) => effects.map((effect) => ({ effect, error: 0.02 }));
const quiet = (count: number) => Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 0.03 : -0.03));

describe('outlier windows of a baseline', () => {
  it.each<[string, readonly number[], number[]]>([
    ['are those far off all others', [...quiet(20), 1, ...quiet(7)], [20]],
    ['are none of a month that moves', quiet(28), []],
    ['are none where a weekend in seven days is as far', [...Array(28).keys()].map((i) => (i % 7 === 6 ? 0.4 : 0)), []],
    ['are at most one in twenty', [...quiet(26), 1, 1.1], []],
    ['are two in forty', [...quiet(38), 1, 1.1], [38, 39]],
    ['are no chance', [...Array(27).fill(0), 0.07], []],
    ['are none of a few', [0, 0, 0, 0, 0, 0, 9], []],
  ])('%s', (_, effects, odd) => {
    const found = findOutlierWindows(windows(effects));
    expect([...found.keys()].filter((i) => found[i])).toEqual(odd);
  });
});
