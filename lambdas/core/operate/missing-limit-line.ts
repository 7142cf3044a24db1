import { BaselineError, loadModelBaseline } from '../baseline/document.ts';
import { describeMissingLimit } from '../monitor/missing-limit.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { ObjectStore } from '../ports.ts';

/**
 * That no limit is set, and which key to add.
 *
 * @param baseline Whose metric the suggested limit follows; null: there is none.
 */
export async function missingLimitLine(
  { name, performance: { primaryMetric } }: Pick<Monitor, 'name' | 'performance'>,
  baseline: string | null,
  store: ObjectStore,
): Promise<string> {
  return describeMissingLimit(primaryMetric, await metricOf(name, primaryMetric, baseline, store));
}

/** The baseline's metric; null where it cannot be read: a hint must not end a command that shows the state. */
async function metricOf(
  name: string,
  metric: Monitor['performance']['primaryMetric'],
  id: string | null,
  store: ObjectStore,
) {
  if (id === null) return null;
  try {
    const { performance } = await loadModelBaseline(store, name, id, false);
    return performance?.metrics[metric] ?? null;
  } catch (error) {
    if (error instanceof BaselineError) return null;
    throw error;
  }
}
