import { GrowableCodes } from './growable.ts';

/** 32-bit integers appended one after another. They take no memory as long as each is the usual one of its place. */
export class LazyCodes {
  readonly #usual: (at: number) => number;
  #codes: GrowableCodes | null = null;
  #length = 0;

  /** @param usual By place from 0. */
  constructor(usual: (at: number) => number) {
    this.#usual = usual;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#codes === null && value !== this.#usual(this.#length)) this.#codes = this.#usualCodes();
    this.#codes?.push(value);
    this.#length++;
  }

  /** A view of the elements so far. null: all of them are the usual ones. */
  view(): Int32Array | null {
    return this.#codes === null ? null : this.#codes.view();
  }

  #usualCodes(): GrowableCodes {
    const codes = new GrowableCodes();
    for (let at = 0; at < this.#length; at++) codes.push(this.#usual(at));
    return codes;
  }
}
