import { meanOf } from '../../performance/intervals/mean.ts';
import type { PairedRegression } from '../paired-rows.ts';
import { type PairedOutcome, studentDifference } from './difference.ts';

const TEST = 'delta method, paired t';

/** Difference of two roots of mean squares: each row moves a root by (square - mean square) / (2 root). */
export function compareRmse(rows: PairedRegression): PairedOutcome {
  const [first, second] = squaredErrors(rows);
  const roots = [first, second].map((squares) => Math.sqrt(meanOf(squares).mean));
  // A perfect model has no squares to move.
  const slopes = roots.map((root) => (root === 0 ? 0 : 1 / (2 * root)));
  const { standardError } = meanOf(first.map((square, row) => square * slopes[0] - second[row] * slopes[1]));
  return studentDifference(roots[0] - roots[1], standardError, first.length, TEST);
}

/** Difference of two R²: (squares of the live model - squares of the candidate) / (squares about the mean label), a ratio. */
export function compareR2(rows: PairedRegression): PairedOutcome {
  const { actual } = rows;
  const [first, second] = squaredErrors(rows);
  const { mean } = meanOf(actual);
  const variance = meanOf(actual.map((label) => (label - mean) ** 2)).mean;
  const gained = first.map((square, row) => second[row] - square);
  const value = meanOf(gained).mean / variance;
  const { standardError } = meanOf(gained.map((gain, row) => gain - value * (actual[row] - mean) ** 2));
  return studentDifference(value, standardError / variance, actual.length, TEST);
}

function squaredErrors({ actual, candidate, live }: PairedRegression): [Float64Array, Float64Array] {
  const squares = (predicted: Float64Array) => actual.map((label, row) => (predicted[row] - label) ** 2);
  return [squares(candidate.predicted), squares(live.predicted)];
}
