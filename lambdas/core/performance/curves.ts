import type { BinaryEvidence } from './evidence/binary.ts';
import type { RegressionEvidence } from './evidence/regression.ts';
import { BINS, binOf } from './metrics/calibration-error.ts';
import type { Calibration, Curves, Residuals, Roc } from './types.ts';

/** Points of a ROC curve, its two ends included. */
export const ROC_POINTS = 100;
/** Residuals are counted in bins as wide as half the root mean squared error (RMSE), from -3 to 3 RMSE. */
const RESIDUAL_BINS = 12;

/** What charts show of a binary classifier; empty without scores. */
export function binaryCurves({ ranking, probabilities }: BinaryEvidence): Curves {
  const isRanked = ranking !== null && ranking.positiveRows > 0 && ranking.negativeRows > 0;
  return {
    ...(isRanked && { roc: rocOf(ranking) }),
    ...(probabilities !== null && probabilities.score.length > 0 && { calibration: calibrationOf(probabilities) }),
  };
}

/** The curve from the highest score down. Points that are closer to the last one than a step are left out. */
function rocOf({ positives, negatives, positiveRows, negativeRows }: NonNullable<BinaryEvidence['ranking']>): Roc {
  // The curve is at most 2 long in both directions together.
  const step = 2 / (ROC_POINTS - 2);
  const falsePositives = [0];
  const truePositives = [0];
  let [negative, positive, kept] = [0, 0, 0];
  for (let group = positives.length - 1; group >= 0; group--) {
    negative += negatives[group];
    positive += positives[group];
    const length = negative / negativeRows + positive / positiveRows;
    if (group > 0 && length - kept < step) continue;
    falsePositives.push(negative);
    truePositives.push(positive);
    kept = length;
  }
  return { falsePositives, truePositives };
}

/** The bins of the calibration error. */
function calibrationOf({ actual, score }: NonNullable<BinaryEvidence['probabilities']>): Calibration {
  const [rows, positives, sums] = [0, 1, 2].map(() => new Float64Array(BINS));
  for (let row = 0; row < score.length; row++) {
    const bin = binOf(score[row]);
    rows[bin]++;
    positives[bin] += actual[row];
    sums[bin] += score[row];
  }
  return Array.from(rows, (count, bin) => ({
    rows: count,
    positives: positives[bin],
    meanProbability: count === 0 ? null : sums[bin] / count,
  }));
}

/**
 * What charts show of a regression; empty where every prediction is exact, or the errors are too large to square.
 *
 * @param unit of the bins @default - the root mean squared error
 */
export function regressionCurves({ errors }: RegressionEvidence, unit?: number): Curves {
  if (unit !== undefined) return { residuals: residualsOf(errors, unit) };
  let squares = 0;
  for (const error of errors) squares += error * error;
  const rmse = Math.sqrt(squares / errors.length);
  if (!(rmse > 0 && Number.isFinite(rmse))) return {};
  return { residuals: residualsOf(errors, rmse) };
}

/** Bins are closed above. The first and the last one are open. */
function residualsOf(errors: Float64Array, rmse: number): Residuals {
  const counts = new Array<number>(RESIDUAL_BINS + 2).fill(0);
  for (const error of errors) {
    const bin = Math.ceil((2 * error) / rmse) + RESIDUAL_BINS / 2;
    counts[Math.min(Math.max(bin, 0), RESIDUAL_BINS + 1)]++;
  }
  return { rmse, counts };
}
