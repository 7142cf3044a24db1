import type { CaptureChunk } from '../capture/chunk.ts';
import { KeyNumbers } from '../columns/key-numbers.ts';
import { LazyCodes } from '../columns/lazy-codes.ts';
import { copyText } from '../text/copy-text.ts';
import { KeyedHash } from '../text/keyed-hash.ts';

/** In place of a request, for a prediction without an id. */
export const NO_REQUEST = -1;

const OWN_REQUEST = (row: number) => row;
const FIRST_POSITION = () => 0;

/** What {@link PredictionKeys} holds, to be stored: it has no id. */
export interface StoredKeys {
  /** The number of predictions. */
  readonly rows: number;
  /** By request, the four words of the hash of its id. */
  readonly hashes: Int32Array;
  readonly requestOf: Int32Array | null;
  readonly positions: Int32Array | null;
}

/**
 * Collects each prediction's request and its position in it, chunk by chunk in the order of the rows. Of an id only a
 * 128-bit hash is kept, so that memory does not depend on the length of ids: a request takes 21 to 27 bytes, and a row 8
 * to 16 more unless each row is a request of its own. Callers choose ids, but cannot choose ones that share a hash or a
 * place in the table, because the hash has a secret key. Two of n ids share a hash with a probability of about n² / 2^129
 * (10,000,000 ids: less than 1 in 10^24), so results do not depend on the key.
 */
export class PredictionKeys {
  readonly #hash: KeyedHash;
  #requests = new KeyNumbers();
  #requestOf = new LazyCodes(OWN_REQUEST);
  #positions = new LazyCodes(FIRST_POSITION);
  #withoutId = 0;
  #firstId: string | null = null;
  /** The last lookup. The rows of a request follow each other, and each label looks its id up twice. */
  #lastId = '';
  #lastRequest: number | undefined;

  /** @param hash Of ids. @default - with a key of its own */
  constructor(hash = new KeyedHash()) {
    this.#hash = hash;
  }

  /**
   * The keys that were stored. The first of their ids is not known any more.
   *
   * @param hash With the key of the stored hashes.
   */
  static of({ rows, hashes, requestOf, positions }: StoredKeys, hash: KeyedHash): PredictionKeys {
    const keys = new PredictionKeys(hash);
    keys.#requests = KeyNumbers.of(hashes);
    keys.#requestOf = new LazyCodes(OWN_REQUEST, { length: rows, codes: requestOf });
    keys.#positions = new LazyCodes(FIRST_POSITION, { length: rows, codes: positions });
    keys.#withoutId = requestOf?.reduce((sum, request) => sum + (request === NO_REQUEST ? 1 : 0), 0) ?? 0;
    return keys;
  }

  /** What is stored of the keys so far. */
  get stored(): StoredKeys {
    const { rows, requestOf, positions } = this;
    return { rows, hashes: this.#requests.keys(), requestOf, positions };
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
