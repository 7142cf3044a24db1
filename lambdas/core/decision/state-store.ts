import { type ObjectStore, PreconditionFailedError } from '../ports.ts';
import { emptyState, type MonitorState, STATE_VERSION, stateSchema } from './state.ts';

/** How often a lost compare-and-swap is tried again. Each loss means that somebody else got their change in. */
const MAX_ATTEMPTS = 50;

/** The stored state document is not one this version can read. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

export function stateKey(monitor: string): string {
  return `${monitor}/state.json`;
}

/** The monitor's state with the etag a later write has to match; an empty state and null before the first write. */
export async function loadState(
  store: ObjectStore,
  monitor: string,
): Promise<{ state: MonitorState; etag: string | null }> {
  const stored = await store.get(stateKey(monitor));
  if (stored === null) return { state: emptyState(monitor), etag: null };
  return { state: parseState(new TextDecoder().decode(stored.bytes), monitor), etag: stored.etag };
}

function parseState(text: string, monitor: string): MonitorState {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new StateError(`${stateKey(monitor)} is not JSON: restore an earlier version of it`, { cause });
  }
  const parsed = stateSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StateError(
    `${stateKey(monitor)}: ${issue.path.join('.')}: ${issue.message}; this program reads state version ${STATE_VERSION}`,
    { cause: parsed.error },
  );
}

/**
 * Moves the state by compare-and-swap: `change` is applied to what is stored, again whenever somebody else wrote first;
 * whatever else it writes must be harmless to write again.
 * A change that returns the very object it was given writes nothing.
 *
 * @returns What `change` returned the last time, whose `state` is now stored.
 */
export async function updateState<T extends { state: MonitorState }>(
  store: ObjectStore,
  monitor: string,
  change: (state: MonitorState) => T | Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const { state, etag } = await loadState(store, monitor);
    const result = await change(state);
    if (result.state === state) return result;
    const text = `${JSON.stringify(result.state, null, 1)}\n`;
    // A state that could not be read again would leave the monitor unwatched until somebody restores an earlier one.
    parseState(text, monitor);
    const bytes = new TextEncoder().encode(text);
    try {
      await store.put(stateKey(monitor), bytes, etag === null ? { ifNoneMatch: '*' } : { ifMatch: etag });
      return result;
    } catch (error) {
      if (!(error instanceof PreconditionFailedError) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
