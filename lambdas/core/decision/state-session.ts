import { type ObjectStore, PreconditionFailedError } from '../ports.ts';
import type { MonitorState } from './state.ts';
import { loadState, type StoredState, saveState } from './state-store.ts';

/** How often a lost compare-and-swap is tried again. Each loss means that another run got its change in. */
const MAX_ATTEMPTS = 50;

/** A monitor's state as one run sees it: read once, and again only after another run has written. */
export class StateSession {
  readonly #store: ObjectStore;
  readonly #monitor: string;
  #stored: StoredState | null = null;

  constructor(store: ObjectStore, monitor: string) {
    this.#store = store;
    this.#monitor = monitor;
  }

  /** The state as this run read or wrote it last. Another run may have written since: {@link update} notices that. */
  async current(): Promise<MonitorState> {
    return (await this.#load()).state;
  }

  /**
   * Moves the state by compare-and-swap. `change` is applied to the state of this session, and again to what is stored whenever
   * another run wrote first: whatever else it writes must be harmless to write again. A change that returns the very object
   * it was given writes nothing.
   *
   * @returns What `change` returned the last time, whose `state` is now stored.
   */
  async update<T extends { state: MonitorState }>(change: (state: MonitorState) => T | Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const { state, etag } = await this.#load();
      const result = await change(state);
      if (result.state === state) return result;
      try {
        this.#stored = await saveState(this.#store, this.#monitor, result.state, etag);
        return result;
      } catch (error) {
        this.#stored = null;
        if (!(error instanceof PreconditionFailedError) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  async #load(): Promise<StoredState> {
    this.#stored ??= await loadState(this.#store, this.#monitor);
    return this.#stored;
  }
}

/** Moves the state as it is stored now, see {@link StateSession.update}. */
export function updateState<T extends { state: MonitorState }>(
  store: ObjectStore,
  monitor: string,
  change: (state: MonitorState) => T | Promise<T>,
): Promise<T> {
  return new StateSession(store, monitor).update(change);
}
