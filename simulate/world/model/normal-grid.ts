/** Beyond this the normal distribution has no noticeable weight. */
const FAR = 9;
const STEPS = 400;

/** Points with the weights of a standard normal distribution, ascending; the weights add up to 1. */
export interface NormalGrid {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The middles of equal steps on both sides of `edge`, so that an integral whose integrand jumps there is exact to the square
 * of a step.
 */
export function normalGrid(edge: number): NormalGrid {
  const middle = Math.min(FAR, Math.max(-FAR, edge));
  const points = new Float64Array(2 * STEPS);
  const weights = new Float64Array(2 * STEPS);
  const steps = [(middle + FAR) / STEPS, (FAR - middle) / STEPS];
  let sum = 0;
  for (let i = 0; i < points.length; i++) {
    const side = i < STEPS ? 0 : 1;
    const at = (i % STEPS) + 0.5;
    points[i] = side === 0 ? -FAR + at * steps[0] : middle + at * steps[1];
    weights[i] = Math.exp(-0.5 * points[i] ** 2) * steps[side];
    sum += weights[i];
  }
  return { points, weights: weights.map((weight) => weight / sum) };
}
