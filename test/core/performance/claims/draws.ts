import type { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';

/** How many of `trials` succeed: drawn one by one. */
export function binomial(random: SeededRandom, trials: number, chance: number): number {
  let successes = 0;
  for (let i = 0; i < trials; i++) if (random.uniform() < chance) successes++;
  return successes;
}
