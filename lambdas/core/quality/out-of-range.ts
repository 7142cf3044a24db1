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
/** If more of the rows are outside, too little is left of the column to know that it moved. */
const MOST_OUTSIDE = 0.5;
/** The rows inside have moved too if their median has by at least this part of the move. */
const INSIDE_PART = 1 / 3;
/** A value farther outside than so many times the move is not where the move leads. */
const FARTHEST = 2;

/**
 * Whether the column has moved as a whole, so far that the move takes that share of the baseline's rows out of its range.
 * The middle of the window's rows inside the range is compared with the baseline's row of the same rank. Broken values
 * outside also change the ranks, but leave the other rows where they were, or lie elsewhere.
 */
function isMove(baseline: ColumnProfile, window: ColumnProfile, share: number): boolean {
  if (share > MOST_OUTSIDE) return false;
  const aligned = alignProfiles(baseline, window) as AlignedNumbers;
  const { exact, lower, upper, baselineRows, windowRows } = aligned;
  const { min, max } = baseline.moments!;
  const inside = aligned.window.map((rows, i) => (upper[i] >= min && upper[i] <= max ? rows : 0));
  const below = aligned.window.reduce((sum, rows, i) => (upper[i] < min ? sum + rows : sum), 0);
  const rank = (below + sumOf(inside) / 2) / windowRows;
  const middle = upper[cellOfRank(inside, 0.5)];
  const move = middle - upper[cellOfRank(aligned.baseline, rank)];
  const moveInside = middle - upper[cellOfRank(aligned.baseline, 0.5)];
  const beyond = Math.max(min - window.moments!.min, window.moments!.max - max);
  if (Math.sign(move) * moveInside < INSIDE_PART * Math.abs(move) || beyond > FARTHEST * Math.abs(move)) return false;
  let outside = 0;
  for (let i = 0; i < upper.length; i++) {
    const low = exact ? upper[i] : lower[i];
    if (upper[i] + move < min || low + move > max) outside += aligned.baseline[i];
  }
  return outside / baselineRows >= EXPLAINED_PART * share;
}

/** The cell with the row of that rank, as a share of the rows. */
function cellOfRank(rows: Float64Array, rank: number): number {
  const wanted = rank * sumOf(rows);
  let below = 0;
  return rows.findIndex((count) => {
    below += count;
    return count > 0 && below >= wanted;
  });
}

function sumOf(rows: Float64Array): number {
  return rows.reduce((sum, count) => sum + count, 0);
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
