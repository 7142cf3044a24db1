import { BASELINE_PART, MOVEMENT_MODELS } from '../../../../lambdas/core/drift/movement/movement-models.ts';
import type { Observation } from '../../../../lambdas/core/drift/movement/series.ts';
import type { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';

/** Index of a model of movement, drawn by its prior. */
export function drawModel(random: SeededRandom): number {
  let left = random.uniform() * MOVEMENT_MODELS.reduce((sum, { prior }) => sum + prior, 0);
  for (const [i, { prior }] of MOVEMENT_MODELS.entries()) {
    left -= prior;
    if (left < 0) return i;
  }
  return MOVEMENT_MODELS.length - 1;
}

/** Effects of windows that move as a model says, with normal errors of this size. */
export function drawSeries(
  i: number,
  count: number,
  errors: { readonly baseline: number; readonly window: number },
  random: SeededRandom,
): Observation[] {
  const { sd, autocorrelation } = MOVEMENT_MODELS[i];
  const level = Math.sqrt(errors.baseline ** 2 + sd ** 2 * BASELINE_PART[i]) * random.normal();
  let movement = sd * random.normal();
  return Array.from({ length: count }, () => {
    const effect = level + movement + errors.window * random.normal();
    movement = autocorrelation * movement + Math.sqrt(1 - autocorrelation ** 2) * sd * random.normal();
    return { effect, error: errors.window, flagged: false, groups: [] };
  });
}
