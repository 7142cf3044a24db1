import { chiSquareSurvival } from '../../lambdas/core/statistics/chi-square.ts';

/**
 * The exact 95 % interval for the mean of a Poisson count (F. Garwood, 1936): the means at which a count
 * this large or larger, and this small or smaller, has a probability of 2.5 %.
 */
export function garwoodInterval(count: number): readonly [lower: number, upper: number] {
  const atMost = (count: number, mean: number) => chiSquareSurvival(2 * mean, 2 * (count + 1));
  const lower = count === 0 ? 0 : solve((mean) => 1 - atMost(count - 1, mean) < TAIL, count);
  return [lower, solve((mean) => atMost(count, mean) > TAIL, count)];
}

const TAIL = 0.025;

/** The largest mean for which a condition holds; it holds for small ones. */
function solve(holds: (mean: number) => boolean, count: number): number {
  let [low, high] = [0, count + 10 * Math.sqrt(count) + 10];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
