const FIRST_CAPACITY = 1024;

/** Numbers appended one after another into a buffer that doubles. */
export class GrowableNumbers {
  #buffer = new Float64Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#buffer.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#buffer[this.#length++] = value;
  }

  /** A view of what was appended so far; not extended by later appends. */
  view(): Float64Array {
    return this.#buffer.subarray(0, this.#length);
  }
}

/** Codes appended one after another into a buffer that doubles. */
export class GrowableCodes {
  #buffer = new Int32Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(code: number): void {
    if (this.#length === this.#buffer.length) {
      const larger = new Int32Array(this.#length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#buffer[this.#length++] = code;
  }

  /** A view of what was appended so far; not extended by later appends. */
  view(): Int32Array {
    return this.#buffer.subarray(0, this.#length);
  }
}
