import { hash } from 'node:crypto';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';

/**
 * A stream of random numbers of its own for everything that has a name: what one draws does not move the others, so the
 * same monitor sees the same rows with and without a change.
 */
export function randomOf(...names: readonly (string | number)[]): SeededRandom {
  return new SeededRandom(Number.parseInt(hash('sha256', names.join('/')).slice(0, 8), 16));
}
