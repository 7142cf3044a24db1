import { hash } from 'node:crypto';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';

/**
 * A separate stream of random numbers for each name. Drawing from one does not affect the others, so a monitor sees the same
 * rows with and without a change.
 */
export function randomOf(...names: readonly (string | number)[]): SeededRandom {
  return new SeededRandom(Number.parseInt(hash('sha256', names.join('/')).slice(0, 8), 16));
}
