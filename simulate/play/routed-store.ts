import type { ObjectStore, StoredObject, WriteCondition } from '../../lambdas/core/ports.ts';

/** Objects of retrainings, which programs read and write as files. */
const OF_PROGRAMS = /^(retraining_data|[^/]+\/(retrainings|jobs))\//;

/** A store that keeps the objects that programs see in files, and all others in another store. */
export class RoutedStore implements ObjectStore {
  readonly #files: ObjectStore;
  readonly #others: ObjectStore;

  constructor(files: ObjectStore, others: ObjectStore) {
    this.#files = files;
    this.#others = others;
  }

  list(prefix: string): AsyncIterable<StoredObject> {
    return this.#of(prefix).list(prefix);
  }

  folders(prefix: string): Promise<readonly string[]> {
    return this.#of(prefix).folders(prefix);
  }

  get(key: string): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | null> {
    return this.#of(key).get(key);
  }

  stream(key: string): AsyncIterable<Uint8Array> {
    return this.#of(key).stream(key);
  }

  slice(key: string, start: number, end: number): Promise<Uint8Array> {
    return this.#of(key).slice(key, start, end);
  }

  put(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<{ readonly etag: string }> {
    return this.#of(key).put(key, bytes, condition);
  }

  #of(key: string): ObjectStore {
    return OF_PROGRAMS.test(key) ? this.#files : this.#others;
  }
}
