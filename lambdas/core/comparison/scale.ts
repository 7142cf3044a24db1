import { Z } from '../performance/intervals/quantiles.ts';
import type { MetricEstimate, MetricName } from '../performance/types.ts';

/** A metric on the scale on which its interval is about symmetric, with its standard error there. */
export interface Standardised {
  readonly value: number;
  readonly error: number;
}

/** The scale on which windows of one metric are compared with the baseline. */
export interface Scale {
  /** Whether one row has a standard deviation of 1 on it, whatever the metric's value. */
  readonly isOfRows: boolean;
  to(value: number): number;
  from(scaled: number): number;
}

/** For shares: a share of n rows has the standard error 1/√n whatever its size (Cohen's h, 1988, is a difference on this scale). */
const ARCSINE: Scale = {
  isOfRows: true,
  to: (value) => 2 * Math.asin(Math.sqrt(value)),
  from: (scaled) => Math.sin(Math.max(0, Math.min(Math.PI, scaled)) / 2) ** 2,
};

/** For positive losses. */
const LOG: Scale = { isOfRows: false, to: Math.log, from: Math.exp };

/** For the share of variance that a regression explains: minus the logarithm of the unexplained share. */
const UNEXPLAINED: Scale = {
  isOfRows: false,
  to: (value) => -Math.log1p(-value),
  from: (scaled) => -Math.expm1(-scaled),
};

const AS_IT_IS: Scale = { isOfRows: false, to: (value) => value, from: (scaled) => scaled };

/** By metric. null: its value without any change depends on the number of rows, so windows cannot be averaged. */
export const SCALES: Readonly<Record<MetricName, Scale | null>> = {
  accuracy: ARCSINE,
  precision: ARCSINE,
  recall: ARCSINE,
  specificity: ARCSINE,
  f0_5: ARCSINE,
  f1: ARCSINE,
  f2: ARCSINE,
  macro_precision: ARCSINE,
  macro_recall: ARCSINE,
  macro_f1: ARCSINE,
  weighted_precision: ARCSINE,
  weighted_recall: ARCSINE,
  weighted_f1: ARCSINE,
  roc_auc: ARCSINE,
  average_precision: ARCSINE,
  log_loss: LOG,
  brier_score: LOG,
  calibration_error: null,
  mae: LOG,
  rmse: LOG,
  mse: LOG,
  r2: UNEXPLAINED,
  mape: LOG,
  bias: AS_IT_IS,
};

/**
 * The estimate on the scale; null where it has no interval, or one that is a point or not finite there. The standard
 * error follows from the interval. A share is treated as one of the number of rows that have this error, and three
 * eighths of a row are added to each part (F. Anscombe, 1948), so that a share of few errors is not biased.
 */
export function standardise({ value, lower, upper }: MetricEstimate, scale: Scale): Standardised | null {
  if (value === null || lower === null || upper === null) return null;
  const error = (scale.to(upper) - scale.to(lower)) / (2 * Z);
  if (!(error > 0)) return null;
  const rows = 1 / error ** 2;
  const moved = scale === ARCSINE ? (value * rows + 3 / 8) / (rows + 3 / 4) : value;
  const scaled = scale.to(moved);
  return Number.isFinite(scaled) && Number.isFinite(error) ? { value: scaled, error } : null;
}
