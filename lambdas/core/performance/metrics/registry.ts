import type { ProblemType } from '../../capture/spec.ts';
import { accuracy } from './accuracy.ts';
import { averagePrecision } from './average-precision.ts';
import { brierScore } from './brier-score.ts';
import { calibrationError } from './calibration-error.ts';
import type { MetricDefinition } from './definition.ts';
import { f0_5, f1, f2 } from './f-score.ts';
import { logLoss } from './log-loss.ts';
import { macroF1, macroPrecision, macroRecall } from './macro-averages.ts';
import { r2 } from './r2.ts';
import { precision, recall, specificity } from './rates.ts';
import { bias, mae, mape, mse, rmse } from './regression-errors.ts';
import { rocAuc } from './roc-auc.ts';
import { weightedF1, weightedPrecision, weightedRecall } from './weighted-averages.ts';

/** Every metric by its name in monitor files, in the order in which results show them. A new one is a file and a line here. */
export const METRICS = {
  accuracy,
  precision,
  recall,
  specificity,
  f0_5,
  f1,
  f2,
  macro_precision: macroPrecision,
  macro_recall: macroRecall,
  macro_f1: macroF1,
  weighted_precision: weightedPrecision,
  weighted_recall: weightedRecall,
  weighted_f1: weightedF1,
  roc_auc: rocAuc,
  average_precision: averagePrecision,
  log_loss: logLoss,
  brier_score: brierScore,
  calibration_error: calibrationError,
  mae,
  rmse,
  mse,
  r2,
  mape,
  bias,
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** The name of a performance metric in monitor files and results. */
export type MetricName = keyof typeof METRICS;

/** Whether a text, such as the start of a stored limit, is the name of a metric. */
export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}

/** The function of a definition that computes the metric for a problem type. */
export const METRIC_FUNCTION_KEYS = {
  'binary-classification': 'binary',
  'multiclass-classification': 'multiclass',
  regression: 'regression',
} as const satisfies Record<ProblemType, keyof MetricDefinition>;

/** Names of the metrics that a problem type has, in the table's order. */
export function metricNames(problem: ProblemType): MetricName[] {
  return Object.keys(METRICS)
    .filter(isMetricName)
    .filter((name) => METRICS[name][METRIC_FUNCTION_KEYS[problem]] !== undefined);
}
