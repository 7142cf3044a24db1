import { rankScores } from '../../performance/evidence/ranking.ts';
import { averagePrecisionInfluences, averagePrecisionOf } from '../../performance/metrics/average-precision.ts';
import { countBelow } from '../../statistics/count-below.ts';
import type { PairedBinary } from '../paired-rows.ts';
import { normalDifference, type PairedOutcome } from './difference.ts';

/**
 * Difference of two average precisions on the same rows, by the influence of each row on each of them: the variance is
 * the sum of the squared differences of a row's two influences (Hampel's influence function, the infinitesimal
 * jackknife of Efron 1982).
 */
export function compareAveragePrecision({ actual, candidate, live }: PairedBinary): PairedOutcome {
  const first = influences(actual, candidate.score!);
  const second = influences(actual, live.score!);
  const rows = actual.length;
  if (rows < 2) return { reason: 'one row has no spread' };
  let squares = 0;
  for (let row = 0; row < rows; row++) squares += (first.ofRow[row] - second.ofRow[row]) ** 2;
  const standardError = Math.sqrt((squares * rows) / (rows - 1));
  return normalDifference(first.value - second.value, standardError, 'influence of each row, normal');
}

/** The average precision and each row's influence on it. */
function influences(actual: Uint8Array, score: Float64Array) {
  const ranking = rankScores(actual, score);
  const value = averagePrecisionOf(ranking);
  const { ofPositive, ofNegative } = averagePrecisionInfluences(ranking, value);
  const distinct = score.toSorted().filter((number, i, sorted) => number !== sorted[i - 1]);
  const ofRow = new Float64Array(score.length);
  for (let row = 0; row < score.length; row++) {
    const group = countBelow(distinct, score[row], false);
    ofRow[row] = (actual[row] === 1 ? ofPositive : ofNegative)[group] / ranking.positiveRows;
  }
  return { value, ofRow };
}
