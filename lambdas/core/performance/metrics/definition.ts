import type { BinaryEvidence } from '../evidence/binary.ts';
import type { MulticlassEvidence } from '../evidence/multiclass.ts';
import type { RegressionEvidence } from '../evidence/regression.ts';
import type { MetricEstimate } from '../metric-estimate.ts';

/** How the interval of a mean over the rows is computed where their values may be skewed. */
export const SKEWED_MEAN = 'Hall’s transformation of a mean (1992), Student with the rows that the spread rests on';

/** A performance metric: what it means and how it is computed for the problem types that have it. */
export interface MetricDefinition {
  readonly title: string;
  /** One sentence with the formula. */
  readonly description: string;
  /** How the interval is computed. */
  readonly interval: string;
  /** Which way is better; `zero`: the nearer to zero. */
  readonly better: 'higher' | 'lower' | 'zero';
  /** Smallest and largest possible value. */
  readonly range: readonly [min: number, max: number];
  /**
   * Where its interval is about symmetric, so that windows can be averaged and compared there: `arcsine` for shares, `log` for
   * losses from 0 on, `unexplained` for a share of variance that may be negative, `identity` for the metric itself. null: its
   * size without any change depends on the number of rows, so each window is compared alone.
   */
  readonly scale: 'arcsine' | 'log' | 'unexplained' | 'identity' | null;
  /** Whether it needs scores or probabilities besides the predicted class. @default false */
  readonly needsScores?: true;
  /** false: the judge has no paired test for it, so it cannot decide which of two models is better. @default true */
  readonly decides?: false;
  readonly binary?: (evidence: BinaryEvidence) => MetricEstimate;
  readonly multiclass?: (evidence: MulticlassEvidence) => MetricEstimate;
  readonly regression?: (evidence: RegressionEvidence) => MetricEstimate;
}
