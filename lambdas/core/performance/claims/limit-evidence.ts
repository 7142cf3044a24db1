import { Z } from '../intervals/quantiles.ts';
import type { ConfusionMatrix, MetricEstimate, MetricName, Performance } from '../types.ts';
import type { LimitEvidence } from './evidence.ts';

/** More standard errors count as this many: keeps an interval without width finite. */
const MOST_ERRORS = 40;

/** Weight of recall in the F-scores, squared. */
const BETA_SQUARED: { readonly [M in MetricName]?: number } = { f0_5: 0.25, f1: 1, f2: 4 };

/** A limit such as `accuracy < 0.85`. */
interface Question {
  readonly metric: MetricName;
  readonly operator: '<' | '<=' | '>' | '>=';
  readonly value: number;
}

/**
 * The evidence of the window's rows about the limit; null where there is none: the metric is not defined, or has no
 * interval because there are too few rows for one.
 */
export function limitEvidence(performance: Pick<Performance, 'metrics' | 'confusionMatrix'>, limit: Question) {
  const estimate = performance.metrics[limit.metric];
  if (estimate === undefined || estimate.value === null) return null;
  return (
    countEvidence(performance.confusionMatrix, estimate, limit) ??
    lossEvidence(estimate, limit) ??
    scoreEvidence(estimate, limit) ??
    rankingEvidence(performance.confusionMatrix, estimate, limit)
  );
}

/** Whether evidence on this metric is exact from the first row on, so that no minimum of rows is needed. */
export function isExact(evidence: LimitEvidence): boolean {
  return evidence.test !== 'score';
}

function countEvidence(
  matrix: ConfusionMatrix | null,
  estimate: MetricEstimate,
  { metric, value: limit }: Question,
): LimitEvidence | null {
  const ofShare = (bad: number, rows: number): LimitEvidence => ({ test: 'counts', bad, rows, allowed: 1 - limit });
  // A classifier's weighted recall is its accuracy.
  if (metric === 'accuracy' || metric === 'weighted_recall')
    return ofShare(Math.round(estimate.rows * (1 - estimate.value!)), estimate.rows);
  if (matrix === null || matrix.counts.length !== 2) return null;
  const [[trueNegatives, falsePositives], [falseNegatives, truePositives]] = matrix.counts as [
    [number, number],
    [number, number],
  ];
  switch (metric) {
    case 'precision':
      return ofShare(falsePositives, truePositives + falsePositives);
    case 'recall':
      return ofShare(falseNegatives, truePositives + falseNegatives);
    case 'specificity':
      return ofShare(falsePositives, trueNegatives + falsePositives);
    default: {
      const beta = BETA_SQUARED[metric];
      return beta === undefined ? null : fScoreEvidence({ truePositives, falsePositives, falseNegatives }, beta, limit);
    }
  }
}

/**
 * An F-score is below L exactly when (1 + b²)(1 − L)·TP − L·b²·FN − L·FP is below 0: a sum over the rows that are not true
 * negatives. Moved and scaled to between 0 (a true positive) and 1 (the worse of the two errors) it is a share of bad rows.
 */
function fScoreEvidence(
  {
    truePositives,
    falsePositives,
    falseNegatives,
  }: { truePositives: number; falsePositives: number; falseNegatives: number },
  beta: number,
  limit: number,
): LimitEvidence {
  const gain = (1 + beta) * (1 - limit);
  const missed = gain + limit * beta;
  const wrong = gain + limit;
  const most = Math.max(missed, wrong);
  return {
    test: 'counts',
    bad: (falseNegatives * missed + falsePositives * wrong) / most,
    rows: truePositives + falsePositives + falseNegatives,
    allowed: gain / most,
  };
}

/** Sums of loss / limit − 1 and of its square, from the mean loss and the mean square of the losses. */
function lossEvidence(
  { value, rows, meanSquare }: MetricEstimate,
  { metric, value: limit, operator }: Question,
): LimitEvidence | null {
  if (meanSquare === undefined || limit <= 0 || !operator.startsWith('>')) return null;
  const isRoot = metric === 'rmse';
  const mean = isRoot ? value! * value! : value!;
  const allowed = isRoot ? limit * limit : limit;
  const ratio = mean / allowed;
  const sum = rows * (ratio - 1);
  const squares = rows * (meanSquare / (allowed * allowed) - 2 * ratio + 1);
  return Number.isFinite(squares) ? { test: 'losses', sum, squares: Math.max(0, squares) } : null;
}

/** Standard errors between metric and limit, by the side of the interval that faces the limit. */
function scoreEvidence({ value, lower, upper, rows }: MetricEstimate, limit: Question): LimitEvidence | null {
  if (lower === null || upper === null) return null;
  if (limit.metric === 'calibration_error') {
    // Noise in small bins adds to the value, and only the lower end is corrected for it: the corrected value lies half
    // a width above the lower end.
    const half = upper - value!;
    const errors = (lower + half - limit.value) / (half / Z);
    return scoreOf(lower > 0 ? errors : Math.min(0, errors), rows, limit);
  }
  const above = value! - limit.value;
  const error = Math.abs(value! - (above > 0 ? lower : upper)) / Z;
  return scoreOf(above === 0 ? 0 : above / error, rows, limit);
}

/** @param above how far the metric is above the limit, in standard errors */
function scoreOf(above: number, rows: number, { operator }: Question): LimitEvidence | null {
  if (Number.isNaN(above)) return null;
  const errors = Math.max(-MOST_ERRORS, Math.min(MOST_ERRORS, above));
  return { test: 'score', sum: (operator.startsWith('>') ? errors : -errors) * Math.sqrt(rows), rows };
}

/**
 * Where a class has too few rows for an interval of roc_auc, the standard error is that of a model exactly at the limit
 * (Hanley, McNeil 1982), which needs no estimate. Only the rows of the rarer class count, so that no bet is large
 * against the skewness of so few.
 */
function rankingEvidence(
  matrix: ConfusionMatrix | null,
  { value }: MetricEstimate,
  limit: Question,
): LimitEvidence | null {
  if (limit.metric !== 'roc_auc' || matrix?.counts.length !== 2) return null;
  const [negatives, positives] = matrix.counts.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const auc = limit.value;
  const square = auc * auc;
  const variance =
    (auc * (1 - auc) +
      (positives - 1) * (auc / (2 - auc) - square) +
      (negatives - 1) * ((2 * square) / (1 + auc) - square)) /
    (positives * negatives);
  return variance > 0 ? scoreOf((value! - auc) / Math.sqrt(variance), Math.min(positives, negatives), limit) : null;
}
