import { alignProfiles } from '../drift/align-profiles.ts';
import type { AlignedNumbers } from '../drift/aligned.ts';
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
 * Without a change, 2 in n + 1 rows are expected there for a baseline of n rows, however heavy its tails. Where the column
 * as a whole has moved so far that as many rows are expected there, as temperatures do from summer to winter, that is
 * drift and no broken data.
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
    const hasMoved = value > limits.maxOutOfRangeShare && isMove(baseline, window, value);
    const show = (value: number, end: number) =>
      form === undefined ? formatPair(value, end) : [formatColumnValue(value, form), formatColumnValue(end, form)];
    return {
      value,
      baseline: 0,
      limit: limits.maxOutOfRangeShare,
      rows,
      exceeded: value > limits.maxOutOfRangeShare && !hasMoved,
      ...(hasMoved && { explained: true as const, cause: 'the whole column has moved, which is drift' }),
      pValue: Math.min(1, (outside + 1) * onOneEnd),
      examples: [
        ...(min < least ? [show(min, baseline.moments.min).join(' < ')] : []),
        ...(max > most ? [show(max, baseline.moments.max).join(' > ')] : []),
      ].map((text) => ({ kind: 'number', text })),
    };
  },
};

/** A move explains the rows outside if it leads to at least this part of them. */
const EXPLAINED_PART = 0.5;
/** A column that moved by more than this part of its range is not where it was at all. */
const LARGEST_MOVE = 0.5;

/**
 * Whether the move of the column takes that share of the baseline's rows out of its range. The move is that of the median
 * of the rows that are still inside: a few values far outside move no column.
 */
function isMove(baseline: ColumnProfile, window: ColumnProfile, share: number): boolean {
  const aligned = alignProfiles(baseline, window) as AlignedNumbers;
  const { exact, lower, upper, baselineRows } = aligned;
  const { min, max } = baseline.moments!;
  const isInside = (i: number) => upper[i] >= min && upper[i] <= max;
  const inside = aligned.window.map((rows, i) => (isInside(i) ? rows : 0));
  const now = medianCell(inside);
  if (now < 0) return false;
  const move = upper[now] - upper[medianCell(aligned.baseline)];
  if (Math.abs(move) > LARGEST_MOVE * (max - min)) return false;
  let outside = 0;
  for (let i = 0; i < upper.length; i++) {
    const low = exact ? upper[i] : lower[i];
    if (upper[i] + move < min || low + move > max) outside += aligned.baseline[i];
  }
  return outside / baselineRows >= EXPLAINED_PART * share;
}

/** The cell with the median row; -1 where there is no row. */
function medianCell(rows: Float64Array): number {
  const all = rows.reduce((sum, count) => sum + count, 0);
  let below = 0;
  return rows.findIndex((count) => {
    below += count;
    return count > 0 && below >= all / 2;
  });
}

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
