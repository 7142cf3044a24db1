import { normalQuantile } from '../../statistics/normal.ts';
import type { Shift } from './shift.ts';

/** The smallest effect that matters: the distance of a shift by a tenth of a standard deviation. */
const MATERIAL_SHAPE = 0.1;

/**
 * A distance between two distributions as a shift: the part beyond chance, with the normal score of the test's p-value.
 *
 * @param excess distance beyond that of chance, in standard deviations
 * @param error standard deviation of the distance by chance
 */
export function shapeShift({
  excess,
  error,
  pValue,
  part,
}: {
  readonly excess: number;
  readonly error: number;
  readonly pValue: number;
  readonly part: number;
}): Shift {
  const effect = Math.max(0, excess);
  const score = -normalQuantile(Math.min(0.5, pValue));
  return {
    kind: 'shape',
    effect,
    // Then effect divided by error is the score of the exact p-value.
    error: score > 1 && Number.isFinite(score) && effect > 0 ? effect / score : error,
    baselineError: 0,
    material: MATERIAL_SHAPE,
    part,
  };
}
