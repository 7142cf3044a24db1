import type { AlignedNumbers, FiniteRange } from './aligned.ts';
import type { ExtremeValue } from './methods/method.ts';

/** The share of a side's rows that may be extreme at each end; at least one row. */
const EXTREME_SHARE = 1 / 1000;
/** With fewer rows, every row counts. */
const FEWEST_ROWS = 10;

/** Two values between which all but the most extreme rows lie. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

type Side = 'baseline' | 'window';

/** How many rows at each end are left out. */
export function countExtremes(rows: number): number {
  return rows < FEWEST_ROWS ? 0 : Math.max(1, Math.floor(rows * EXTREME_SHARE));
}

/**
 * The interval of one side's rows without the extreme ones: at most one in a thousand at each end, at least one row. On
 * a grid its ends are edges of cells; where the outermost cell has more rows, the mean of the others in it.
 */
export function withoutExtremes(aligned: AlignedNumbers, side: Side): Interval {
  return { low: findEnd(aligned, side, 'low'), high: findEnd(aligned, side, 'high') };
}

function findEnd(aligned: AlignedNumbers, side: Side, end: 'low' | 'high'): number {
  const { upper, lower, min, max } = aligned;
  const counts = aligned[side];
  const rows = side === 'baseline' ? aligned.baselineRows : aligned.windowRows;
  const outermost = end === 'low' ? rangeOf(aligned, side).min : rangeOf(aligned, side).max;
  const step = end === 'low' ? 1 : -1;
  const most = countExtremes(rows);
  let i = end === 'low' ? 0 : counts.length - 1;
  let dropped = 0;
  while (dropped + counts[i] <= most) {
    dropped += counts[i];
    i += step;
  }
  if (aligned.exact) return Number.isFinite(upper[i]) ? upper[i] : outermost;
  const edge = end === 'low' ? Math.max(lower[i], min) : Math.min(upper[i], max);
  if (dropped > 0 || most === 0) return edge;
  // Of the rows in the cell, only the outermost one is known.
  const rest = (sumsOf(aligned, side)[i] - outermost) / (counts[i] - 1);
  const inside = Math.min(Math.max(rest, lower[i]), upper[i]);
  return Number.isFinite(inside) ? inside : edge;
}

/**
 * The two sides without their extreme rows, for distances: the baseline's extreme rows are moved to the ends of the
 * others, and the window's rows beyond those ends are left out. null where every row counts, or where the baseline's
 * other rows are one constant.
 */
export function leaveOutExtremes(aligned: AlignedNumbers): AlignedNumbers | null {
  if (countExtremes(aligned.baselineRows) === 0) return null;
  const baseline = withoutExtremes(aligned, 'baseline');
  if (!(baseline.high > baseline.low)) return null;
  const own = withoutExtremes(aligned, 'window');
  const low = Math.min(baseline.low, own.low);
  const high = Math.max(baseline.high, own.high);
  const window = aligned.window.slice();
  const windowSums = aligned.windowSums.slice();
  const { exact, lower, upper } = aligned;
  const range = rangeOf(aligned, 'window');
  for (let i = 0; i < window.length; i++) {
    const isBeyond = exact ? upper[i] < low || upper[i] > high : upper[i] <= low || lower[i] >= high;
    if (isBeyond && Number.isFinite(exact ? upper[i] : windowSums[i])) {
      window[i] = 0;
      windowSums[i] = 0;
    }
    // Where an end lies inside a cell, only the outermost row is left out.
    for (const value of [range.min, range.max]) {
      const isInside = value > lower[i] && value <= upper[i];
      if (exact || !isInside || (value >= low && value <= high) || window[i] < 2) continue;
      window[i] -= 1;
      windowSums[i] -= value;
    }
  }
  const windowRows = window.reduce((sum, rows) => sum + rows, 0);
  return windowRows > 0 ? { ...aligned, window, windowSums, windowRows, min: low, max: high } : null;
}

/** The value farthest outside what {@link leaveOutExtremes} keeps; null where there is none. */
export function findExtreme(aligned: AlignedNumbers, { min, max }: FiniteRange): ExtremeValue | null {
  const beyond = (['window', 'baseline'] as const).flatMap((side) => {
    const range = rangeOf(aligned, side);
    return [
      { value: range.max, side, end: 'largest' as const, by: range.max - max },
      { value: range.min, side, end: 'smallest' as const, by: min - range.min },
    ];
  });
  const { by, ...farthest } = beyond.reduce((a, b) => (b.by > a.by ? b : a));
  return by > 0 ? farthest : null;
}

/** Extreme rows make up most of the baseline's variance where less than this part of it remains without them. */
const LEAST_VARIANCE_KEPT = 0.5;

/**
 * Sets the unit of distances. Where the most extreme rows make up most of the baseline's variance, or the other rows
 * are constant, it is the standard deviation of the other rows: otherwise one outlier would hide real shifts of the
 * column.
 */
export function withoutDominantExtremes(aligned: AlignedNumbers): AlignedNumbers {
  const deviation = aligned.baselineStandardDeviation;
  if (!(deviation > 0) || countExtremes(aligned.baselineRows) === 0) return aligned;
  const central = deviationWithin(aligned, withoutExtremes(aligned, 'baseline'));
  // A ratio, because the squares may be beyond a double.
  const dominated = central > 0 && (central / deviation) ** 2 < LEAST_VARIANCE_KEPT;
  return dominated ? { ...aligned, baselineStandardDeviation: central } : aligned;
}

/** Population standard deviation of the baseline, with rows beyond the interval moved to its ends. */
function deviationWithin(aligned: AlignedNumbers, { low, high }: Interval): number {
  const { baseline, upper, lower, exact } = aligned;
  const scale = Math.max(Math.abs(low), Math.abs(high));
  if (!(scale > 0) || !(high > low)) return 0;
  const sums = sumsOf(aligned, 'baseline');
  const clip = (value: number) => Math.min(Math.max(value, low), high) / scale;
  const centreOf = (i: number) => clip(exact ? upper[i] : sums[i] / baseline[i]);
  let total = 0;
  let rows = 0;
  for (let i = 0; i < baseline.length; i++) {
    if (baseline[i] === 0) continue;
    total += centreOf(i) * baseline[i];
    rows += baseline[i];
  }
  const mean = total / rows;
  let squares = 0;
  for (let i = 0; i < baseline.length; i++) {
    if (baseline[i] === 0) continue;
    // Rows spread evenly over a cell have a twelfth of its squared width as variance.
    const width = exact ? 0 : clip(upper[i]) - clip(lower[i]);
    squares += baseline[i] * ((centreOf(i) - mean) ** 2 + width ** 2 / 12);
  }
  return scale * Math.sqrt(squares / rows);
}

/** Smallest and largest finite number of a side. */
function rangeOf(aligned: AlignedNumbers, side: Side): FiniteRange {
  const known = side === 'baseline' ? aligned.baselineRange : aligned.windowRange;
  if (known !== undefined || !aligned.exact) return known ?? aligned;
  const { upper } = aligned;
  const isFilled = (value: number, i: number) => aligned[side][i] > 0 && Number.isFinite(value);
  const first = upper.findIndex(isFilled);
  return first < 0 ? aligned : { min: upper[first], max: upper[upper.findLastIndex(isFilled)] };
}

function sumsOf(aligned: AlignedNumbers, side: Side): Float64Array {
  return side === 'baseline' ? aligned.baselineSums : aligned.windowSums;
}
