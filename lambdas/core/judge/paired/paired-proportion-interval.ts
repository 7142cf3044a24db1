import type { Interval } from '../../performance/intervals/interval.ts';
import { Z } from '../../performance/intervals/quantiles.ts';

/** Halvings that exhaust a double. */
const STEPS = 64;

/**
 * Tango's score interval of the difference of two paired proportions (Tango 1998, Statistics in Medicine 17:891): every
 * difference that a score test does not reject, with its variance under that difference. It excludes 0 exactly when
 * McNemar's chi-square without continuity correction is significant, and it has a width even where no row is
 * discordant.
 *
 * @param first pairs in which only the first succeeded; `second` the other way round
 * @param pairs all pairs, at least one
 */
export function pairedProportionInterval(first: number, second: number, pairs: number): Interval {
  return { lower: -upperLimit(second, first, pairs), upper: upperLimit(first, second, pairs) };
}

function upperLimit(first: number, second: number, pairs: number): number {
  let inside = (first - second) / pairs;
  let outside = 1;
  for (let step = 0; step < STEPS; step++) {
    const middle = (inside + outside) / 2;
    const distance = pairs * middle - (first - second);
    if (distance * distance > Z * Z * varianceUnder(middle, first, second, pairs)) outside = middle;
    else inside = middle;
  }
  return (inside + outside) / 2;
}

/** Variance of `first - second` with the likeliest probabilities that differ by `delta`; the root of a quadratic. */
function varianceUnder(delta: number, first: number, second: number, pairs: number): number {
  const a = 2 * pairs;
  const b = (2 * pairs - first + second) * delta - first - second;
  const c = -second * delta * (1 - delta);
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  // The form of the root that adds numbers of one sign.
  const probability = b > 0 ? (-2 * c) / (b + root) : (root - b) / (2 * a);
  return pairs * (2 * probability + delta * (1 - delta));
}
