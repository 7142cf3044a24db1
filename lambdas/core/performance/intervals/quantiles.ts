import { studentTUpperQuantile } from '../../statistics/student-t.ts';

/** 97.5 % quantile of the standard normal distribution: the half width of a two-sided 95 % interval in standard errors. */
export const Z = 1.959963984540054;

/** 97.5 % quantile of Student's t distribution. */
export function studentQuantile(degrees: number): number {
  return studentTUpperQuantile(0.025, degrees);
}
