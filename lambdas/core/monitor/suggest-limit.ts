import { scaleOf, standardise } from '../comparison/scale.ts';
import { Z } from '../performance/intervals/quantiles.ts';
import type { MetricEstimate } from '../performance/metric-estimate.ts';
import { METRICS } from '../performance/metrics/registry.ts';
import type { MetricName } from '../performance/types.ts';

/**
 * How far windows of an unchanged model move, in standard deviations of a row: what the comparison with the baseline takes to be likely
 * before windows have shown more (`comparison/usual-movement.ts`).
 */
const USUAL_MOVEMENT = 0.05;

/**
 * An alert limit for a metric, such as `accuracy < 0.91` for a baseline of 0.936: what only one window in forty of an unchanged model is
 * beyond, however many its rows. Two errors count, on the scale on which windows are compared with the baseline: that of the baseline's
 * own sample, and usual movement. The distance from the metric's best value is rounded up to two digits.
 *
 * null where the metric has no such limit: one that is best at zero from both sides, or whose windows cannot be placed on a scale; a
 * baseline without an interval; or one so bad that no value would be beyond the limit.
 */
export function suggestLimit(metric: MetricName, baseline: MetricEstimate | null): string | null {
  const {
    better,
    range: [min, max],
  } = METRICS[metric];
  const scale = scaleOf(metric);
  if (better === 'zero' || baseline === null || scale === null) return null;
  const found = standardise(baseline, scale);
  if (found === null) return null;
  const row = scale.isOfRows ? 1 : found.error * Math.sqrt(baseline.rows);
  const margin = Z * Math.hypot(found.error, USUAL_MOVEMENT * row);
  // Every scale rises with its metric.
  const edge = scale.from(better === 'higher' ? found.value - margin : found.value + margin);
  const allowed = roundUp(better === 'higher' ? max - edge : edge - min);
  const limit = Number((better === 'higher' ? max - allowed : min + allowed).toPrecision(12));
  if (!(limit > min && limit < max)) return null;
  return `${metric} ${better === 'higher' ? '<' : '>'} ${limit}`;
}

/** To two digits. A multiple of the unit that is a little too large by rounding of doubles stays as it is. */
function roundUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit - 1e-9) * unit;
}
