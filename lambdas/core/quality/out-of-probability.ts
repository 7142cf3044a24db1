import { outOfRange } from './out-of-range.ts';
import type { ColumnRule } from './types.ts';

/** How far rounding may take a probability out of its range. */
const ROUNDING = 1e-6;

/**
 * Scores below 0 or above 1 although the baseline's are probabilities: percentages, or the model's raw output. Other
 * scores outside the baseline's range are still probabilities, so they are drift and not broken data.
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
