import * as z from 'zod';
import { type ObjectStore, PreconditionFailedError } from '../ports.ts';
import { countOf } from '../text/numbers.ts';
import type { StoredDocument } from './document-session.ts';
import { emptyState, type MonitorState, STATE_VERSION, stateSchema } from './state.ts';
import { StateError } from './state-error.ts';

const versionSchema = z.object({ version: z.number() });

/** Nothing else knows the incidents and retrainings, so only the user can decide to go on without them. */
const REMEDY =
  'restore an earlier version of it, or move it away: the monitor then starts without its incidents, limits and retrainings';

export function stateKey(monitor: string): string {
  return `${monitor}/state.json`;
}

export type StoredState = StoredDocument<MonitorState>;

/** A store in memory that keeps states as objects, without text. That is safe because no state is changed in place. */
export interface StateKeeper extends ObjectStore {
  /** By key. */
  readonly states: Map<string, StoredState>;
}

function isKeeper(store: ObjectStore): store is StateKeeper {
  return 'states' in store;
}

/** The monitor's state; an empty one before the first write. */
export async function loadState(store: ObjectStore, monitor: string): Promise<StoredState> {
  const kept = isKeeper(store) ? store.states.get(stateKey(monitor)) : undefined;
  if (kept !== undefined) return kept;
  const stored = await store.get(stateKey(monitor));
  if (stored === null) return { state: emptyState(monitor), etag: null };
  return { state: parseState(new TextDecoder().decode(stored.bytes), monitor), etag: stored.etag };
}

function parseState(text: string, monitor: string): MonitorState {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    const what = text === '' ? 'is empty' : `is not JSON (${countOf(text.length, 'character')})`;
    throw new StateError(`${stateKey(monitor)} ${what}; ${REMEDY}`, { cause });
  }
  const parsed = stateSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const version = versionSchema.safeParse(document).data?.version;
  if (version !== undefined && version > STATE_VERSION) {
    throw new StateError(
      `${stateKey(monitor)} has version ${version}, from a newer Driftwarden; this one reads versions up to ${STATE_VERSION}, so update it`,
    );
  }
  const issue = parsed.error.issues[0];
  throw new StateError(`${stateKey(monitor)}: ${issue.path.join('.')}: ${issue.message}; ${REMEDY}`, {
    cause: parsed.error,
  });
}

/**
 * Writes a state in place of the one with this etag; null: of none.
 *
 * @returns The state as it reads from now on.
 * @throws PreconditionFailedError when another run wrote first, StateError for a state that could not be read again: it would
 *   leave the monitor unwatched until an earlier version is restored
 */
export async function saveState(
  store: ObjectStore,
  monitor: string,
  state: MonitorState,
  etag: string | null,
): Promise<StoredState> {
  if (isKeeper(store)) return keepState(store, stateKey(monitor), state, etag);
  const text = `${JSON.stringify(state, null, 1)}\n`;
  const readable = parseState(text, monitor);
  const condition = etag === null ? ({ ifNoneMatch: '*' } as const) : { ifMatch: etag };
  const stored = await store.put(stateKey(monitor), new TextEncoder().encode(text), condition);
  return { state: readable, etag: stored.etag };
}

function keepState({ states }: StateKeeper, key: string, state: MonitorState, etag: string | null): StoredState {
  const before = states.get(key)?.etag ?? null;
  if (before !== etag) throw new PreconditionFailedError(key);
  const stored = { state, etag: `kept-${Number(before?.slice('kept-'.length) ?? 0) + 1}` };
  states.set(key, stored);
  return stored;
}
