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

  /** The state as this run last read or wrote it. Another run may have written since: {@link update} notices that. */
  async current(): Promise<MonitorState> {
    return (await this.#load()).state;
  }

  /**
   * Moves the state by compare-and-swap. `change` is applied to the state of this session, and again to what is stored whenever
   * another run wrote first: whatever else it writes must be harmless to write again. A change that returns the very object
   * it was given writes nothing. If it does so on a state that this session has read before, the state is read again, because
   * another run may have left something to do.
   *
   * @returns What `change` returned the last time, whose `state` is now stored.
   */
  async update<T extends { state: MonitorState }>(change: (state: MonitorState) => T | Promise<T>): Promise<T> {
    let isFresh = this.#stored === null;
    for (let attempt = 1; ; attempt++) {
      const { state, etag } = await this.#load();
      const result = await change(state);
      if (result.state === state) {
        if (isFresh || !(await this.#isReplaced(etag))) return result;
        isFresh = true;
        continue;
      }
      try {
        this.#stored = await saveState(this.#store, this.#monitor, result.state, etag);
        return result;
      } catch (error) {
        this.#stored = null;
        isFresh = true;
        if (!(error instanceof PreconditionFailedError) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  /** Reads the state again. */
  async #isReplaced(etag: string | null): Promise<boolean> {
    this.#stored = null;
    return (await this.#load()).etag !== etag;
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
