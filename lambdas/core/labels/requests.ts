import type { Labels } from './label-rows.ts';

/** Where a label does not belong to a row that was asked. */
export const MISFIT = { unmatched: -1, mismatched: -2, ambiguous: -3 } as const;

/** The request of a prediction without an id. */
const NO_REQUEST = -1;

/**
 * The requests behind predictions: which rows each has, and a slot, a number of its own, for each of them, so that
 * predictions and labels meet on one number.
 */
export class Requests {
  readonly #codes = new Map<string, number>();
  readonly #requestOf: Int32Array;
  readonly #positions: Int32Array;
  /** By request: rows from 0 to its highest position, its first slot, whether several requests share the id. */
  readonly #sizes: number[] = [];
  readonly #firstSlots: Float64Array;
  readonly #repeated: Uint8Array;

  /**
   * @param ids The id of each prediction; empty where it has none, so that no label can be meant for it.
   * @param positions Its zero-based position in the request.
   */
  constructor(ids: ArrayLike<string>, positions: Int32Array) {
    const rows = positions.length;
    this.#positions = positions;
    this.#requestOf = new Int32Array(rows);
    const found: number[] = [];
    for (let row = 0; row < rows; row++) {
      if (ids[row] === '') {
        this.#requestOf[row] = NO_REQUEST;
        continue;
      }
      let code = this.#codes.get(ids[row]);
      if (code === undefined) {
        code = this.#codes.size;
        this.#codes.set(ids[row], code);
        this.#sizes.push(0);
        found.push(0);
      }
      this.#requestOf[row] = code;
      found[code]++;
      if (positions[row] >= this.#sizes[code]) this.#sizes[code] = positions[row] + 1;
    }
    this.#firstSlots = new Float64Array(this.#sizes.length + 1);
    for (let code = 0; code < this.#sizes.length; code++) {
      this.#firstSlots[code + 1] = this.#firstSlots[code] + this.#sizes[code];
    }
    this.#repeated = this.#findRepeated(found);
  }

  /** Predictions without a slot because their id stands for several requests. */
  get ambiguousRows(): number {
    let rows = 0;
    for (const request of this.#requestOf) if (request !== NO_REQUEST) rows += this.#repeated[request];
    return rows;
  }

  /** The slot of each prediction; negative where its id stands for several requests or it has none. */
  predictionSlots(): Float64Array {
    const slots = new Float64Array(this.#requestOf.length);
    for (let row = 0; row < slots.length; row++) {
      const request = this.#requestOf[row];
      if (request === NO_REQUEST) slots[row] = MISFIT.unmatched;
      else if (this.#repeated[request]) slots[row] = MISFIT.ambiguous;
      else slots[row] = this.#firstSlots[request] + this.#positions[row];
    }
    return slots;
  }

  /** The slot of each label, or why it has none. */
  labelSlots({ rows, ids, positions, sizes }: Labels): Float64Array {
    const slots = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const request = this.#codes.get(ids[row]);
      if (request === undefined) slots[row] = MISFIT.unmatched;
      else if (this.#repeated[request]) slots[row] = MISFIT.ambiguous;
      else if (!this.#fits(this.#sizes[request], positions[row], sizes[row])) slots[row] = MISFIT.mismatched;
      else slots[row] = this.#firstSlots[request] + positions[row];
    }
    return slots;
  }

  /** As many labels together as the request has rows; alone with a position, one of its rows. */
  #fits(requestSize: number, position: number, size: number): boolean {
    return size === 0 ? position < requestSize : size === requestSize;
  }

  #findRepeated(found: readonly number[]): Uint8Array {
    const repeated = new Uint8Array(found.length);
    // A set and not bits by slot: a position may be huge.
    const seen = new Set<number>();
    for (let row = 0; row < this.#requestOf.length; row++) {
      const request = this.#requestOf[row];
      if (request === NO_REQUEST || found[request] === 1) continue;
      const slot = this.#firstSlots[request] + this.#positions[row];
      if (seen.has(slot)) repeated[request] = 1;
      seen.add(slot);
    }
    return repeated;
  }
}
