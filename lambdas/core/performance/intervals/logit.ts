import type { Interval } from './interval.ts';

/**
 * Interval of a value strictly between 0 and 1, symmetric on the logit scale (delta method), so it stays inside (0, 1).
 * @param quantile the half width in standard errors
 */
export function logitInterval(value: number, standardError: number, quantile: number): Interval {
  const half = (quantile * standardError) / (value * (1 - value));
  const odds = value / (1 - value);
  const lower = odds * Math.exp(-half);
  const upper = odds * Math.exp(half);
  return { lower: lower / (1 + lower), upper: upper === Number.POSITIVE_INFINITY ? 1 : upper / (1 + upper) };
}
