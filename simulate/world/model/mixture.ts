import { solve } from './solve.ts';

/**
 * Classifiers of simulations are wrong in one way: a label is drawn from the model's own probabilities in a share of the rows,
 * and in the others, the share that is its wrongness, as if the model knew nothing. How many rows are of each class does not
 * change with it.
 */

/** Wrongness at the value that is asked for, the first with which it can be had: room for better days. */
const USUAL_WRONGNESS = [0.1, 0.03, 0.01, 0];

/** Spreads on the logit scale, each half as large again as the one before. */
const SPREADS = Array.from({ length: 20 }, (_, i) => 0.02 * 1.5 ** i);

/** The spread where none gives the value at a usual wrongness. */
const OTHERWISE = 3;

/**
 * How far the scores spread: so far that the metric has the value at the usual wrongness; the smallest such spread.
 *
 * @param valueAt The metric by spread and wrongness; NaN where it is not defined.
 * @throws RangeError where the metric cannot have the value
 */
export function findSpread(valueAt: (spread: number, wrongness: number) => number, value: number): number {
  for (const wrongness of USUAL_WRONGNESS) {
    const found = firstSpread((spread) => valueAt(spread, wrongness), value);
    if (found !== null) return found;
  }
  if (solve((wrongness) => valueAt(OTHERWISE, wrongness), value, 0, 1) !== null) return OTHERWISE;
  throw new RangeError(`there is no world in which the metric is ${value}`);
}

function firstSpread(valueAt: (spread: number) => number, value: number): number | null {
  const values = SPREADS.map(valueAt);
  const next = values.findIndex(
    (after, i) => i > 0 && values[i - 1] < value !== after < value && !Number.isNaN(values[i - 1]),
  );
  return next < 0 ? null : solve(valueAt, value, SPREADS[next - 1], SPREADS[next]);
}

/** @throws RangeError where a model that knows nothing is better than that */
export function findWrongness(valueAt: (wrongness: number) => number, value: number): number {
  const found = solve(valueAt, value, 0, 1);
  if (found !== null) return found;
  const [best, worst] = [valueAt(0), valueAt(1)];
  if (Math.abs(value - best) < Math.abs(value - worst)) return 0;
  throw new RangeError(`the metric is ${worst.toFixed(4)} for a model that knows nothing, and cannot be ${value}`);
}
