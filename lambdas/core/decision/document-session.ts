import { PreconditionFailedError } from '../ports.ts';

/** How often a lost compare-and-swap is tried again. Each loss means that another run got its change in. */
const MAX_ATTEMPTS = 50;

/** A document, and the etag that a later write has to match; null before the first write. */
export interface StoredDocument<S> {
  readonly state: S;
  readonly etag: string | null;
}

/** Where a document is stored. */
export interface DocumentStore<S> {
  load(): Promise<StoredDocument<S>>;
  /** Writes a document in place of the one with this etag; null: of none. Throws {@link PreconditionFailedError}. */
  save(state: S, etag: string | null): Promise<StoredDocument<S>>;
}

/** A document as one run sees it: read once, and again only after another run has written. */
export class DocumentSession<S> {
  readonly #store: DocumentStore<S>;
  #stored: StoredDocument<S> | null = null;

  constructor(store: DocumentStore<S>) {
    this.#store = store;
  }

  /** The document as this run last read or wrote it. Another run may have written since: {@link update} notices that. */
  async current(): Promise<S> {
    return (await this.#load()).state;
  }

  /**
   * Moves the document by compare-and-swap. `change` is applied to the document of this session, and again to what is stored
   * whenever another run wrote first: whatever else it writes must be harmless to write again. A change that returns the very object
   * it was given writes nothing. If it does so on a document that this session has read before, the document is read again, because
   * another run may have left something to do.
   *
   * @returns What `change` returned the last time, whose `state` is now stored.
   */
  async update<T extends { state: S }>(change: (state: S) => T | Promise<T>): Promise<T> {
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
        this.#stored = await this.#store.save(result.state, etag);
        return result;
      } catch (error) {
        this.#stored = null;
        isFresh = true;
        if (!(error instanceof PreconditionFailedError) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  /** Reads the document again. */
  async #isReplaced(etag: string | null): Promise<boolean> {
    this.#stored = null;
    return (await this.#load()).etag !== etag;
  }

  async #load(): Promise<StoredDocument<S>> {
    this.#stored ??= await this.#store.load();
    return this.#stored;
  }
}
