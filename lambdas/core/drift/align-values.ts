import { sortCategories } from '../profile/category-accumulator.ts';
import { snapTo } from '../profile/tolerance.ts';
import type { AlignedCategories, AlignedNumbers } from './aligned.ts';
import { binEdges } from './bin-edges.ts';
import { withoutDominantExtremes } from './extremes.ts';
import { type CategoryTally, type NumberTally, sumOf } from './tally.ts';

/**
 * Brings two exact tallies of numbers onto one support: every distinct value of either side is a cell. A value of the
 * window that equals one of the baseline up to rounding counts as that value.
 *
 * @param bins number of bins of binned distances @default - {@link binEdges}'s
 */
export function alignNumbers(baseline: NumberTally, sample: NumberTally, bins?: number): AlignedNumbers {
  const window = { ...snapTo(baseline.values, sample), missing: sample.missing };
  const bound = baseline.values.length + window.values.length;
  const values = new Float64Array(bound);
  const baselineCounts = new Float64Array(bound);
  const windowCounts = new Float64Array(bound);
  const cells = mergeInto(values, baselineCounts, windowCounts, baseline, window);
  const upper = values.subarray(0, cells);
  const range = finiteRange(upper);
  return withoutDominantExtremes({
    type: 'number',
    exact: true,
    upper,
    lower: upper,
    baseline: baselineCounts.subarray(0, cells),
    window: windowCounts.subarray(0, cells),
    baselineSums: finiteSums(upper, baselineCounts),
    windowSums: finiteSums(upper, windowCounts),
    baselineRows: sumOf(baseline.counts),
    windowRows: sumOf(window.counts),
    baselineStandardDeviation: standardDeviation(baseline),
    min: range.min,
    max: range.max,
    binEdges: binEdges(baseline.values, baseline.counts, bins === undefined ? {} : { bins }),
    baselineMissing: baseline.missing,
    windowMissing: window.missing,
  });
}

/** Merges the two ascending value lists into one; returns how many cells there are. */
function mergeInto(
  values: Float64Array,
  baselineCounts: Float64Array,
  windowCounts: Float64Array,
  baseline: NumberTally,
  window: NumberTally,
): number {
  const left = baseline.values;
  const right = window.values;
  let i = 0;
  let j = 0;
  let cells = 0;
  while (i < left.length || j < right.length) {
    const takeLeft = j >= right.length || (i < left.length && left[i] <= right[j]);
    const takeRight = i >= left.length || (j < right.length && right[j] <= left[i]);
    values[cells] = takeLeft ? left[i] : right[j];
    if (takeLeft) baselineCounts[cells] = baseline.counts[i++];
    if (takeRight) windowCounts[cells] = window.counts[j++];
    cells++;
  }
  return cells;
}

/**
 * Brings two tallies of categories onto one support, in this order: the baseline's categories by rows, most first (then
 * by text, in code units); those that only the window has, in the same order; the rest cells; "other" when either side
 * has it.
 */
export function alignCategories(baseline: CategoryTally, window: CategoryTally): AlignedCategories {
  const seen = byRows(baseline.counts);
  const unseen = byRows(window.counts).filter(([category]) => !((baseline.counts.get(category) ?? 0) > 0));
  const hasOther = baseline.other > 0 || window.other > 0;
  const rest = Math.max(baseline.rest?.length ?? 0, window.rest?.length ?? 0);
  const cells = seen.length + unseen.length + rest + (hasOther ? 1 : 0);
  const categories: string[] = [];
  const baselineCounts = new Float64Array(cells);
  const windowCounts = new Float64Array(cells);
  for (const [category, rows] of seen) {
    baselineCounts[categories.length] = rows;
    windowCounts[categories.length] = window.counts.get(category) ?? 0;
    categories.push(category);
  }
  for (const [category, rows] of unseen) {
    windowCounts[categories.length] = rows;
    categories.push(category);
  }
  for (let cell = 0; cell < rest; cell++) {
    baselineCounts[categories.length] = baseline.rest?.[cell] ?? 0;
    windowCounts[categories.length] = window.rest?.[cell] ?? 0;
    categories.push(`rest ${cell}`);
  }
  if (hasOther) {
    baselineCounts[categories.length] = baseline.other;
    windowCounts[categories.length] = window.other;
    categories.push('other');
  }
  return {
    type: 'category',
    categories,
    unnamed: rest + (hasOther ? 1 : 0),
    baseline: baselineCounts,
    window: windowCounts,
    baselineRows: sumOf(baselineCounts),
    windowRows: sumOf(windowCounts),
    baselineMissing: baseline.missing,
    windowMissing: window.missing,
  };
}

function byRows(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return sortCategories([...counts].filter(([, rows]) => rows > 0));
}

function finiteSums(values: Float64Array, counts: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) sums[i] = values[i] * counts[i];
  return sums;
}

/** Smallest and largest finite value of ascending values; NaN when there is none. */
function finiteRange(values: Float64Array): { readonly min: number; readonly max: number } {
  let first = 0;
  let last = values.length - 1;
  while (first <= last && !Number.isFinite(values[first])) first++;
  while (last >= first && !Number.isFinite(values[last])) last--;
  return first <= last ? { min: values[first], max: values[last] } : { min: Number.NaN, max: Number.NaN };
}

/** Population standard deviation of the finite values in two passes, scaled so that squares cannot overflow; NaN for none. */
function standardDeviation(tally: NumberTally): number {
  const { min, max } = finiteRange(tally.values);
  if (min === max) return 0;
  const scale = Math.max(Math.abs(min), Math.abs(max));
  let rows = 0;
  let total = 0;
  for (let i = 0; i < tally.values.length; i++) {
    if (!Number.isFinite(tally.values[i])) continue;
    rows += tally.counts[i];
    total += (tally.values[i] / scale) * tally.counts[i];
  }
  const mean = total / rows;
  let squares = 0;
  for (let i = 0; i < tally.values.length; i++) {
    if (!Number.isFinite(tally.values[i])) continue;
    const deviation = tally.values[i] / scale - mean;
    squares += deviation * deviation * tally.counts[i];
  }
  return scale * Math.sqrt(squares / rows);
}
