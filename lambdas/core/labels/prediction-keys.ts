import type { CaptureChunk } from '../capture/chunk.ts';
import { GrowableCodes } from '../columns/growable.ts';

/** In place of a request, for a prediction without an id. */
export const NO_REQUEST = -1;

/**
 * Collects each prediction's request and its position in it, chunk by chunk in the order of the rows. An id is stored
 * once, and a row takes 8 bytes.
 */
export class PredictionKeys {
  readonly #requests = new Map<string, number>();
  readonly #requestOf = new GrowableCodes();
  readonly #positions = new GrowableCodes();
  #withoutId = 0;
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

  /** One of the ids. null: none. */
  get firstId(): string | null {
    const [id] = this.#requests.keys();
    return id ?? null;
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
    if (id !== this.#lastId) this.#remember(id, this.#requests.get(id));
    return this.#lastRequest;
  }

  #number(id: string): number {
    if (id === '') {
      this.#withoutId++;
      return NO_REQUEST;
    }
    const known = this.find(id);
    if (known !== undefined) return known;
    const request = this.#requests.size;
    this.#requests.set(id, request);
    this.#remember(id, request);
    return request;
  }

  #remember(id: string, request: number | undefined): void {
    this.#lastId = id;
    this.#lastRequest = request;
  }
}
