import { ENOUGH_WINDOWS } from '../comparison/metric-series.ts';
import { type Scale, type Standardised, scaleOf, standardise } from '../comparison/scale.ts';
import { findOutlierWindows } from '../drift/movement/outlier-windows.ts';
import { Z } from '../performance/intervals/quantiles.ts';
import type { MetricEstimate } from '../performance/metric-estimate.ts';
import { METRICS } from '../performance/metrics/registry.ts';
import type { MetricName } from '../performance/types.ts';

/**
 * How far windows of an unchanged model move, in standard deviations of a row: what the comparison with the baseline takes to be likely
 * before windows have shown more (`comparison/usual-movement.ts`).
 */
const USUAL_MOVEMENT = 0.05;

/** Of so many windows alike, a new one is beyond the worst with a probability of one in forty, however they are distributed. */
const SHOWING_WINDOWS = 39;

/** The metric in the baseline's own windows. */
export interface MeasuredWindows {
  readonly estimates: readonly MetricEstimate[];
  /** Labelled rows with which a window is judged alone: `performance.minimumRows`. */
  readonly minimumRows: number;
}

/**
 * An alert limit for a metric, such as `accuracy < 0.91` for a baseline of 0.936: what only one window in forty of an unchanged model is
 * beyond, however many its rows. Two errors count, on the scale on which windows are compared with the baseline: that of the baseline's
 * own sample, and usual movement. The distance from the metric's best value is rounded up to two digits.
 *
 * Where the metric is known in the baseline's own windows, these show how far it moves: none with enough rows is beyond the limit, not
 * even by chance, and from eight windows on, only one in forty new ones is. Odd windows do not count.
 *
 * null where the metric has no such limit: one that is best at zero from both sides, or whose windows cannot be placed on a scale; a
 * baseline without an interval; or one so bad that no value would be beyond the limit.
 */
export function suggestLimit(
  metric: MetricName,
  baseline: MetricEstimate | null,
  windows: MeasuredWindows | null = null,
): string | null {
  const {
    better,
    range: [min, max],
  } = METRICS[metric];
  const scale = scaleOf(metric);
  if (better === 'zero' || baseline === null || scale === null) return null;
  const found = standardise(baseline, scale);
  if (found === null) return null;
  const isHigher = better === 'higher';
  const row = scale.isOfRows ? 1 : found.error * Math.sqrt(baseline.rows);
  const movement = USUAL_MOVEMENT * row;
  // Every scale rises with its metric.
  const beyond = (value: number, margin: number) => scale.from(isHigher ? value - margin : value + margin);
  const edges = [beyond(found.value, Z * Math.hypot(found.error, movement))];
  if (windows !== null) {
    const usual = usualWindows(windows.estimates, scale);
    const whole = usual.filter(({ estimate }) => estimate.rows >= windows.minimumRows);
    edges.push(...whole.map(({ estimate }) => estimate.value!));
    if (usual.length >= ENOUGH_WINDOWS && whole.length < SHOWING_WINDOWS) {
      const { mean, error } = nextWindow(usual, movement);
      edges.push(beyond(mean, Z * error));
    }
  }
  const edge = isHigher ? Math.min(...edges) : Math.max(...edges);
  const allowed = roundUp(isHigher ? max - edge : edge - min);
  const limit = Number((isHigher ? max - allowed : min + allowed).toPrecision(12));
  if (!(limit > min && limit < max)) return null;
  return `${metric} ${isHigher ? '<' : '>'} ${limit}`;
}

interface UsualWindow extends Standardised {
  readonly estimate: MetricEstimate;
}

/** The windows that have an interval and are not odd, such as a day whose labels were broken. */
function usualWindows(estimates: readonly MetricEstimate[], scale: Scale): UsualWindow[] {
  const placed = estimates.flatMap((estimate) => {
    const found = standardise(estimate, scale);
    return found === null ? [] : [{ ...found, estimate }];
  });
  const isOdd = findOutlierWindows(placed.map(({ value, error }) => ({ effect: value, error })));
  return placed.filter((_, i) => !isOdd[i]);
}

/**
 * Mean and standard error of the true value of a new window: the variance between windows is what the sampling errors leave of the
 * windows' variance (method of moments; R. DerSimonian and N. Laird, 1986), at least that of usual movement.
 */
function nextWindow(windows: readonly Standardised[], movement: number): { mean: number; error: number } {
  const { length } = windows;
  const mean = windows.reduce((sum, { value }) => sum + value, 0) / length;
  const variance = windows.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (length - 1);
  const sampling = windows.reduce((sum, { error }) => sum + error ** 2, 0) / length;
  const between = Math.max(movement ** 2, variance - sampling);
  return { mean, error: Math.sqrt(between + (between + sampling) / length) };
}

/** To two digits. A multiple of the unit that is a little too large by rounding of doubles stays as it is. */
function roundUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit - 1e-9) * unit;
}
