import type { Interval } from './interval.ts';
import { NEEDS, type NoInterval, tooFew } from './needs.ts';
import { Z } from './quantiles.ts';

/**
 * Means of Poisson distributions that give 1, 2, 3 hits or more in 1 of 20 samples: lower limits that Wilson's exceed for so
 * few hits (it covers a share of 0.2 hits on average in 84 % of samples only).
 */
const RARE = [0, 0.05129329438755053, 0.35536151069866195, 0.8176914471639534];

/**
 * Wilson's score interval of a proportion (Wilson 1927; without continuity correction), for one to three hits, or misses,
 * with the Poisson limit at that end (Brown, Cai, DasGupta 2001, Statistical Science 16:101, modified Wilson).
 * @param proportion observed, 0 to 1
 * @param trials how many it was observed in; may be fractional (an effective sample size). None at all gives [0, 1].
 */
export function wilsonInterval(proportion: number, trials: number): Interval {
  if (!(trials > 0)) return { lower: 0, upper: 1 };
  if (trials === Number.POSITIVE_INFINITY) return { lower: proportion, upper: proportion };
  const z2 = Z * Z;
  const center = proportion + z2 / (2 * trials);
  const half = Z * Math.sqrt((proportion * (1 - proportion)) / trials + z2 / (4 * trials * trials));
  const scale = 1 + z2 / trials;
  const rare = (share: number) => (RARE[Math.floor(share * trials + 1e-9)] ?? trials) / trials;
  return {
    lower: proportion <= 0 ? 0 : Math.min(rare(proportion), Math.max(0, (center - half) / scale)),
    upper: proportion >= 1 ? 1 : Math.max(1 - rare(1 - proportion), Math.min(1, (center + half) / scale)),
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
 * Wilson's interval where there are trials enough for it.
 * @param one what is counted, one of it
 */
export function proportionInterval(hits: number, trials: number, one: string, many?: string): Interval | NoInterval {
  return tooFew(trials, NEEDS.proportion, one, many) ?? wilsonInterval(hits / trials, trials);
}
