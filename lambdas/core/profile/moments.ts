import { saturate } from './doubles.ts';
import type { Moments } from './types.ts';

/** Values summed at once. Keeps rounding errors small and the block in the processor's cache. */
const BLOCK = 4096;

/**
 * Collects count, minimum, maximum, mean and sum of squared deviations of finite numbers. Overflow saturates and never
 * gives NaN.
 */
export class MomentsAccumulator {
  #moments: Moments | null = null;

  /** Adds values[from, to), all finite. */
  addAll(values: Float64Array, from: number, to: number): void {
    for (let start = from; start < to; start += BLOCK) {
      this.merge(momentsOf(values, start, Math.min(to, start + BLOCK)));
    }
  }

  merge(other: Moments | null): void {
    if (other !== null) this.#moments = this.#moments === null ? other : mergeMoments(this.#moments, other);
  }

  finish(): Moments | null {
    return this.#moments;
  }
}

/**
 * Corrected two-pass moments of values[from, to), not empty (Chan, Golub & LeVeque 1983, "Algorithms for computing the
 * sample variance").
 */
function momentsOf(values: Float64Array, from: number, to: number): Moments {
  const count = to - from;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const value = values[i];
    sum += value;
    min = value < min ? value : min;
    max = value > max ? value : max;
  }
  const provisional = Number.isFinite(sum) ? sum / count : scaledMean(values, from, to);
  let drift = 0;
  let squares = 0;
  for (let i = from; i < to; i++) {
    const deviation = values[i] - provisional;
    drift += deviation;
    squares += deviation * deviation;
  }
  if (!Number.isFinite(squares)) return { count, min: min + 0, max: max + 0, mean: provisional, m2: Number.MAX_VALUE };
  return {
    count,
    min: min + 0,
    max: max + 0,
    mean: provisional + drift / count + 0,
    m2: Math.max(0, squares - (drift * drift) / count),
  };
}

/** The mean if the sum overflows. */
function scaledMean(values: Float64Array, from: number, to: number): number {
  let mean = 0;
  for (let i = from; i < to; i++) mean += values[i] / (to - from);
  return saturate(mean);
}

/** The moments of exact counts by ascending value. null if no value is finite. Depends on nothing but the counts. */
export function momentsOfCounts(values: ArrayLike<number>, counts: ArrayLike<number>): Moments | null {
  let count = 0;
  let min = Number.NaN;
  let max = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    if (count === 0) min = values[i];
    max = values[i];
    count += counts[i];
  }
  if (count === 0) return null;
  let provisional = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) provisional += values[i] * (counts[i] / count);
  }
  provisional = Math.min(max, Math.max(min, provisional));
  let drift = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    const deviation = values[i] - provisional;
    drift += deviation * counts[i];
    squares += deviation * deviation * counts[i];
  }
  if (!Number.isFinite(squares)) return { count, min, max, mean: provisional, m2: Number.MAX_VALUE };
  return {
    count,
    min,
    max,
    mean: provisional + drift / count,
    m2: Math.max(0, squares - (drift * drift) / count),
  };
}

/** Merges the moments of two parts (Chan, Golub & LeVeque 1979, "Updating formulae and a pairwise algorithm"). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const count = a.count + b.count;
  const delta = b.mean - a.mean;
  // The weighted form does not overflow where the difference of the means does.
  const mean = Number.isFinite(delta)
    ? a.mean + delta * (b.count / count)
    : a.mean * (a.count / count) + b.mean * (b.count / count);
  return {
    count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    mean,
    m2: saturate(a.m2 + b.m2 + delta * (delta * (a.count / count) * b.count)),
  };
}
