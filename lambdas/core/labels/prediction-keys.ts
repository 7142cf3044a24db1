import type { CaptureChunk } from '../capture/chunk.ts';
import { GrowableCodes } from '../columns/growable.ts';
import { HashTable } from '../columns/hash-table.ts';
import { copyText } from '../text/copy-text.ts';
import { TextHash } from '../text/hash-text.ts';

/** In place of a request, for a prediction without an id. */
export const NO_REQUEST = -1;

/**
 * Collects each prediction's request and its position in it, chunk by chunk in the order of the rows. Of an id only a
 * 64-bit hash is kept, so that memory does not depend on the length of ids: a row takes 8 bytes and a request 16 to 24.
 * Two of n ids share a hash with a probability of about n² / 2^65 (10,000,000 ids: 3 in 1,000,000). They then count as
 * one id that several requests share, and get no label.
 */
export class PredictionKeys {
  readonly #hash = new TextHash();
  readonly #requests = new HashTable();
  readonly #requestOf = new GrowableCodes();
  readonly #positions = new GrowableCodes();
  #withoutId = 0;
  #firstId: string | null = null;
  /** The last lookup. The rows of a request follow each other, and each label looks its id up twice. */
  #lastId = '';
  #lastRequest: number | undefined;

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

  /** The request of each prediction. {@link NO_REQUEST} if it has no id, so that no label can be joined. */
  get requestOf(): Int32Array {
    return this.#requestOf.view();
  }

  /** The zero-based position of each prediction in its request. */
  get positions(): Int32Array {
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
    const { high, low } = this.#hash.of(id);
    const slot = this.#requests.find(high, low);
    this.#remember(id, slot === null ? undefined : this.#requests.value(slot));
    return this.#lastRequest;
  }

  #number(id: string): number {
    if (id === '') {
      this.#withoutId++;
      return NO_REQUEST;
    }
    if (id === this.#lastId && this.#lastRequest !== undefined) return this.#lastRequest;
    this.#firstId ??= copyText(id);
    const { high, low } = this.#hash.of(id);
    const slot = this.#requests.place(high, low, this.#requests.size);
    const request = this.#requests.value(slot);
    this.#remember(id, request);
    return request;
  }

  #remember(id: string, request: number | undefined): void {
    this.#lastId = id;
    this.#lastRequest = request;
  }
}
