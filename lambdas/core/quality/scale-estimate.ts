import type { AlignedNumbers } from '../drift/aligned.ts';
import type { ColumnProfile, Moments } from '../profile/types.ts';

/** An estimate with its standard error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/**
 * Estimates the logarithm of the factor between the window's numbers and the baseline's: the difference of the mean
 * logarithms of the absolute values, without zeros. null without such numbers. A grid's cell counts with the mean of
 * its rows, so the open outer cells should hold few rows.
 */
export function estimateLogFactor(aligned: AlignedNumbers): Estimate | null {
  const before = meanLog(aligned, aligned.baseline, aligned.baselineSums);
  const after = meanLog(aligned, aligned.window, aligned.windowSums);
  return before === null || after === null ? null : difference(after, before);
}

/** Estimates the logarithm of the factor from the two means. null if their signs differ. */
export function estimateLogFactorByMeans(baseline: Moments, window: Moments): Estimate | null {
  if (!(baseline.mean * window.mean > 0)) return null;
  const ofMean = ({ mean, m2, count }: Moments): Estimate => ({
    value: Math.log(Math.abs(mean)),
    error: Math.sqrt(m2 / count / count) / Math.abs(mean),
  });
  return difference(ofMean(window), ofMean(baseline));
}

/** Estimates the logarithm of the ratio of the two standard deviations. null if one is 0. */
export function estimateLogSpread(
  baseline: ColumnProfile,
  window: ColumnProfile,
  aligned: AlignedNumbers,
): Estimate | null {
  const [before, after] = [baseline.moments, window.moments];
  if (before === null || after === null || !(before.m2 > 0) || !(after.m2 > 0)) return null;
  // The fourth moment, in standard deviations, does not depend on the unit, so the baseline's serves for both.
  const excess = Math.max(1, fourthMoment(aligned, before) - 1);
  const ofSpread = ({ m2, count }: Moments): Estimate => ({
    value: 0.5 * Math.log(m2 / count),
    error: Math.sqrt(excess / (4 * count)),
  });
  return difference(ofSpread(after), ofSpread(before));
}

function difference(a: Estimate, b: Estimate): Estimate {
  return { value: a.value - b.value, error: Math.hypot(a.error, b.error) };
}

function meanLog({ exact, upper }: AlignedNumbers, counts: Float64Array, sums: Float64Array): Estimate | null {
  const sizeOf = (i: number) => Math.abs(exact ? upper[i] : sums[i] / counts[i]);
  const isMeasured = (i: number) => counts[i] > 0 && sizeOf(i) > 0 && Number.isFinite(sizeOf(i));
  let rows = 0;
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    if (!isMeasured(i)) continue;
    rows += counts[i];
    total += counts[i] * Math.log(sizeOf(i));
  }
  if (rows < 2) return null;
  const value = total / rows;
  let squares = 0;
  for (let i = 0; i < counts.length; i++) {
    if (isMeasured(i)) squares += counts[i] * (Math.log(sizeOf(i)) - value) ** 2;
  }
  return { value, error: Math.sqrt(squares / (rows - 1) / rows) };
}

/** The baseline's fourth central moment, E (x − mean)⁴, divided by the fourth power of its standard deviation. */
function fourthMoment({ exact, upper, baseline, baselineSums }: AlignedNumbers, { mean, m2, count }: Moments): number {
  const variance = m2 / count;
  let sum = 0;
  let rows = 0;
  for (let i = 0; i < baseline.length; i++) {
    const value = exact ? upper[i] : baselineSums[i] / baseline[i];
    if (baseline[i] === 0 || !Number.isFinite(value)) continue;
    sum += baseline[i] * ((value - mean) ** 2 / variance) ** 2;
    rows += baseline[i];
  }
  return sum / rows;
}
