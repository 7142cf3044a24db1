import type { AlignedNumbers } from '../aligned.ts';
import type { Distance, DriftMethod } from './method.ts';
import { integrateGridDifference } from './wasserstein-grid.ts';

/**
 * Wasserstein distance W1 = ∫ |F − G| dx in units of the baseline's population standard deviation. A baseline of one
 * constant has no such unit: 0 when the window is that constant too, otherwise no number but the reason
 * `constant_baseline_changed`. Rows at ±∞ are taken to stand at the largest and smallest finite number of both sides.
 * Agrees with scipy.stats.wasserstein_distance / numpy.std. Error from a grid: see {@link integrateGridDifference}.
 */
export const wasserstein: DriftMethod = {
  name: 'wasserstein',
  defaultLimit: 0.1,
  measureNumbers: measure,
  measureCategories: null,
};

function measure(aligned: AlignedNumbers): Distance {
  if (!Number.isFinite(aligned.min)) return { value: null, reason: 'no_finite_numbers' };
  const unit = aligned.baselineStandardDeviation;
  const { area, errorBound } = aligned.exact
    ? { area: integrateDifference(aligned), errorBound: 0 }
    : integrateGridDifference(aligned);
  if (!(unit > 0)) {
    return area === 0 && errorBound === 0 && aligned.min === aligned.max
      ? { value: 0, errorBound: 0 }
      : { value: null, reason: 'constant_baseline_changed' };
  }
  const value = area / unit;
  if (!Number.isFinite(value)) return { value: null, reason: 'not_representable' };
  return { value, errorBound: errorBound / unit };
}

function integrateDifference(aligned: AlignedNumbers): number {
  const { upper, baseline, window, baselineRows, windowRows, min, max } = aligned;
  let f = 0;
  let g = 0;
  let area = 0;
  for (let i = 0; i + 1 < upper.length; i++) {
    f += baseline[i];
    g += window[i];
    const width = Math.min(upper[i + 1], max) - Math.max(upper[i], min);
    if (width > 0) area += Math.abs(f / baselineRows - g / windowRows) * width;
  }
  return area;
}
