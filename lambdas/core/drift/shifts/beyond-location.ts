import type { AlignedNumbers } from '../aligned.ts';
import { countSteps } from '../cdf-difference.ts';
import { type Scores, tiltOfMean } from './saddlepoint.ts';

/**
 * The largest difference between the window's distribution and the baseline's that where the numbers lie does not explain, in
 * whole steps of {@link countSteps}: to the baseline as it is, or tilted along the scores until its mean score is the
 * window's, whichever is nearer. Of normal numbers the tilted baseline is the moved one; of amounts that are mostly zero it
 * has more zeros, or fewer.
 *
 * @param scores of the location
 * @param mean the window's
 */
export function countStepsBeyondLocation(aligned: AlignedNumbers, scores: Scores, mean: number): number {
  const { window, baselineRows, windowRows } = aligned;
  const plain = countSteps(aligned);
  const t = tiltOfMean(scores, mean, windowRows);
  if (t === null) return plain;
  const { values, probabilities } = scores;
  const weights = new Float64Array(values.length);
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (probabilities[i] > 0) top = Math.max(top, t * values[i]);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    weights[i] = probabilities[i] === 0 ? 0 : probabilities[i] * Math.exp(t * values[i] - top);
    total += weights[i];
  }
  const unit = windowRows / total;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    difference += weights[i] * unit - window[i];
    largest = Math.max(largest, Math.abs(difference));
  }
  return Math.min(plain, Math.floor(largest * baselineRows));
}
