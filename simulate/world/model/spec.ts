import type { ProblemType } from '../../../lambdas/core/capture/spec.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import type { LabelArrival } from './label-arrival.ts';

/** How good the model of a world is, and when its labels arrive. */
export interface ModelSpec {
  readonly problem: ProblemType;
  /** The metric whose true value is set. */
  readonly metric: MetricName;
  /** The metric over infinitely many rows of a day; the baseline is drawn from the same. */
  readonly value: number;
  /** Standard deviation, over the days, of that value. */
  readonly wobble: number;
  /** Correlation of one day's wobble with the next day's. */
  readonly autocorrelation: number;
  /** Binary: share of the rows that are positive. */
  readonly positives: number;
  /** Regression: how the errors are distributed; `heavy`: as Laplace's distribution. */
  readonly errors: 'normal' | 'heavy';
  readonly labels: LabelArrival;
}

/** The model becomes worse. */
export interface Drop {
  /** By how much the metric becomes worse, in its own unit. */
  readonly size: number;
  /** The first day of it. */
  readonly day: number;
  /** Days until it is complete, linearly; 1: sudden. */
  readonly over: number;
  /** Days after which the drop is over; null: it stays. */
  readonly days: number | null;
}
