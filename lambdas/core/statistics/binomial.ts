import { logBeta } from './beta.ts';

/** log P(X = x) for the number of heads in `tosses` tosses of a fair coin: log of C(tosses, x) / 2^tosses. */
function logFairBinomial(x: number, tosses: number): number {
  const logChoose = x === 0 || x === tosses ? 0 : -Math.log(tosses + 1) - logBeta(x + 1, tosses - x + 1);
  return logChoose - tosses * Math.LN2;
}

/**
 * The mid-p upper tail of a fair coin: P(X > x) + ½ P(X = x), for x at or above half of the tosses. Summed outward from
 * x, so that small tails are accurate.
 */
export function binomialMidTail(x: number, tosses: number): number {
  let term = 1;
  let sum = 0.5;
  for (let at = x; at < tosses; at++) {
    term *= (tosses - at) / (at + 1);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return Math.exp(logFairBinomial(x, tosses)) * sum;
}
