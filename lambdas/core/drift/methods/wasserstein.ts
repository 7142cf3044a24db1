import type { AlignedNumbers } from '../aligned.ts';
import { countSteps } from '../cdf-difference.ts';
import { countExtremes, findExtreme, leaveOutExtremes } from '../extremes.ts';
import type { Distance, DriftMethod } from './method.ts';
import { integrateGridDifference } from './wasserstein-grid.ts';

/**
 * Wasserstein distance W1 = ∫ |F − G| dx in units of the baseline's population standard deviation. A baseline of one
 * constant has no such unit: the distance is 0 when the window is that constant too, otherwise there is none, with the
 * reason `constant_baseline_changed`. Rows at ±∞ count as the largest and smallest finite number of both sides. Agrees
 * with scipy.stats.wasserstein_distance / numpy.std. Error from a grid: see {@link integrateGridDifference}.
 *
 * A few outliers can make up most of the distance, or of the unit. So `beyondChance` is the distance without the most
 * extreme rows of each side (`leaveOutExtremes`); for the unit see `withoutDominantExtremes`.
 */
export const wasserstein: DriftMethod = {
  definition:
    'first Wasserstein distance / population standard deviation of the baseline (without rows that make up most of it, see above)',
  defaultLimit: 0.1,
  isAtMostOne: false,
  measureNumbers: measure,
  measureCategories: null,
};

/** Extreme rows make up most of a distance where less than this part of it is left without them. */
const MOST_OF_DISTANCE = 0.5;
/** A constant has changed where more than this share of the rows left it, or came to it. */
const SHARE_OFF_CONSTANT = 0.1;

function measure(aligned: AlignedNumbers): Distance {
  if (!Number.isFinite(aligned.min)) return { value: null, reason: 'no_finite_numbers' };
  const unit = aligned.baselineStandardDeviation;
  if (!(unit > 0)) {
    return aligned.min === aligned.max
      ? { value: 0, errorBound: 0 }
      : { value: null, reason: 'constant_baseline_changed' };
  }
  const { area, errorBound } = integrate(aligned);
  const value = area / unit;
  if (!Number.isFinite(value)) return { value: null, reason: 'not_representable' };
  const distance = { value, errorBound: errorBound / unit };
  const central = leaveOutExtremes(aligned);
  if (central === null) return measureNearConstant(aligned, distance);
  const beyondChance = Math.min(value, integrate(central).area / unit);
  const extreme = beyondChance < MOST_OF_DISTANCE * value ? findExtreme(aligned, central) : null;
  return { ...distance, beyondChance, ...(extreme && { extreme }) };
}

/** For a baseline of few rows, or one that is constant without its most extreme rows: its deviation cannot be the unit. */
function measureNearConstant(aligned: AlignedNumbers, distance: Distance & { readonly value: number }): Distance {
  if (countExtremes(aligned.baselineRows) === 0) return distance;
  const moved = countSteps(aligned) / (aligned.baselineRows * aligned.windowRows);
  return moved > SHARE_OFF_CONSTANT ? { value: null, reason: 'constant_baseline_changed' } : distance;
}

function integrate(aligned: AlignedNumbers): { readonly area: number; readonly errorBound: number } {
  return aligned.exact ? { area: integrateDifference(aligned), errorBound: 0 } : integrateGridDifference(aligned);
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
