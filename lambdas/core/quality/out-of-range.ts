import { previousDouble } from '../profile/doubles.ts';
import { weighSketch } from '../profile/sketch.ts';
import { rangeTolerance } from '../profile/tolerance.ts';
import type { ColumnProfile, Moments } from '../profile/types.ts';
import { formatColumnValue } from '../text/format-column-value.ts';
import { formatPair } from '../text/numbers.ts';
import { testIncrease } from './significance.ts';
import type { ColumnRule } from './types.ts';

/**
 * Finite numbers below the baseline's smallest or above its largest, by more than a rounding error of single precision.
 * Without a change, 2 in n + 1 rows are expected there for a baseline of n rows, however heavy its tails.
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
    // No row of the baseline is outside its own range. There are outside + 1 ways to divide the rows between the two ends.
    const onOneEnd = testIncrease({ events: outside, rows }, { events: 0, rows: baseline.moments.count });
    const { min, max } = window.moments;
    const { least, most } = toleratedRange(baseline.moments);
    const { form } = baseline;
    const show = (value: number, end: number) =>
      form === undefined ? formatPair(value, end) : [formatColumnValue(value, form), formatColumnValue(end, form)];
    return {
      value,
      baseline: 0,
      limit: limits.maxOutOfRangeShare,
      rows,
      exceeded: value > limits.maxOutOfRangeShare,
      pValue: Math.min(1, (outside + 1) * onOneEnd),
      examples: [
        ...(min < least ? [show(min, baseline.moments.min).join(' < ')] : []),
        ...(max > most ? [show(max, baseline.moments.max).join(' > ')] : []),
      ].map((text) => ({ kind: 'number', text })),
    };
  },
};

/** The range, extended by the tolerance. */
function toleratedRange(range: Moments): { readonly least: number; readonly most: number } {
  return { least: range.min - rangeTolerance(range.min, range), most: range.max + rangeTolerance(range.max, range) };
}

/** The finite numbers of the column outside the range. Exact if they are counted by value or in the baseline's grid. */
function countOutside(column: ColumnProfile, range: Moments): number {
  const { numbers, cells } = column;
  if (numbers === null) return 0;
  if (numbers.kind !== 'grid') {
    const { least, most } = toleratedRange(range);
    const { values, counts } = numbers.kind === 'exact' ? numbers : weighSketch(numbers);
    let outside = 0;
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(values[i]) && (values[i] < least || values[i] > most)) outside += counts[i];
    }
    return outside;
  }
  // Numbers within the tolerance are not counted in the outer cells.
  const { min, max } = range;
  const below = previousDouble(min);
  const { edges, counts } = numbers;
  let outside = 0;
  for (let i = 0; i < counts.length; i++) {
    const upper = i < edges.length ? edges[i] : Number.POSITIVE_INFINITY;
    const lower = i > 0 ? edges[i - 1] : Number.NEGATIVE_INFINITY;
    if (upper <= below || lower >= max) outside += counts[i];
  }
  // The outer cells also count infinite numbers, which have a finding of their own.
  return outside - cells.infinite;
}
