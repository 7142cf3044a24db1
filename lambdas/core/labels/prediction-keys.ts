import type { CaptureChunk } from '../capture/chunk.ts';
import { KeyNumbers } from '../columns/key-numbers.ts';
import { LazyCodes } from '../columns/lazy-codes.ts';
import { copyText } from '../text/copy-text.ts';
import { KeyedHash } from '../text/keyed-hash.ts';

/** In place of a request, for a prediction without an id. */
export const NO_REQUEST = -1;

/**
 * Collects each prediction's request and its position in it, chunk by chunk in the order of the rows. Of an id only a
 * 128-bit hash is kept, so that memory does not depend on the length of ids: a request takes 21 to 27 bytes, and a row 8
 * to 16 more unless each row is a request of its own. Callers choose ids, but cannot choose ones that share a hash or a
 * place in the table, because the hash has a secret key. Two of n ids share a hash with a probability of about n² / 2^129
 * (10,000,000 ids: less than 1 in 10^24), so results do not depend on the key.
 */
export class PredictionKeys {
  readonly #hash: KeyedHash;
  readonly #requests = new KeyNumbers();
  readonly #requestOf = new LazyCodes((row) => row);
  readonly #positions = new LazyCodes(() => 0);
  #withoutId = 0;
  #firstId: string | null = null;
  /** The last lookup. The rows of a request follow each other, and each label looks its id up twice. */
  #lastId = '';
  #lastRequest: number | undefined;

  /** @param hash Of ids. @default - with a key of its own */
  constructor(hash = new KeyedHash()) {
    this.#hash = hash;
  }

  /** The number of predictions so far. */
  get rows(): number {
    return this.#requestOf.length;
  }

  /** The number of distinct ids so far. Requests are numbered by first appearance. */
  get requests(): number {
    return this.#requests.size;
  }

  /** The number of predictions without an id. */
  get withoutId(): number {
    return this.#withoutId;
  }

  /** The first of the ids. null: none. */
  get firstId(): string | null {
    return this.#firstId;
  }

  /**
   * The request of each prediction. {@link NO_REQUEST} if it has no id, so that no label can be joined. null: row r is
   * the only one of request r.
   */
  get requestOf(): Int32Array | null {
    return this.#requestOf.view();
  }

  /** The zero-based position of each prediction in its request. null: all are 0. */
  get positions(): Int32Array | null {
    return this.#positions.view();
  }

  append({ rows, ids, positions }: Pick<CaptureChunk, 'rows' | 'ids' | 'positions'>): void {
    if (ids === null || positions === null) throw new Error('the captured rows were read without ids');
    for (let row = 0; row < rows; row++) {
      this.#requestOf.push(this.#number(ids[row]));
      this.#positions.push(positions[row]);
    }
  }

  /** The number of the request with this id. undefined if there is none. */
  find(id: string): number | undefined {
    if (id === this.#lastId) return this.#lastRequest;
    this.#remember(id, this.#requests.find(this.#hash.of(id)));
    return this.#lastRequest;
  }

  #number(id: string): number {
    if (id === '') {
      this.#withoutId++;
      return NO_REQUEST;
    }
    if (id === this.#lastId && this.#lastRequest !== undefined) return this.#lastRequest;
    this.#firstId ??= copyText(id);
    const request = this.#requests.numberOf(this.#hash.of(id));
    this.#remember(id, request);
    return request;
  }

  #remember(id: string, request: number | undefined): void {
    this.#lastId = id;
    this.#lastRequest = request;
  }
}
