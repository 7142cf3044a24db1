import type { ObjectStore, StoredObject, WriteCondition } from '../../core/ports.ts';

/** A store that is opened when it is first used, such as one whose library takes long to load. */
export class LazyStore implements ObjectStore {
  readonly #open: () => Promise<ObjectStore>;
  #opened: Promise<ObjectStore> | null = null;

  constructor(open: () => Promise<ObjectStore>) {
    this.#open = open;
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    yield* (await this.#store()).list(prefix);
  }

  async folders(prefix: string): Promise<readonly string[]> {
    return (await this.#store()).folders(prefix);
  }

  async get(key: string): ReturnType<ObjectStore['get']> {
    return (await this.#store()).get(key);
  }

  async *stream(key: string): AsyncGenerator<Uint8Array> {
    yield* (await this.#store()).stream(key);
  }

  async slice(key: string, start: number, end: number): Promise<Uint8Array> {
    return (await this.#store()).slice(key, start, end);
  }

  async put(key: string, bytes: Uint8Array, condition?: WriteCondition): ReturnType<ObjectStore['put']> {
    return (await this.#store()).put(key, bytes, condition);
  }

  #store(): Promise<ObjectStore> {
    this.#opened ??= this.#open();
    return this.#opened;
  }
}
