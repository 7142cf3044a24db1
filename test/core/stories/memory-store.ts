import {
  ObjectNotFoundError,
  type ObjectStore,
  PreconditionFailedError,
  type StoredObject,
  type WriteCondition,
} from '../../../lambdas/core/ports.ts';

/** An object store in memory, for stories that run a hundred times. A write takes effect in one step. */
export class MemoryStore implements ObjectStore {
  readonly #objects: Map<string, { bytes: Uint8Array; etag: string }>;
  #writes = 0;

  constructor(content: ReadonlyMap<string, string | Uint8Array> = new Map()) {
    const encoder = new TextEncoder();
    this.#objects = new Map(
      Array.from(content, ([key, given]) => [
        key,
        { bytes: typeof given === 'string' ? encoder.encode(given) : given.slice(), etag: 'copied' },
      ]),
    );
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const below = Array.from(this.#objects.keys()).filter((key) => key.startsWith(prefix));
    for (const key of below.sort()) {
      const object = this.#objects.get(key);
      if (object) yield { key, size: object.bytes.length, etag: object.etag };
    }
  }

  async folders(prefix: string): Promise<string[]> {
    const below = [...this.#objects.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
    return [...new Set(below.filter((key) => key.includes('/')).map((key) => key.split('/')[0]))].sort();
  }

  async get(key: string): Promise<{ bytes: Uint8Array; etag: string } | null> {
    requireKey(key);
    return this.#objects.get(key) ?? null;
  }

  async *stream(key: string): AsyncIterable<Uint8Array> {
    yield this.#find(key);
  }

  async slice(key: string, start: number, end: number): Promise<Uint8Array> {
    return this.#find(key).subarray(start, end);
  }

  async put(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<{ etag: string }> {
    requireKey(key);
    const stored = this.#objects.get(key);
    const holds =
      condition === undefined || ('ifMatch' in condition ? stored?.etag === condition.ifMatch : stored === undefined);
    if (!holds) throw new PreconditionFailedError(key);
    const etag = `write-${++this.#writes}`;
    this.#objects.set(key, { bytes, etag });
    return { etag };
  }

  #find(key: string): Uint8Array {
    const object = this.#objects.get(key);
    if (object === undefined) throw new ObjectNotFoundError(key);
    return object.bytes;
  }
}

function requireKey(key: string): void {
  if (key === '') throw new Error('"" is not an object key');
}
