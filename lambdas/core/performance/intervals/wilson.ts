import type { Interval } from './interval.ts';
import { NEEDS, type NoInterval, tooFew } from './needs.ts';
import { Z } from './quantiles.ts';

/**
 * By number of hits: the mean of the Poisson distribution that gives as many or more in 1 of 20 samples. With one to
 * three hits Wilson's lower limit is above it and too high: for 0.2 expected hits it is at or below the true share in
 * only 84 % of samples.
 */
const POISSON_LOWER = [0, 0.05129329438755053, 0.35536151069866195, 0.8176914471639534];

/**
 * Wilson's score interval of a proportion (Wilson 1927; without continuity correction). For one to three hits, or
 * misses, that end is the Poisson limit (Brown, Cai, DasGupta 2001, Statistical Science 16:101, modified Wilson).
 * @param proportion observed, 0 to 1
 * @param trials number of trials; may be fractional (an effective sample size). Without trials the interval is [0, 1].
 */
export function wilsonInterval(proportion: number, trials: number): Interval {
  if (!(trials > 0)) return { lower: 0, upper: 1 };
  if (trials === Number.POSITIVE_INFINITY) return { lower: proportion, upper: proportion };
  const z2 = Z * Z;
  const center = proportion + z2 / (2 * trials);
  const half = Z * Math.sqrt((proportion * (1 - proportion)) / trials + z2 / (4 * trials * trials));
  const scale = 1 + z2 / trials;
  const poissonLower = (share: number) => (POISSON_LOWER[Math.floor(share * trials + 1e-9)] ?? trials) / trials;
  return {
    lower: proportion <= 0 ? 0 : Math.min(poissonLower(proportion), Math.max(0, (center - half) / scale)),
    upper: proportion >= 1 ? 1 : Math.max(1 - poissonLower(1 - proportion), Math.min(1, (center + half) / scale)),
  };
}

/**
 * Wilson's interval of a value in [0, 1] that is not a plain proportion but has a known asymptotic variance: as if it were
 * a proportion in as many trials as give that variance (the effective sample size of survey statistics).
 * @param variance of the estimate
 * @param rows trials to assume where the variance says nothing (it is 0, as for a value of 0 or 1)
 */
export function wilsonByVariance(value: number, variance: number, rows: number): Interval {
  return wilsonInterval(value, variance > 0 ? (value * (1 - value)) / variance : rows);
}

/**
 * Wilson's interval, or none where there are too few trials.
 * @param one name of one trial: `positive row`
 */
export function proportionInterval(hits: number, trials: number, one: string, many?: string): Interval | NoInterval {
  return tooFew(trials, NEEDS.proportion, one, many) ?? wilsonInterval(hits / trials, trials);
}
