import { GrowableCodes } from './growable.ts';

/** 32-bit integers appended one after another. They take no memory as long as each is the usual one of its place. */
export class LazyCodes {
  readonly #usual: (at: number) => number;
  #codes: GrowableCodes | null;
  #length: number;

  /**
   * @param usual By place from 0.
   * @param given The first elements, as {@link view} gave them: not copied. @default none
   */
  constructor(
    usual: (at: number) => number,
    given: { readonly length: number; readonly codes: Int32Array | null } = { length: 0, codes: null },
  ) {
    this.#usual = usual;
    this.#length = given.length;
    this.#codes = given.codes && new GrowableCodes(given.codes);
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
