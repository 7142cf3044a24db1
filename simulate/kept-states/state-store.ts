import { emptyState, type MonitorState } from '../../lambdas/core/decision/state.ts';
import type { StoredState } from '../../lambdas/core/decision/state-store.ts';
import { type ObjectStore, PreconditionFailedError } from '../../lambdas/core/ports.ts';

/** States by store and monitor. Keeping the objects is safe because the product never changes a state in place. */
const kept = new WeakMap<ObjectStore, Map<string, StoredState>>();

/** The product's `loadState` without text. */
export async function loadState(store: ObjectStore, monitor: string): Promise<StoredState> {
  return kept.get(store)?.get(monitor) ?? { state: emptyState(monitor), etag: null };
}

/** The product's `saveState` without text. It does not check that the state can be read again. */
export async function saveState(
  store: ObjectStore,
  monitor: string,
  state: MonitorState,
  etag: string | null,
): Promise<StoredState> {
  const states = kept.get(store) ?? new Map<string, StoredState>();
  const before = states.get(monitor)?.etag ?? null;
  if (before !== etag) throw new PreconditionFailedError(monitor);
  const stored = { state, etag: String(Number(before ?? 0) + 1) };
  kept.set(store, states.set(monitor, stored));
  return stored;
}
