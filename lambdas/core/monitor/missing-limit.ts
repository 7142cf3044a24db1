import { isMetricName } from '../performance/metrics/registry.ts';
import type { Performance } from '../performance/types.ts';
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
  return `no performance limit: performance is measured, but no alert is raised: add one under performance.alert${suggested}`;
}

/** What a baseline says about limits. */
export interface SuggestingBaseline {
  readonly performance: Pick<Performance, 'metrics'> | null;
  /** By metric, from its own windows. */
  readonly suggestedLimits?: Readonly<Record<string, string>> | undefined;
}

/** A limit to begin with, such as `accuracy < 0.91`. null: none can be suggested. */
export function suggestedLimit(metric: string, { performance, suggestedLimits }: SuggestingBaseline): string | null {
  if (!isMetricName(metric)) return null;
  return suggestedLimits?.[metric] ?? suggestLimit(metric, performance?.metrics[metric] ?? null);
}

/**
 * That no limit is set, what this means, and the key to add.
 *
 * @param metric The monitor's primary metric. @param baseline null: not known.
 */
export function describeMissingLimit(metric: string, baseline: SuggestingBaseline | null): string {
  const example = baseline && suggestedLimit(metric, baseline);
  const add = example === null ? 'add one under performance.alert' : `add performance: { alert: [ ${example} ] }`;
  return `${describeNoLimit(metric)}: ${add}`;
}

/** @param metric The monitor's primary metric. */
export function describeNoLimit(metric: string): string {
  return `no performance limit: ${metric} is measured, but no alert is raised`;
}
