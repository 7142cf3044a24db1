import { emptyState, type MonitorState } from '../../lambdas/core/decision/state.ts';
import type { ObjectStore } from '../../lambdas/core/ports.ts';

/** States by store and monitor. Keeping the objects is safe because the product never changes a state in place. */
const kept = new WeakMap<ObjectStore, Map<string, MonitorState>>();

/** The product's `loadState` without text. Only `updateState` needs the etag, and the one below does without. */
export async function loadState(
  store: ObjectStore,
  monitor: string,
): Promise<{ state: MonitorState; etag: string | null }> {
  return { state: kept.get(store)?.get(monitor) ?? emptyState(monitor), etag: null };
}

/**
 * The product's `updateState` without text: when another change was kept in the meantime, `change` is applied again. It does not
 * check that the state can be read again, as the product does.
 */
export async function updateState<T extends { state: MonitorState }>(
  store: ObjectStore,
  monitor: string,
  change: (state: MonitorState) => T | Promise<T>,
): Promise<T> {
  for (;;) {
    const states = kept.get(store) ?? new Map<string, MonitorState>();
    const before = states.get(monitor);
    const state = before ?? emptyState(monitor);
    const result = await change(state);
    if (result.state === state) return result;
    if (kept.get(store)?.get(monitor) !== before) continue;
    states.set(monitor, result.state);
    kept.set(store, states);
    return result;
  }
}
