import { METRICS } from '../performance/metrics/registry.ts';
import type { MetricName } from '../performance/types.ts';

/** A suggested limit is as far from perfect as the baseline, and a quarter more. */
const MORE_ERROR = 1.25;

/**
 * An alert limit for a metric, such as `accuracy < 0.92` for a baseline of 0.936: a quarter more error than the baseline has. The
 * error is the distance from the metric's best value: 1 - accuracy, or a loss itself. It is rounded up to two digits.
 *
 * null where the metric has no such limit: a metric that is best at zero from both sides, a baseline without errors, or one whose
 * error is so large that no value would be beyond the limit.
 */
export function suggestLimit(metric: MetricName, baseline: number | null): string | null {
  const {
    better,
    range: [min, max],
  } = METRICS[metric];
  if (better === 'zero' || baseline === null) return null;
  const error = better === 'higher' ? max - baseline : baseline - min;
  if (!(error > 0)) return null;
  const allowed = roundUp(MORE_ERROR * error);
  const limit = Number((better === 'higher' ? max - allowed : min + allowed).toPrecision(12));
  if (!(limit > min && limit < max)) return null;
  return `${metric} ${better === 'higher' ? '<' : '>'} ${limit}`;
}

/** To two digits. A multiple of the unit that is a little too large by rounding of doubles stays as it is. */
function roundUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit - 1e-9) * unit;
}
