import type { ColumnForm, Moments } from '../profile/types.ts';
import type { Aligned, AlignedCategories, AlignedNumbers } from './aligned.ts';
import { findMovedValue } from './moved-value.ts';
import { quantileOf } from './quantile.ts';
import type { ColumnChange } from './result.ts';
import { measureNumberShifts } from './shifts/number-shifts.ts';
import type { Shift } from './shifts/shift.ts';
import { significanceTest } from './significance/registry.ts';

/** Two columns, and what their cells do not say. */
export interface ChangedColumn {
  readonly aligned: Aligned;
  readonly form?: ColumnForm | undefined;
  /** Of the finite numbers of each side. */
  readonly moments: { readonly baseline: Moments | null; readonly window: Moments | null };
}

/**
 * What has moved in a column of two samples, its direction and size. It only describes: other modules judge.
 */
export function measureChange({ aligned, form, moments }: ChangedColumn): ColumnChange {
  const change =
    aligned.type === 'category'
      ? changeOfCategories(aligned)
      : changeOfNumbers(aligned, moments.baseline, moments.window);
  return { ...change, ...(form !== undefined && { form }) };
}

/** The share of the rows with a value that moved most: of a category, of new ones together, or of missing values. */
function changeOfCategories(aligned: AlignedCategories): ColumnChange {
  const { categories, unnamed, baseline, window, baselineRows, windowRows } = aligned;
  let [most, unseen, moved]: [ColumnChange | null, number, number] = [null, 0, 0];
  const sizeOf = ({ shares }: ColumnChange) => Math.abs(shares![1] - shares![0]);
  for (let i = 0; i < categories.length; i++) {
    const shares: [number, number] = [baseline[i] / baselineRows, window[i] / windowRows];
    moved += Math.abs(shares[1] - shares[0]) / 2;
    if (i >= categories.length - unnamed) continue;
    if (baseline[i] === 0) unseen += shares[1];
    const change: ColumnChange = { kind: 'share', category: categories[i], shares };
    if (baseline[i] > 0 && (most === null || sizeOf(change) > sizeOf(most))) most = change;
  }
  const others: ColumnChange[] = [{ kind: 'unseen', shares: [0, unseen] }, missingShares(aligned)];
  for (const other of others) if (most === null || sizeOf(other) > sizeOf(most)) most = other;
  return { ...most!, ...(sizeOf(most!) < moved / 2 && { many: true }) };
}

function missingShares({ baselineRows, baselineMissing, windowRows, windowMissing }: Aligned): ColumnChange {
  const share = (missing: number, rows: number) => missing / (missing + rows);
  return { kind: 'missing', shares: [share(baselineMissing, baselineRows), share(windowMissing, windowRows)] };
}

function changeOfNumbers(aligned: AlignedNumbers, before: Moments | null, now: Moments | null): ColumnChange {
  const value = findMovedValue(aligned);
  if (value !== null) return { kind: 'value', value: value.value, shares: [...value.shares] };
  const shifts = measureNumberShifts(aligned, significanceTest('ks').testNumbers!(aligned));
  const extent = ({ effect, material }: Shift) => Math.abs(effect) / material;
  // Missing values are a finding of their own: they are what moved only where the numbers did not.
  const ofNumbers = shifts.filter((shift) => shift.kind !== 'missing' && extent(shift) > 1);
  const most = (ofNumbers.length > 0 ? ofNumbers : shifts).reduce((a, b) => (extent(b) > extent(a) ? b : a));
  switch (most.kind) {
    case 'location':
      return { kind: 'location', ...levels(most.effect, aligned, before, now) };
    case 'spread':
      return { kind: 'spread', ...spreads(most.ratio!, before, now) };
    case 'missing':
      return missingShares(aligned);
    default:
      return { kind: 'shape', effect: most.effect, ...mostMovedRange(aligned) };
  }
}

/**
 * The mean, and how far it moved, where that is about as far as the ranks did, which outliers do not move; else the median
 * or neither, and how far the ranks moved.
 *
 * @param effect by ranks
 */
function levels(
  effect: number,
  aligned: AlignedNumbers,
  before: Moments | null,
  now: Moments | null,
): Pick<ColumnChange, 'effect' | 'measure' | 'baseline' | 'window'> {
  const means = before && now && ([before.mean, now.mean] as const);
  const moved = means === null ? 0 : (means[1] - means[0]) / deviationOf(before!);
  const mean = means && ({ effect: moved, measure: 'mean', baseline: means[0], window: means[1] } as const);
  const share = moved / effect;
  if (mean !== null && share > 0.5 && share < 2) return mean;
  const medians = (['baseline', 'window'] as const).map((side) => quantileOf(aligned, side, 0.5));
  if ((medians[1] - medians[0]) * effect > 0) {
    return { effect, measure: 'median', baseline: medians[0], window: medians[1] };
  }
  return mean !== null && share > 0 ? mean : { effect };
}

/**
 * The standard deviations and their ratio, unless outliers make them say the opposite of the ranks; then the ratio of these.
 *
 * @param ratio by ranks
 */
function spreads(
  ratio: number,
  before: Moments | null,
  now: Moments | null,
): Pick<ColumnChange, 'ratio' | 'measure' | 'baseline' | 'window'> {
  if (before === null || now === null) return { ratio };
  const [baseline, window] = [before, now].map(deviationOf);
  const agrees = (window - baseline) * (ratio - 1) > 0;
  return agrees ? { ratio: window / baseline, measure: 'standard deviation', baseline, window } : { ratio };
}

function deviationOf({ m2, count }: Moments): number {
  return Math.sqrt(m2 / count);
}

/**
 * The range of values whose share of the rows moved most: between the places where the distribution functions are farthest
 * apart on either side (Kuiper 1960).
 */
function mostMovedRange(aligned: AlignedNumbers): Pick<ColumnChange, 'range' | 'shares'> {
  const { lower, upper, baseline, window, baselineRows, windowRows, min, max, exact } = aligned;
  let difference = 0;
  const highest = { difference: 0, cell: 0 };
  const lowest = { difference: 0, cell: 0 };
  for (let i = 0; i < upper.length; i++) {
    difference += window[i] / windowRows - baseline[i] / baselineRows;
    if (difference > highest.difference) Object.assign(highest, { difference, cell: i + 1 });
    if (difference < lowest.difference) Object.assign(lowest, { difference, cell: i + 1 });
  }
  const [from, to] = [highest.cell, lowest.cell].sort((a, b) => a - b);
  if (from === to) return {};
  const shareOf = (rows: Float64Array, all: number) =>
    rows.subarray(from, to).reduce((sum, count) => sum + count, 0) / all;
  const start = exact ? upper[from] : lower[from];
  return {
    range: [Math.max(start, min), Math.min(upper[to - 1], max)],
    shares: [shareOf(baseline, baselineRows), shareOf(window, windowRows)],
  };
}
