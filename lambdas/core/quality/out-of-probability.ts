import { outOfRange } from './out-of-range.ts';
import type { ColumnRule } from './types.ts';

/** Rounding may take a probability so far out of its range. */
const ROUNDING = 1e-6;

/**
 * Scores below 0 or above 1 where the baseline's are probabilities: percent, or the model's raw output. Scores that are
 * rarer in the baseline but still probabilities are drift, not broken data.
 */
export const outOfProbability: ColumnRule = {
  check: 'out_of_range',
  comparesDistributions: true,
  measure(baseline, window, limits) {
    if (baseline.moments === null || window.moments === null) return null;
    const isProbability = (min: number, max: number) => min >= -ROUNDING && max <= 1 + ROUNDING;
    if (!isProbability(baseline.moments.min, baseline.moments.max)) return null;
    if (isProbability(window.moments.min, window.moments.max)) return null;
    return outOfRange.measure(baseline, window, limits);
  },
};
