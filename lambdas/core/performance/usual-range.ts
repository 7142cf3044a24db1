import { medianAbsoluteDeviation } from '../statistics/median.ts';
import { studentTUpperQuantile } from '../statistics/student-t.ts';
import type { MetricComparison } from './compare.ts';
import type { MetricDefinition } from './metrics/definition.ts';

/** Fewer earlier windows say nothing about what is usual. */
export const FEWEST_USUAL_WINDOWS = 7;

/** Share of usual windows outside the range, both sides together. */
const OUTSIDE = 0.05;

/** Where a metric of the next window usually lies. */
export interface UsualRange {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The range a metric of the next window lies in when nothing has changed: a two-sided prediction interval, baseline ±
 * t(1 − α/2; w − 1) · scaled median absolute deviation · √(1 + 1/w), which a few odd windows do not move. A confidence
 * interval knows only the rows of its own window; windows differ for other reasons too, such as the weekday or the weather.
 * How much they differ from each other is learned from them, not where they lie: windows that are all worse than the
 * baseline make nothing usual.
 *
 * @param earlier the metric in earlier windows without a breach; null when there are fewer than {@link FEWEST_USUAL_WINDOWS}
 * @param centre the metric in the baseline
 */
export function usualRange(earlier: readonly number[], centre: number): UsualRange | null {
  const windows = earlier.length;
  if (windows < FEWEST_USUAL_WINDOWS) return null;
  const spread = medianAbsoluteDeviation(earlier) * Math.sqrt(1 + 1 / windows);
  const margin = studentTUpperQuantile(OUTSIDE / 2, windows - 1) * spread;
  return { lower: centre - margin, upper: centre + margin };
}

/**
 * A comparison with the baseline, taking into account how windows usually differ: what lies in the usual range is the same,
 * however certain it is that this window's rows differ from the baseline's.
 */
export function tolerateUsual(
  outcome: MetricComparison['outcome'],
  value: number | null,
  usual: UsualRange | null,
  { better }: Pick<MetricDefinition, 'better'>,
): MetricComparison['outcome'] {
  if (usual === null || value === null || (outcome !== 'better' && outcome !== 'worse')) return outcome;
  const above = value > usual.upper;
  const below = value < usual.lower;
  if (better === 'zero') return above || below ? outcome : 'same';
  const onItsSide = (outcome === 'better') === (better === 'higher') ? above : below;
  return onItsSide ? outcome : 'same';
}
