import { findOffsetEvidence, findStepEvidence } from './level-evidence.ts';
import { chanceAfter, chanceOfMean, chanceOfWindow } from './mean-chance.ts';
import { weighModels } from './model-weights.ts';
import { PRIOR } from './movement-models.ts';
import type { Evidence, Observation, Series } from './series.ts';
import { SPANS, type Span } from './spans.ts';

/** What the window shows of a signed shift, with the windows before. */
export function findEvidence(series: Series, window: Observation, prior: ArrayLike<number> = PRIOR): Evidence {
  const current = series.withoutSeason(window);
  let best: Evidence = { pValue: 1, windows: 1, effect: current.effect };
  const consider = (evidence: Evidence | null) => {
    if (evidence !== null && evidence.pValue < best.pValue) best = evidence;
  };
  for (const span of SPANS) {
    consider(findSpanEvidence(series, span, current, prior));
    consider(findStepEvidence(series, span, current, prior));
  }
  consider(findOffsetEvidence(series, current, prior));
  return best;
}

/** What the window shows of a distance, which has no sign: it is tested by this window alone, with the whole chance. */
export function findDistanceEvidence(
  series: Series,
  { effect: size, error, groups }: Observation,
  prior: ArrayLike<number> = PRIOR,
): Evidence {
  // A seasonal shift may also change the shape, in either direction.
  const season = Math.abs(series.withoutSeason({ effect: 0, error, groups, flagged: false }).effect);
  // Measured from a new normal, a distance can be negative.
  const effect = Math.sign(size) * Math.max(0, Math.abs(size) - season);
  const pValue = chanceOfDistance(series, Math.abs(effect), error, series.posterior(prior));
  return { pValue: Math.min(1, pValue), windows: 1, effect };
}

/** The chance of a distance at least as large in one window. */
export function chanceOfDistance(series: Series, distance: number, error: number, weights: Float64Array): number {
  return chanceOfWindow(towardsLongerSide(series, distance), error ** 2, weights, series);
}

/** A distance does not say on which side the column is; it is taken to be on the one to which the column moves further. */
function towardsLongerSide({ scale }: Series, distance: number): number {
  return scale !== null && Math.abs(scale.placeOf(-distance)) < Math.abs(scale.placeOf(distance))
    ? -distance
    : distance;
}

function findSpanEvidence(series: Series, span: Span, current: Observation, prior: ArrayLike<number>): Evidence | null {
  const { windows, used, share } = span;
  const { earlier } = series;
  const first = earlier.length - windows + 1;
  if (first < series.ofBaseline) return null;
  const sign = Math.sign(current.effect);
  let sum = current.effect;
  let variance = current.error ** 2;
  let farthest = current;
  for (let i = first; i < earlier.length; i++) {
    const observation = earlier[i];
    if (observation.flagged) return null;
    sum += observation.effect;
    variance += observation.error ** 2;
    if (sign * observation.effect > sign * farthest.effect) farthest = observation;
  }
  if (used < windows) {
    sum -= farthest.effect;
    variance -= farthest.error ** 2;
  }
  const effect = sum / used;
  // A shift that is over is not a lasting one.
  if (effect * sign <= 0 || Math.abs(current.effect) < Math.abs(effect) / 2) return null;
  const weights = weighModels(series.filterBefore(windows - 1), prior);
  const pValue = chanceInSpan(series, span, { effect, sampling: variance / used ** 2 }, weights);
  return { pValue: Math.min(1, pValue / share), windows, effect };
}

/** The chance of such a mean over a span; how it got there counts only once a whole cycle of windows is known. */
export function chanceInSpan(
  series: Series,
  { windows, means, variances }: Span,
  mean: { readonly effect: number; readonly sampling: number },
  weights: Float64Array,
): number {
  const filter = series.filterBefore(windows - 1);
  if (series.coversCycle(filter)) return chanceAfter(filter, mean, means, weights, series);
  return chanceOfMean(mean.effect, mean.sampling, variances, weights, series);
}
