import type { ObjectStore, StoredObject } from '../../ports.ts';

/**
 * A store whose objects and listings are read once, for work on several windows that all need the same baseline and history. Nothing
 * may change them meanwhile but the work itself.
 */
export class ReadOnce implements ObjectStore {
  readonly #store: ObjectStore;
  readonly #objects = new Map<string, ReturnType<ObjectStore['get']>>();
  readonly #listings = new Map<string, Promise<StoredObject[]>>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const listing = this.#listings.get(prefix) ?? Array.fromAsync(this.#store.list(prefix));
    this.#listings.set(prefix, listing);
    yield* await listing;
  }

  get(key: string): ReturnType<ObjectStore['get']> {
    const object = this.#objects.get(key) ?? this.#store.get(key);
    this.#objects.set(key, object);
    return object;
  }

  put(...[key, bytes, condition]: Parameters<ObjectStore['put']>): ReturnType<ObjectStore['put']> {
    this.#objects.delete(key);
    this.#listings.clear();
    return this.#store.put(key, bytes, condition);
  }

  folders(prefix: string): ReturnType<ObjectStore['folders']> {
    return this.#store.folders(prefix);
  }

  stream(key: string): AsyncIterable<Uint8Array> {
    return this.#store.stream(key);
  }

  slice(key: string, start: number, end: number): Promise<Uint8Array> {
    return this.#store.slice(key, start, end);
  }
}
