import type { Interval } from './interval.ts';
import { Z } from './quantiles.ts';

/**
 * Interval of the mean of m independent proportions: 2/m hits in 4/m trials are added to each before Wald's interval is
 * computed (Price and Bonett 2004, Journal of Statistical Software 10:1; Agresti–Caffo for two). Rare proportions,
 * perfect ones and those without a trial widen it as they should.
 */
export function meanProportionInterval(hits: readonly number[], trials: readonly number[]): Interval {
  const m = hits.length;
  let center = 0;
  let variance = 0;
  for (let k = 0; k < m; k++) {
    const adjustedTrials = trials[k] + 4 / m;
    const proportion = (hits[k] + 2 / m) / adjustedTrials;
    center += proportion / m;
    variance += (proportion * (1 - proportion)) / adjustedTrials / m / m;
  }
  const half = Z * Math.sqrt(variance);
  return { lower: Math.max(0, center - half), upper: Math.min(1, center + half) };
}
