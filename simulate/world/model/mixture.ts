import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import { solve } from './solve.ts';

/**
 * Simulated classifiers are wrong in one way. In a share of the rows, the wrongness, the label is drawn as if the model knew
 * nothing; in the others it is drawn from the model's own probabilities. The share of each class stays the same.
 */

/** Wrongness before a change: the first of these with which the metric can have its value. It leaves room for better days. */
const USUAL_WRONGNESS = [0.1, 0.03, 0.01, 0];

/** Spreads on the logit scale, each half as large again as the one before. */
const SPREADS = Array.from({ length: 20 }, (_, i) => 0.02 * 1.5 ** i);

/** The spread where none gives the value at a usual wrongness. */
const OTHERWISE = 3;

/**
 * The smallest spread of the scores with which the metric has its value at a usual wrongness.
 *
 * @param valueAt The metric by spread and wrongness; NaN where it is not defined.
 * @throws RangeError where the metric cannot have the value
 */
export function findSpread(
  { metric, value }: { readonly metric: MetricName; readonly value: number },
  valueAt: (spread: number, wrongness: number) => number,
): number {
  for (const wrongness of USUAL_WRONGNESS) {
    const found = firstSpread((spread) => valueAt(spread, wrongness), value);
    if (found !== null) return found;
  }
  if (solve((wrongness) => valueAt(OTHERWISE, wrongness), value, 0, 1) !== null) return OTHERWISE;
  const usual = USUAL_WRONGNESS.flatMap((wrongness) => SPREADS.map((spread) => valueAt(spread, wrongness)));
  const possible = [...usual, valueAt(OTHERWISE, 1)].filter((known) => !Number.isNaN(known));
  const [least, most] = [Math.min(...possible), Math.max(...possible)].map((known) => known.toFixed(4));
  throw new RangeError(`${metric} cannot be ${value} in simulations; accepted: from ${least} to ${most}`);
}

function firstSpread(valueAt: (spread: number) => number, value: number): number | null {
  const values = SPREADS.map(valueAt);
  const next = values.findIndex(
    (after, i) => i > 0 && values[i - 1] < value !== after < value && !Number.isNaN(values[i - 1]),
  );
  return next < 0 ? null : solve(valueAt, value, SPREADS[next - 1], SPREADS[next]);
}

/** @throws RangeError where a model that knows nothing is better than that */
export function findWrongness(metric: MetricName, valueAt: (wrongness: number) => number, value: number): number {
  const found = solve(valueAt, value, 0, 1);
  if (found !== null) return found;
  const [best, worst] = [valueAt(0), valueAt(1)];
  if (Math.abs(value - best) < Math.abs(value - worst)) return 0;
  const least = worst.toFixed(4);
  throw new RangeError(`${metric} is ${least} for a model that knows nothing, and cannot become ${value.toFixed(4)}`);
}
