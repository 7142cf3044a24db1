import { alignProfiles } from '../drift/align-profiles.ts';
import type { AlignedNumbers } from '../drift/aligned.ts';
import type { Moments } from '../profile/types.ts';
import type { ColumnRule } from './types.ts';
import { UNIT_CHANGES, type UnitChange } from './unit-changes.ts';

/** A window less far from the baseline than this (Kolmogorov–Smirnov) has not changed its unit. */
const LEAST_DISTANCE = 0.1;
/** In the new unit, the distance must be at most this, … */
const LARGEST_REST = 0.05;
/** … and at most this part of the distance in the old one. */
const LARGEST_REST_SHARE = 0.25;
/** Fewer occupied cells say too little about the form of a distribution. */
const FEWEST_CELLS = 20;
/** Where the grid does not show the window's form: how far its mean may be from the converted one, in standard deviations, … */
const LARGEST_MEAN_SHIFT = 0.1;
/** … and the two standard deviations from each other, relatively. */
const LARGEST_SPREAD_CHANGE = 0.1;
/** Converted values may be rounded: so far, relatively, they are still taken for each other. */
const ROUNDING = 0.005;

/**
 * The window's distribution is the baseline's in another unit: an upstream bug that would otherwise look like drift, for
 * which retraining is the wrong remedy. The value is the factor.
 */
export const scaleChange: ColumnRule = {
  check: 'scale_change',
  comparesDistributions: true,
  measure(baseline, window) {
    // Times and durations come in one unit, whatever wrote them.
    if (baseline.type !== 'number' || window.type !== 'number' || baseline.form !== undefined) return null;
    const aligned = alignProfiles(baseline, window) as AlignedNumbers;
    if (aligned.baseline.reduce((cells, rows) => cells + (rows > 0 ? 1 : 0), 0) < FEWEST_CELLS) return null;
    const before = measureDistance(aligned, null);
    if (before < LEAST_DISTANCE) return null;
    const hidden = countHidden(aligned) > LARGEST_REST * aligned.windowRows;
    const best = UNIT_CHANGES.filter((change) => !hidden || fitsMoments(baseline.moments, window.moments, change))
      .map((change) => ({ change, rest: measureDistance(aligned, change) }))
      .sort((a, b) => a.rest - b.rest)
      .at(0);
    if (best === undefined || best.rest > LARGEST_REST || best.rest > LARGEST_REST_SHARE * before) return null;
    const { baselineRows: n, windowRows: m } = aligned;
    return {
      value: best.change.factor,
      baseline: 1,
      limit: 1,
      rows: m,
      exceeded: true,
      // The bound of Dvoretzky, Kiefer, Wolfowitz and Massart, with the harmonic sample size for two samples.
      pValue: Math.min(1, 2 * Math.exp((-2 * before * before * n * m) / (n + m))),
      examples: [best.change.name],
    };
  },
};

/** Window rows in the open outer cells of a grid: of them only the moments are known. */
function countHidden({ exact, lower, upper, window }: AlignedNumbers): number {
  if (exact) return 0;
  return window.reduce(
    (sum, rows, i) =>
      lower[i] === Number.NEGATIVE_INFINITY || upper[i] === Number.POSITIVE_INFINITY ? sum + rows : sum,
    0,
  );
}

/** Whether mean and standard deviation changed as the unit did. */
function fitsMoments(baseline: Moments | null, window: Moments | null, { factor, offset = 0 }: UnitChange): boolean {
  if (baseline === null || window === null) return false;
  const expected = factor * Math.sqrt(baseline.m2 / baseline.count);
  const spread = Math.sqrt(window.m2 / window.count);
  const shift = window.mean - (factor * baseline.mean + offset);
  return (
    Math.abs(shift) <= LARGEST_MEAN_SHIFT * expected && Math.abs(spread - expected) <= LARGEST_SPREAD_CHANGE * expected
  );
}

/**
 * The largest difference of the window's distribution function and the baseline's, the baseline converted first; some
 * difference above {@link LARGEST_REST} where it is larger than that, which is all that is asked of a conversion.
 */
function measureDistance(aligned: AlignedNumbers, change: UnitChange | null): number {
  const baseline = cumulate(aligned.baseline);
  let below = 0;
  let largest = 0;
  for (let i = 0; i < aligned.upper.length; i++) {
    below += aligned.window[i] / aligned.windowRows;
    if (aligned.upper[i] === Number.POSITIVE_INFINITY) continue;
    if (change === null) {
      largest = Math.max(largest, Math.abs(baseline[i] / aligned.baselineRows - below));
      continue;
    }
    const origin = (aligned.upper[i] - (change.offset ?? 0)) / change.factor;
    const slack = Math.abs(origin) * ROUNDING;
    const least = shareBelow(aligned, baseline, origin - slack);
    const most = shareBelow(aligned, baseline, origin + slack);
    largest = Math.max(largest, least - below, below - most);
    if (largest > LARGEST_REST) break;
  }
  return largest;
}

function cumulate(rows: Float64Array): Float64Array {
  const sums = new Float64Array(rows.length);
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    sum += rows[i];
    sums[i] = sum;
  }
  return sums;
}

/** Share of the baseline at or below `value`; within a cell, in proportion. */
function shareBelow({ upper, lower, baselineRows }: AlignedNumbers, cumulated: Float64Array, value: number): number {
  let cell = 0;
  let end = upper.length;
  while (cell < end) {
    const middle = (cell + end) >>> 1;
    if (upper[middle] < value) cell = middle + 1;
    else end = middle;
  }
  if (cell === upper.length) return 1;
  const before = cell === 0 ? 0 : cumulated[cell - 1];
  if (upper[cell] === value) return cumulated[cell] / baselineRows;
  const width = upper[cell] - lower[cell];
  const part = width > 0 && Number.isFinite(width) ? (value - lower[cell]) / width : 0;
  return (before + part * (cumulated[cell] - before)) / baselineRows;
}
