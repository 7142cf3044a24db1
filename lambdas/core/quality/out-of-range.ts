import { previousDouble } from '../profile/doubles.ts';
import { weighSketch } from '../profile/sketch.ts';
import type { ColumnProfile, Moments } from '../profile/types.ts';
import { formatPair } from '../text/numbers.ts';
import { testIncrease } from './significance.ts';
import type { ColumnRule } from './types.ts';

/**
 * Finite numbers below the baseline's smallest or above its largest. Of the same data, 2 in n + 1 rows are expected there
 * for a baseline of n rows, however heavy its tails.
 */
export const outOfRange: ColumnRule = {
  check: 'out_of_range',
  comparesDistributions: true,
  measure(baseline, window, limits) {
    if (baseline.moments === null || window.moments === null) return null;
    const outside = countOutside(window, baseline.moments);
    if (outside === 0) return null;
    const rows = window.moments.count;
    const value = outside / rows;
    // The range is the baseline's own, so it has nothing outside; there are outside + 1 ways to share them out on two ends.
    const onOneEnd = testIncrease({ events: outside, rows }, { events: 0, rows: baseline.moments.count });
    const { min, max } = window.moments;
    return {
      value,
      baseline: 0,
      limit: limits.maxOutOfRangeShare,
      rows,
      exceeded: value > limits.maxOutOfRangeShare,
      pValue: Math.min(1, (outside + 1) * onOneEnd),
      examples: [
        ...(min < baseline.moments.min ? [formatPair(min, baseline.moments.min).join(' < ')] : []),
        ...(max > baseline.moments.max ? [formatPair(max, baseline.moments.max).join(' > ')] : []),
      ],
    };
  },
};

/** Finite numbers of the column outside [min, max]. Exact where they are counted by value or in the baseline's grid. */
function countOutside(column: ColumnProfile, { min, max }: Moments): number {
  const { numbers, cells } = column;
  if (numbers === null) return 0;
  if (numbers.kind !== 'grid') {
    const { values, counts } = numbers.kind === 'exact' ? numbers : weighSketch(numbers);
    let outside = 0;
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(values[i]) && (values[i] < min || values[i] > max)) outside += counts[i];
    }
    return outside;
  }
  const below = previousDouble(min);
  const { edges, counts } = numbers;
  let outside = 0;
  for (let i = 0; i < counts.length; i++) {
    const upper = i < edges.length ? edges[i] : Number.POSITIVE_INFINITY;
    const lower = i > 0 ? edges[i - 1] : Number.NEGATIVE_INFINITY;
    if (upper <= below || lower >= max) outside += counts[i];
  }
  // Infinite numbers lie in the outer cells too, and have a finding of their own.
  return outside - cells.infinite;
}
