import { comparePerformance, type MetricComparison } from '../performance/compare.ts';
import { METRICS } from '../performance/metrics/registry.ts';
import type { MetricEstimate, MetricName } from '../performance/types.ts';
import { countOf } from '../text/numbers.ts';
import { ENOUGH_WINDOWS, MetricSeries, type SeriesWindow, type WindowStanding } from './metric-series.ts';
import { type Scale, type Standardised, scaleOf, standardise } from './scale.ts';

/**
 * "Same" is a claim too: where quiet windows show such a difference no more often than this, the outcome is unknown.
 */
const SELDOM = 0.05;

/** The metric in one window. */
export interface MeasuredWindow extends Pick<SeriesWindow, 'groups' | 'isUsual'> {
  readonly name: string;
  readonly estimate: MetricEstimate;
  /** The outcome of the latest earlier check of this window; absent for the window that is compared now. */
  readonly lastOutcome?: MetricComparison['outcome'];
}

/** How a model compares with its baseline, and the windows that show it. */
export interface BaselineComparison {
  readonly outcome: MetricComparison['outcome'];
  /** The metric in the baseline. */
  readonly baseline: number | null;
  /** How many windows show the difference together, this one included. */
  readonly windows: number;
  /** The first of them. */
  readonly since: string;
  /** The metric over them. */
  readonly value: number | null;
  /** One printable line: why the outcome is unknown, or why it is the same although the window's own rows differ. */
  readonly reason?: string;
}

/**
 * Compares the last of the windows with the baseline, given the windows before. A difference counts where chance and
 * usual movement between windows do not explain it: see {@link MetricSeries}. Where windows of the metric cannot be
 * averaged ({@link scaleOf}), or the baseline's rows do not vary, the window is compared alone.
 *
 * @param windows in the order of time, at least one; earlier ones without an interval are left out
 * @param isWhole whether the first window is the model's first; if earlier ones are cut off, the first keeps its last
 * outcome
 */
export function compareWindows(
  metric: MetricName,
  baseline: MetricEstimate,
  windows: readonly MeasuredWindow[],
  isWhole = true,
): BaselineComparison {
  const last = windows[windows.length - 1];
  const alone = comparePerformance(baseline, last.estimate, METRICS[metric]);
  const basis = { baseline: baseline.value, windows: 1, since: last.name, value: last.estimate.value };
  if (alone.outcome === 'unknown') return { outcome: 'unknown', ...basis, reason: alone.reason! };
  const scale = scaleOf(metric);
  const centre = scale && standardise(baseline, scale);
  if (centre === null || scale === null) return { outcome: alone.outcome, ...basis };

  const unit = scale.isOfRows ? 1 : centre.error * Math.sqrt(baseline.rows);
  const observed = observe(windows, scale, unit);
  if (observed.at(-1)?.window !== last) return { outcome: alone.outcome, ...basis };
  const { outcome, standing } = compareToBaseline(metric, observed, { ...centre, unit }, isWhole);
  if (outcome !== 'same') {
    const shown = observed.slice(-standing.windows);
    const mean = shown.reduce((sum, { scaled }) => sum + scaled, 0) / shown.length;
    const value = shown.length === 1 ? last.estimate.value : scale.from(mean);
    return { outcome, ...basis, windows: shown.length, since: shown[0].window.name, value };
  }
  const { pValue, learned } = standing;
  const unknown = (reason: string): BaselineComparison => ({ outcome: 'unknown', ...basis, reason });
  if (pValue <= SELDOM) return unknown('the difference is unusual, but normal variation could still explain it');
  if (alone.outcome === 'same') return { outcome, ...basis };
  if (learned >= ENOUGH_WINDOWS) return { outcome, ...basis, reason: 'windows usually vary by this much' };
  const known = `${countOf(learned, 'earlier window')} of ${ENOUGH_WINDOWS} known`;
  return unknown(`the difference is beyond chance, but windows may usually differ this much (${known})`);
}

interface Observed {
  readonly window: MeasuredWindow;
  /** The metric on its scale. */
  readonly scaled: number;
  /** In standard deviations of a row. */
  readonly error: number;
}

/**
 * The windows that can be placed on the scale.
 *
 * @param unit the standard deviation of a row on the scale
 */
function observe(windows: readonly MeasuredWindow[], scale: Scale, unit: number): Observed[] {
  return windows.flatMap((window) => {
    const found = standardise(window.estimate, scale);
    if (found === null) return [];
    // A window without the baseline's rare large errors has an interval that is too narrow.
    const error = Math.max(found.error / unit, scale.isOfRows ? 0 : 1 / Math.sqrt(window.estimate.rows));
    return [{ window, scaled: found.value, error }];
  });
}

function compareToBaseline(
  metric: MetricName,
  observed: readonly Observed[],
  { value: centre, error, unit }: Standardised & { readonly unit: number },
  isWhole: boolean,
): { outcome: 'better' | 'same' | 'worse'; standing: WindowStanding } {
  const { better } = METRICS[metric];
  const above = better === 'higher' ? 'better' : 'worse';
  const below = better === 'higher' ? 'worse' : 'better';
  const side = (outcome: MetricComparison['outcome'] | undefined) =>
    outcome === above ? 1 : outcome === below ? -1 : 0;
  const standingFrom = (level: number) => {
    const series = new MetricSeries(error / unit);
    let standing: WindowStanding = { pValue: 1, side: 0, windows: 1, learned: 0 };
    for (const [i, { window, scaled, error: ofWindow }] of observed.entries()) {
      const { groups, isUsual } = window;
      const before = i === 0 && !isWhole && better !== 'zero' ? side(window.lastOutcome) : 0;
      standing = series.next({ effect: (scaled - level) / unit, error: ofWindow, groups, isUsual }, before);
    }
    return standing;
  };
  const standing = standingFrom(centre);
  if (better !== 'zero') {
    return { outcome: standing.side === 0 ? 'same' : standing.side > 0 ? above : below, standing };
  }
  // For two numbers x and c, x is farther from zero where x − c and x + c have the same sign, and nearer where the
  // signs differ.
  const mirrored = standingFrom(-centre);
  const product = standing.side * mirrored.side;
  const both = {
    ...standing,
    pValue: Math.max(standing.pValue, mirrored.pValue),
    windows: Math.min(standing.windows, mirrored.windows),
  };
  return { outcome: product === 0 ? 'same' : product > 0 ? 'worse' : 'better', standing: both };
}
