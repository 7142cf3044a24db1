import type { MovementFilter } from './movement-filter.ts';
import { BASELINE_PART, MOVEMENT_MODELS, PRIOR } from './movement-models.ts';

/** Expectation-maximisation rounds. */
const ROUNDS = 5;

/** The weights of the movement models where columns are assumed not to move. */
export const ONLY_CHANCE: Float64Array = Float64Array.from(MOVEMENT_MODELS, ({ sd }) => Number(sd === 0));

/** Variance of the usual movement under these weights, including the part that is in the baseline's own mean. */
export function usualVarianceOf(weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < MOVEMENT_MODELS.length; i++)
    sum += weights[i] * MOVEMENT_MODELS[i].sd ** 2 * (1 + BASELINE_PART[i]);
  return sum;
}

/** The weights that explain all series together (expectation-maximisation). No model gets the weight 0. */
export function poolModels(series: readonly { posterior(prior: ArrayLike<number>): Float64Array }[]): Float64Array {
  let weights = Float64Array.from(PRIOR);
  for (let round = 0; round < ROUNDS; round++) {
    const next = Float64Array.from(PRIOR);
    for (const one of series) {
      const posterior = one.posterior(weights);
      for (let i = 0; i < next.length; i++) next[i] += posterior[i];
    }
    for (let i = 0; i < next.length; i++) next[i] /= 1 + series.length;
    weights = next;
  }
  return weights;
}

/** The log-likelihood of what a filter has seen, whichever model holds. */
export function logEvidence(filter: MovementFilter, prior: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < MOVEMENT_MODELS.length; i++) sum += filter.relativeLikelihood(i) * prior[i];
  return filter.largestLogLikelihood + Math.log(sum);
}

/** Probabilities of the models given what a filter has seen and their weights before. */
export function weighModels(filter: MovementFilter, prior: ArrayLike<number>): Float64Array {
  const weights = new Float64Array(MOVEMENT_MODELS.length);
  let sum = 0;
  for (let i = 0; i < MOVEMENT_MODELS.length; i++) {
    weights[i] = filter.relativeLikelihood(i) * prior[i];
    sum += weights[i];
  }
  for (let i = 0; i < MOVEMENT_MODELS.length; i++) weights[i] /= sum;
  return weights;
}
