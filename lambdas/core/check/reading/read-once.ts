import type { ObjectStore, StoredObject } from '../../ports.ts';

/**
 * A store whose objects and listings are read once, for work on several windows that all need the same baseline and history. Nothing
 * may change them meanwhile but the work itself. What fails is read again by the next window that needs it.
 */
export class ReadOnce implements ObjectStore {
  readonly #store: ObjectStore;
  readonly #objects = new Map<string, ReturnType<ObjectStore['get']>>();
  readonly #listings = new Map<string, Promise<StoredObject[]>>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    yield* await readOnce(this.#listings, prefix, () => Array.fromAsync(this.#store.list(prefix)));
  }

  get(key: string): ReturnType<ObjectStore['get']> {
    return readOnce(this.#objects, key, () => this.#store.get(key));
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

/** The promise of a key in a map, or a new one that stays there unless it fails. */
async function readOnce<T>(read: Map<string, Promise<T>>, key: string, start: () => Promise<T>): Promise<T> {
  const known = read.get(key);
  if (known !== undefined) return known;
  const started = start();
  read.set(key, started);
  try {
    return await started;
  } catch (error) {
    // A write may have made room for a later read, which stays.
    if (read.get(key) === started) read.delete(key);
    throw error;
  }
}
