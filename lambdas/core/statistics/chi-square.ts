import { logUpperGamma } from './gamma.ts';

/**
 * log P(X > statistic) of the chi-square distribution with `degrees` > 0 degrees of freedom. The logarithm is
 * accurate where the probability underflows, below 5e-324.
 */
export function logChiSquareSurvival(statistic: number, degrees: number): number {
  return logUpperGamma(degrees / 2, statistic / 2);
}

/** P(X > statistic) of the chi-square distribution, accurate in the tail. */
export function chiSquareSurvival(statistic: number, degrees: number): number {
  return Math.exp(logChiSquareSurvival(statistic, degrees));
}
