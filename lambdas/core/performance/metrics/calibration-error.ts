import type { BinaryEvidence } from '../evidence/binary.ts';
import { clip, estimate, undefinedEstimate } from '../intervals/interval.ts';
import { NEEDS, tooFewOfClass } from '../intervals/needs.ts';
import { Z } from '../intervals/quantiles.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import type { MetricDefinition } from './definition.ts';

/** Equal-width bins of the probability. */
export const BINS = 10;

export const calibrationError: MetricDefinition = {
  title: 'Calibration error (ECE)',
  description:
    'Mean over the rows of |share of positives - mean probability| in the row’s bin; ten bins [0, 0.1], (0.1, 0.2], …, (0.9, 1].',
  interval:
    'delta method, the lower limit corrected for the noise that absolute differences of small bins add; never too narrow by it',
  better: 'lower',
  range: [0, 1],
  scale: null,
  needsScores: true,
  binary: estimateCalibrationError,
};

function estimateCalibrationError({
  rows,
  confusion,
  probabilities,
  whyNoProbabilities,
}: BinaryEvidence): MetricEstimate {
  if (rows === 0) return undefinedEstimate(0, 'there are no rows');
  if (probabilities === null) return undefinedEstimate(rows, whyNoProbabilities);
  const gaps = sumGaps(probabilities.actual, probabilities.score);
  let total = 0;
  for (let bin = 0; bin < BINS; bin++) total += Math.abs(gaps.sums[bin]);
  const value = total / rows;
  const [negatives, positives] = confusion.actual;
  const few = tooFewOfClass(positives, negatives, NEEDS.meanByClass);
  if (few !== null) return estimate(value, few, rows);

  // |gap| of a bin without a true gap is on average √(2/π) standard errors: noise, not miscalibration. The spread is at
  // least that of a calibrated bin, Σ p (1 - p), because a bin of few rows hardly shows its own.
  let squares = 0;
  let noise = 0;
  for (let bin = 0; bin < BINS; bin++) {
    squares += gaps.squares[bin];
    if (gaps.counts[bin] === 0) continue;
    const spread = Math.sqrt(Math.max(gaps.expected[bin], gaps.squares[bin] - gaps.sums[bin] ** 2 / gaps.counts[bin]));
    if (Math.abs(gaps.sums[bin]) < Z * spread) noise += spread * Math.sqrt(2 / Math.PI);
  }
  const half = Z * Math.sqrt(Math.max(0, squares / rows - value * value) / (rows - 1));
  return estimate(value, clip({ lower: value - noise / rows - half, upper: value + half }, 0, 1), rows);
}

/** By bin: rows, sum and sum of squares of (label - probability), and the variance of the sum if the bin is calibrated. */
function sumGaps(actual: Uint8Array, score: Float64Array) {
  const counts = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  const squares = new Float64Array(BINS);
  const expected = new Float64Array(BINS);
  for (let row = 0; row < score.length; row++) {
    const bin = binOf(score[row]);
    const gap = actual[row] - score[row];
    counts[bin]++;
    sums[bin] += gap;
    squares[bin] += gap * gap;
    expected[bin] += score[row] * (1 - score[row]);
  }
  return { counts, sums, squares, expected };
}

/** Bins are closed above, with the edges that numpy.linspace(0, 1, 11) gives, as in scikit-learn's calibration_curve. */
export function binOf(probability: number): number {
  const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
  return bin > 0 && probability <= bin * (1 / BINS) ? bin - 1 : bin;
}
