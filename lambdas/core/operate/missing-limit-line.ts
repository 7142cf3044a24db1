import { BaselineError, loadModelBaseline, type ModelBaseline } from '../baseline/document.ts';
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
  return describeMissingLimit(primaryMetric, await baselineOf(name, baseline, store));
}

/** null where it cannot be read: a hint must not end a command that shows the state. */
async function baselineOf(name: string, id: string | null, store: ObjectStore): Promise<ModelBaseline | null> {
  if (id === null) return null;
  try {
    return await loadModelBaseline(store, name, id, false);
  } catch (error) {
    if (error instanceof BaselineError) return null;
    throw error;
  }
}
