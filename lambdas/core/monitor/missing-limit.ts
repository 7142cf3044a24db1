import type { MetricEstimate } from '../performance/metric-estimate.ts';
import { isMetricName } from '../performance/metrics/registry.ts';
import type { Monitor } from './monitor.ts';
import { suggestLimit } from './suggest-limit.ts';

/** Whether performance is measured, and no limit says what should follow from it. */
export function hasNoLimit({ labels, performance }: Pick<Monitor, 'labels' | 'performance'>): boolean {
  return labels !== null && performance.alert.length === 0 && performance.retrain.length === 0;
}

/**
 * A problem of a monitor without limits, for commands that read its file only.
 *
 * @param command The command line that suggests a limit; null: there is none, because there is no training data.
 */
export function suggestingLimit(command: string | null): string {
  const suggested = command === null ? '' : `; this suggests one: ${command}`;
  return `no limit is set, so worse performance raises no alert: add one under performance.alert${suggested}`;
}

/**
 * That no limit is set, what this means, and the key to add.
 *
 * @param metric The monitor's primary metric. @param baseline The metric in the baseline; null: not known.
 */
export function describeMissingLimit(metric: string, baseline: MetricEstimate | null): string {
  const example = isMetricName(metric) ? suggestLimit(metric, baseline) : null;
  const add = example === null ? 'add one under performance.alert' : `add performance.alert, for example "${example}"`;
  return `no limit is set, so worse performance raises no alert: ${add}`;
}
