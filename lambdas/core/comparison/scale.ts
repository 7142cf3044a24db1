import { Z } from '../performance/intervals/quantiles.ts';
import type { MetricDefinition } from '../performance/metrics/definition.ts';
import { METRICS } from '../performance/metrics/registry.ts';
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

const SCALES = {
  arcsine: ARCSINE,
  log: LOG,
  unexplained: UNEXPLAINED,
  identity: AS_IT_IS,
} as const satisfies Readonly<Record<NonNullable<MetricDefinition['scale']>, Scale>>;

/** The metric's scale; null where windows cannot be averaged, so that each is compared alone. */
export function scaleOf(metric: MetricName): Scale | null {
  const { scale } = METRICS[metric];
  return scale && SCALES[scale];
}

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
