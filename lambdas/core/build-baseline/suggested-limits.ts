import type { Monitor } from '../monitor/monitor.ts';
import { suggestLimit } from '../monitor/suggest-limit.ts';
import { METRICS, metricNames } from '../performance/metrics/registry.ts';
import type { HeldOutPerformance } from './held-out-rows.ts';

/** The windows that suggested limits follow from. */
export interface LimitBasis {
  /** Windows in which the primary metric is known. */
  readonly windows: number;
  /** The worst of them. */
  readonly worst: string;
  /** The metric there. */
  readonly value: number;
}

/** A limit to begin with for each metric, from the baseline's own windows. */
export function suggestLimits(
  { performance, byWindow }: HeldOutPerformance,
  { performance: { minimumRows } }: Monitor,
): Readonly<Record<string, string>> {
  const limits = metricNames(performance.problem).flatMap((metric) => {
    const estimates = byWindow.flatMap(({ metrics }) => metrics[metric] ?? []);
    const limit = suggestLimit(metric, performance.metrics[metric] ?? null, { estimates, minimumRows });
    return limit === null ? [] : [[metric, limit] as const];
  });
  return Object.fromEntries(limits);
}

/** null: the primary metric is not known in several windows. */
export function limitBasis(
  { byWindow }: HeldOutPerformance,
  { performance: { primaryMetric } }: Monitor,
): LimitBasis | null {
  const sign = METRICS[primaryMetric].better === 'higher' ? 1 : -1;
  const known = byWindow.flatMap(({ window, metrics }) => {
    const value = metrics[primaryMetric]?.value ?? null;
    return value === null ? [] : [{ window, value }];
  });
  if (known.length < 2) return null;
  const { window, value } = known.reduce((a, b) => (sign * b.value < sign * a.value ? b : a));
  return { windows: known.length, worst: window, value };
}
