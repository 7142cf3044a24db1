import { normalSurvival } from '../../statistics/normal.ts';
import { scoreOfDeviation } from './deviation.ts';
import type { MovementFilter } from './movement-filter.ts';
import { BASELINE_PART, type MeanOfWindows, MOVEMENT_MODELS } from './movement-models.ts';
import type { Scale } from './scale.ts';

/** Models with a smaller weight cannot change a verdict. */
const NEGLIGIBLE = 1e-12;

/** What the mean of some windows is measured from. */
export interface Origin {
  /** Standard error of the baseline's side, in standard deviations of the baseline. */
  readonly baselineError: number;
  /** Another scale on which the column may move evenly; null: there is none. */
  readonly scale: Scale | null;
}

/** How far a mean of windows lies from the baseline under model i, as a normal score. */
function scoreOfMean(i: number, effect: number, sampling: number, ofMean: number, origin: Origin): number {
  const movement = MOVEMENT_MODELS[i].sd ** 2 * (BASELINE_PART[i] + ofMean);
  const variance = sampling + origin.baselineError ** 2 + movement;
  return Math.abs(scoreOfDeviation({ size: effect, variance, movement, from: 0, scale: origin.scale }));
}

/**
 * The chance of a mean at least this far from the baseline, on either side, under usual movement.
 *
 * @param sampling variance of the mean's sampling
 * @param ofMean by model, the variance of a mean of that many windows as a part of the movement's; see `meanOfWindows`
 */
export function chanceOfMean(
  effect: number,
  sampling: number,
  ofMean: readonly number[],
  weights: Float64Array,
  origin: Origin,
): number {
  let sum = 0;
  for (let i = 0; i < MOVEMENT_MODELS.length; i++) {
    if (weights[i] < NEGLIGIBLE) continue;
    sum += weights[i] * 2 * normalSurvival(scoreOfMean(i, effect, sampling, ofMean[i], origin));
  }
  return sum;
}

/** By model: a single window is its own mean. */
const ONE_WINDOW: readonly number[] = MOVEMENT_MODELS.map(() => 1);

/** {@link chanceOfMean} of a single window. */
export function chanceOfWindow(effect: number, sampling: number, weights: Float64Array, origin: Origin): number {
  return chanceOfMean(effect, sampling, ONE_WINDOW, weights, origin);
}

/** The chance of a single window at least this far from the baseline, on either side, under each model. */
export function chancesOfWindow(effect: number, sampling: number, origin: Origin): Float64Array {
  return Float64Array.from(MOVEMENT_MODELS, (_, i) => 2 * normalSurvival(scoreOfMean(i, effect, sampling, 1, origin)));
}

/**
 * The chance of such a mean of the last windows, given those before. Each model gives two chances: of where the mean lies, and
 * of how it got there from the windows before. The smaller one counts, doubled.
 *
 * @param filter as it was before the windows of the mean
 */
export function chanceAfter(
  filter: MovementFilter,
  { effect, sampling }: { readonly effect: number; readonly sampling: number },
  means: readonly MeanOfWindows[],
  weights: Float64Array,
  origin: Origin,
): number {
  const sign = Math.sign(effect);
  let sum = 0;
  for (let i = 0; i < MOVEMENT_MODELS.length; i++) {
    if (weights[i] < NEGLIGIBLE) continue;
    const lies = scoreOfMean(i, effect, sampling, means[i].variance, origin);
    const moved = sign * filter.surprise(i, { effect, sampling, scale: origin.scale }, means[i]);
    sum += weights[i] * Math.min(1, 4 * normalSurvival(Math.max(lies, moved)));
  }
  return sum;
}
