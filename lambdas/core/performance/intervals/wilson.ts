import type { Interval } from './interval.ts';
import { Z } from './quantiles.ts';

/**
 * Wilson's score interval of a proportion (Wilson 1927; without continuity correction).
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
  return {
    lower: proportion <= 0 ? 0 : Math.max(0, (center - half) / scale),
    upper: proportion >= 1 ? 1 : Math.min(1, (center + half) / scale),
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
