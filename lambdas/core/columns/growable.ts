type TypedArray = Float64Array | Int32Array | Uint32Array | Uint8Array;

const FIRST_CAPACITY = 1024;

/**
 * A longer copy of a typed array, filled up with zeros: twice as long, so that appending one by one takes linear time, or
 * `least` long if that is more.
 */
export function enlarge<A extends TypedArray>(array: A, least = 1): A {
  const larger = new (array.constructor as new (length: number) => A)(Math.max(array.length * 2, least));
  larger.set(array);
  return larger;
}

/** A typed array that grows as elements are appended. */
class Growable<A extends Float64Array | Int32Array> {
  #buffer: A;
  #length = 0;

  constructor(buffer: A) {
    this.#buffer = buffer;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#buffer.length) this.#buffer = enlarge(this.#buffer);
    this.#buffer[this.#length++] = value;
  }

  /** A view of the elements so far. Later appends do not extend it. */
  view(): A {
    return this.#buffer.subarray(0, this.#length) as A;
  }
}

/** Doubles appended one after another. */
export class GrowableNumbers extends Growable<Float64Array> {
  constructor() {
    super(new Float64Array(FIRST_CAPACITY));
  }
}

/** 32-bit integers appended one after another. */
export class GrowableCodes extends Growable<Int32Array> {
  constructor() {
    super(new Int32Array(FIRST_CAPACITY));
  }
}
