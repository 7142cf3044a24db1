import { studentQuantile, Z } from '../../performance/intervals/quantiles.ts';
import { normalSurvival } from '../../statistics/normal.ts';
import { studentTSurvival } from '../../statistics/student-t.ts';

/**
 * Candidate minus live model, for a metric on the same rows; for a metric that is best at zero, the difference of the
 * distances from zero.
 */
export interface PairedDifference {
  readonly value: number;
  /** 95 % confidence interval. */
  readonly lower: number;
  readonly upper: number;
  /** Two-sided, of "there is no difference". */
  readonly pValue: number;
  /** Name of the method. */
  readonly test: string;
}

/** Both models have the metric, but the certainty of its difference is unknown. */
export interface UnknownDifference {
  readonly reason: string;
}

export type PairedOutcome = PairedDifference | UnknownDifference;

export function isKnown(outcome: PairedOutcome): outcome is PairedDifference {
  return 'value' in outcome;
}

/** A difference that is normally distributed with a known standard error. */
export function normalDifference(value: number, standardError: number, test: string): PairedOutcome {
  return difference(value, Z * standardError, twoSided(value, standardError, normalSurvival), test);
}

/** A difference that is, to first order, a mean over the rows: Student's t with one degree of freedom less than rows. */
export function studentDifference(value: number, standardError: number, rows: number, test: string): PairedOutcome {
  if (rows < 2) return { reason: 'one row has no spread' };
  const survival = (t: number) => studentTSurvival(t, rows - 1);
  return difference(value, studentQuantile(rows - 1) * standardError, twoSided(value, standardError, survival), test);
}

/** p-value of a statistic `value / standardError` whose distribution has these tails. */
export function twoSided(value: number, standardError: number, survival: (z: number) => number): number {
  return value === 0 ? 1 : Math.min(1, 2 * survival(Math.abs(value) / standardError));
}

function difference(value: number, half: number, pValue: number, test: string): PairedOutcome {
  if (!Number.isFinite(value) || !Number.isFinite(half)) return { reason: 'the numbers are too large to compute it' };
  return { value, lower: value - half, upper: value + half, pValue, test };
}
