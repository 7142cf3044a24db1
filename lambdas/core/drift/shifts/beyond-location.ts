import type { AlignedNumbers } from '../aligned.ts';
import { countSteps } from '../cdf-difference.ts';
import { type Scores, tiltOfMean } from './saddlepoint.ts';

/**
 * The largest difference between the window's distribution and the baseline's that the location does not explain, in
 * whole steps of {@link countSteps}. It is the smaller one of two: to the baseline as it is, and to the baseline tilted
 * along the scores until its mean score is the window's. For normal numbers the tilted baseline is the shifted one; for
 * amounts that are mostly zero it has more zeros, or fewer.
 *
 * @param scores scores of the location
 * @param mean mean score of the window
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
