import type { MetricName } from '../../performance/types.ts';
import type { PairedBinary, PairedMulticlass, PairedRegression } from '../paired-rows.ts';
import { compareAveragePrecision } from './average-precision.ts';
import { compareBias } from './bias.ts';
import { compareCalibrationError } from './calibration-error.ts';
import {
  f1OfClass,
  fScoreOf,
  macroOf,
  precisionOf,
  precisionOfClass,
  recallOfClass,
  weightedOf,
} from './class-averages.ts';
import { compareClassScores } from './class-scores.ts';
import { compareAccuracy, compareWithin } from './correct-answers.ts';
import type { PairedOutcome } from './difference.ts';
import { compareBrierScore, compareLogLoss, compareLosses } from './losses.ts';
import { compareRocAuc } from './roc-auc.ts';
import { compareR2, compareRmse } from './squared-errors.ts';

/** How two models are compared on the same rows, by problem type. The metric is defined for both on these rows. */
export interface PairedComparison {
  readonly binary?: (rows: PairedBinary) => PairedOutcome;
  readonly multiclass?: (rows: PairedMulticlass) => PairedOutcome;
  readonly regression?: (rows: PairedRegression) => PairedOutcome;
}

/** The paired comparison of each metric that can decide: from rows that are right or wrong, from a loss per row, or by resampling. */
export const PAIRED_COMPARISONS: Readonly<Partial<Record<MetricName, PairedComparison>>> = {
  accuracy: { binary: compareAccuracy, multiclass: compareAccuracy },
  precision: { binary: compareClassScores(precisionOf) },
  recall: { binary: compareWithin(1) },
  specificity: { binary: compareWithin(0) },
  f0_5: { binary: compareClassScores(fScoreOf(0.5)) },
  f1: { binary: compareClassScores(fScoreOf(1)) },
  f2: { binary: compareClassScores(fScoreOf(2)) },
  macro_precision: { multiclass: compareClassScores(macroOf(precisionOfClass)) },
  macro_recall: { multiclass: compareClassScores(macroOf(recallOfClass)) },
  macro_f1: { multiclass: compareClassScores(macroOf(f1OfClass)) },
  weighted_precision: { multiclass: compareClassScores(weightedOf(precisionOfClass)) },
  weighted_recall: { multiclass: compareAccuracy },
  weighted_f1: { multiclass: compareClassScores(weightedOf(f1OfClass)) },
  roc_auc: { binary: compareRocAuc },
  average_precision: { binary: compareAveragePrecision },
  log_loss: { binary: compareLogLoss, multiclass: compareLogLoss },
  brier_score: { binary: compareBrierScore },
  calibration_error: { binary: compareCalibrationError },
  mae: { regression: compareLosses(Math.abs) },
  rmse: { regression: compareRmse },
  mse: { regression: compareLosses((error) => error * error) },
  r2: { regression: compareR2 },
  mape: { regression: compareLosses((error, label) => (label === 0 ? Number.NaN : Math.abs(error / label))) },
  bias: { regression: compareBias },
};
