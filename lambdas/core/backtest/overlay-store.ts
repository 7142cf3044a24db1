import type { StateKeeper } from '../decision/state-store.ts';
import {
  ObjectNotFoundError,
  type ObjectStore,
  PreconditionFailedError,
  type StoredObject,
  type WriteCondition,
} from '../ports.ts';

/** What a backtest uses of the monitor's past besides its data: baselines, and keys. It reads them once. */
const FROM_BASE = /^[^/]+\/(?:baselines\/|(?:value|answers)-key\.txt$)/;
/** What checks have kept of the windows, each of which is read once. */
const KEPT = /^(?:[^/]+\/(?:profiles|captured-files)|kept_answers\/[^/]+)\//;
/** Results and pages: nothing that is read of a backtest's own checks. */
const NOT_READ = /^[^/]+\/checks\//;

/**
 * A store in memory over another one, of which it shows only the baselines, the keys, and what checks have kept of windows. Earlier
 * states, results and histories do not count. What is written stays here, states as objects; the store below does not change.
 */
export class OverlayStore implements StateKeeper {
  readonly states: StateKeeper['states'] = new Map();
  readonly #base: ObjectStore;
  readonly #objects = new Map<string, { readonly bytes: Uint8Array; readonly etag: string }>();
  /** Objects of the base, which do not change meanwhile. */
  readonly #read = new Map<string, ReturnType<ObjectStore['get']>>();
  /** Listings by prefix until something below it is written: each window lists the history. */
  readonly #listings = new Map<string, StoredObject[]>();
  #writes = 0;

  constructor(base: ObjectStore) {
    this.#base = base;
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    if (KEPT.test(prefix)) return yield* this.#base.list(prefix);
    const known = this.#listings.get(prefix) ?? this.#listOwn(prefix);
    this.#listings.set(prefix, known);
    yield* known;
  }

  #listOwn(prefix: string): StoredObject[] {
    const own = [...this.#objects].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
    return own.map(([key, { bytes, etag }]) => ({ key, size: bytes.length, etag }));
  }

  async folders(prefix: string): Promise<readonly string[]> {
    const below = [...this.#objects.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
    return [...new Set(below.filter((key) => key.includes('/')).map((key) => key.split('/')[0]))].sort();
  }

  async get(key: string): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | null> {
    requireKey(key);
    if (KEPT.test(key)) return this.#base.get(key);
    const own = this.#objects.get(key);
    if (own !== undefined || !FROM_BASE.test(key)) return own ?? null;
    const found = this.#read.get(key) ?? this.#base.get(key);
    this.#read.set(key, found);
    return found;
  }

  async *stream(key: string): AsyncGenerator<Uint8Array> {
    yield await this.#require(key);
  }

  async slice(key: string, start: number, end: number): Promise<Uint8Array> {
    return (await this.#require(key)).subarray(start, end);
  }

  async put(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<{ readonly etag: string }> {
    requireKey(key);
    const before = this.#objects.get(key);
    const isAsExpected =
      condition === undefined ||
      ('ifNoneMatch' in condition ? before === undefined : before?.etag === condition.ifMatch);
    if (!isAsExpected) throw new PreconditionFailedError(key);
    const etag = `backtest-${++this.#writes}`;
    if (!NOT_READ.test(key) && !KEPT.test(key)) {
      this.#objects.set(key, { bytes: bytes.slice(), etag });
      for (const prefix of this.#listings.keys()) if (key.startsWith(prefix)) this.#listings.delete(prefix);
    }
    return { etag };
  }

  async #require(key: string): Promise<Uint8Array> {
    const found = await this.get(key);
    if (found === null) throw new ObjectNotFoundError(key);
    return found.bytes;
  }
}

function requireKey(key: string): void {
  if (key === '') throw new Error('"" is not an object key');
}
