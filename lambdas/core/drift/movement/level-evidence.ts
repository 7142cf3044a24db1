import { logEvidence } from './model-weights.ts';
import type { MovementFilter } from './movement-filter.ts';
import type { Evidence, Observation, Series } from './series.ts';
import { OFFSET_SHARE, type Span } from './spans.ts';

/** Standard deviation of the common offset that is tested for. */
const OFFSET = 0.2;
/** An offset of fewer standard errors than this is not tested: chance alone explains it. */
const LEAST_OFFSET = 3;

/**
 * Whether all windows lie off the baseline by the same offset. The likelihood of that over the likelihood of usual movement alone is an
 * e-value (P. Grünwald, R. de Heide and W. Koolen, "Safe testing", 2024): at most one on average without an offset. Its inverse
 * is a p-value however often it is computed, so it finds later what the first windows could not distinguish from movement.
 *
 * @param current the assessed window, without its season
 */
export function findOffsetEvidence(series: Series, current: Observation, prior: ArrayLike<number>): Evidence | null {
  if (!series.knowsCycle) return null;
  return compareLevels(series, series.freshFilter(), series.ofBaseline, current, { share: OFFSET_SHARE, prior });
}

/**
 * The same for the windows of a span: whether all of them lie off the windows before by the same offset. Usual movement of that size
 * would scatter them more, which a test of their mean does not see.
 */
export function findStepEvidence(
  series: Series,
  { windows, stepShare }: Span,
  current: Observation,
  prior: ArrayLike<number>,
): Evidence | null {
  const first = series.earlier.length - windows + 1;
  const before = series.filterBefore(windows - 1);
  if (windows < 2 || first < series.ofBaseline || !series.coversCycle(before)) return null;
  if (series.earlier.slice(first).some(({ flagged }) => flagged)) return null;
  return compareLevels(series, before, first, current, { share: stepShare, prior });
}

/** @param before the filter as it was before the window `first` */
function compareLevels(
  series: Series,
  before: MovementFilter,
  first: number,
  current: Observation,
  { share, prior }: { readonly share: number; readonly prior: ArrayLike<number> },
): Evidence | null {
  const used = series.earlier.slice(first).filter(({ flagged }) => !flagged);
  const windows = used.length + 1;
  const effect = used.reduce((sum, window) => sum + window.effect, current.effect) / windows;
  const variance = used.reduce((sum, { error }) => sum + error ** 2, current.error ** 2) / windows ** 2;
  // Nothing to test unless the effect is improbable without any movement.
  if (effect ** 2 < LEAST_OFFSET ** 2 * (variance + series.baselineError ** 2)) return null;
  if (effect * current.effect <= 0 || Math.abs(current.effect) < Math.abs(effect) / 2) return null;
  const [unmoved, moved] = [before.copy(), before.copy()];
  moved.mayBeMoved(OFFSET);
  for (const filter of [unmoved, moved]) {
    series.replay(filter, first, Math.sign(effect));
    filter.step(current.effect, current.error);
  }
  const pValue = Math.exp(logEvidence(unmoved, prior) - logEvidence(moved, prior));
  return { pValue: Math.min(1, pValue / share), windows, effect };
}
