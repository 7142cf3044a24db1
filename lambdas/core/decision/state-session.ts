import type { ObjectStore } from '../ports.ts';
import { DocumentSession } from './document-session.ts';
import type { MonitorState } from './state.ts';
import { loadState, saveState } from './state-store.ts';

/** A monitor's state as one run sees it. */
export class StateSession extends DocumentSession<MonitorState> {
  constructor(store: ObjectStore, monitor: string) {
    super({
      load: () => loadState(store, monitor),
      save: (state, etag) => saveState(store, monitor, state, etag),
    });
  }
}

/** Moves the state as it is stored now, see {@link DocumentSession.update}. */
export function updateState<T extends { state: MonitorState }>(
  store: ObjectStore,
  monitor: string,
  change: (state: MonitorState) => T | Promise<T>,
): Promise<T> {
  return new StateSession(store, monitor).update(change);
}
