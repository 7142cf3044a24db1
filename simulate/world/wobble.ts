import type { SeededRandom } from '../../lambdas/core/statistics/random.ts';

/** Normal numbers, one a day, each of which is correlated with the one before; the standard deviation is 1 on every day. */
export function drawWobble(random: SeededRandom, days: number, autocorrelation: number): Float64Array {
  const step = Math.sqrt(1 - autocorrelation ** 2);
  const levels = new Float64Array(days);
  for (let i = 0; i < days; i++) {
    levels[i] = i === 0 ? random.normal() : autocorrelation * levels[i - 1] + step * random.normal();
  }
  return levels;
}
