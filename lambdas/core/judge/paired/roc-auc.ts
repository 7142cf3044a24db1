import { countBelow } from '../../statistics/count-below.ts';
import type { PairedBinary } from '../paired-rows.ts';
import { normalDifference, type PairedOutcome } from './difference.ts';

/**
 * Difference of two areas under the ROC curve on the same rows (DeLong, DeLong and Clarke-Pearson 1988, Biometrics
 * 44:837). An area is the mean, over the positive rows and over the negative ones, of the share of pairs that the row
 * wins. The variance is that of the difference between the two models' shares of a row, so rows that are hard for both
 * cancel.
 */
export function compareRocAuc({ actual, candidate, live }: PairedBinary): PairedOutcome {
  const first = shareOfPairsWon(actual, candidate.score!);
  const second = shareOfPairsWon(actual, live.score!);
  const sums = [0, 0];
  const counts = [0, 0];
  for (let row = 0; row < actual.length; row++) {
    sums[actual[row]] += first[row] - second[row];
    counts[actual[row]]++;
  }
  if (Math.min(...counts) < 2) return { reason: 'a class has only one row' };
  const means = sums.map((sum, i) => sum / counts[i]);
  const squares = [0, 0];
  for (let row = 0; row < actual.length; row++) {
    const deviation = first[row] - second[row] - means[actual[row]];
    squares[actual[row]] += deviation * deviation;
  }
  const variance = squares[0] / (counts[0] - 1) / counts[0] + squares[1] / (counts[1] - 1) / counts[1];
  return normalDifference(means[1], Math.sqrt(variance), 'DeLong (paired)');
}

/** The share of a row's pairs with the rows of the other class that are ranked right; ties count one half. */
function shareOfPairsWon(actual: Uint8Array, score: Float64Array): Float64Array {
  const [negatives, positives] = [0, 1].map((side) => score.filter((_, row) => actual[row] === side).sort());
  const shares = new Float64Array(score.length);
  for (let row = 0; row < score.length; row++) {
    const others = actual[row] === 1 ? negatives : positives;
    const below = countBelow(others, score[row], false);
    const notAbove = countBelow(others, score[row], true);
    const lower = (below + notAbove) / 2 / others.length;
    shares[row] = actual[row] === 1 ? lower : 1 - lower;
  }
  return shares;
}
