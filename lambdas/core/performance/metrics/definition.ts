import type { BinaryEvidence } from '../evidence/binary.ts';
import type { MulticlassEvidence } from '../evidence/multiclass.ts';
import type { RegressionEvidence } from '../evidence/regression.ts';
import type { MetricEstimate } from '../types.ts';

/** How the interval of a mean over the rows is computed where their values may be skewed. */
export const SKEWED_MEAN = 'Hall’s transformation of a mean, Student with the rows that the spread rests on';

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
  readonly binary?: (evidence: BinaryEvidence) => MetricEstimate;
  readonly multiclass?: (evidence: MulticlassEvidence) => MetricEstimate;
  readonly regression?: (evidence: RegressionEvidence) => MetricEstimate;
}
