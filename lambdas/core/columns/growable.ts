type TypedArray = Float64Array | Int32Array | Uint32Array | Uint8Array;

const FIRST_CAPACITY = 1024;

/**
 * A longer copy of a typed array, filled up with zeros: twice as long, so that appending one by one takes linear time, or
 * `least` long if that is more; `most` long at the most.
 */
export function enlarge<A extends TypedArray>(array: A, least = 1, most = Number.POSITIVE_INFINITY): A {
  const length = Math.min(most, Math.max(array.length * 2, least));
  const larger = new (array.constructor as new (length: number) => A)(length);
  larger.set(array);
  return larger;
}

/** A typed array that grows as elements are appended. */
class Growable<A extends Float64Array | Int32Array> {
  #buffer: A;
  #length: number;

  /** @param length Elements that the buffer has already. */
  constructor(buffer: A, length: number) {
    this.#buffer = buffer;
    this.#length = length;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#buffer.length) this.#buffer = enlarge(this.#buffer, FIRST_CAPACITY);
    this.#buffer[this.#length++] = value;
  }

  /** A view of the elements so far. Later appends do not extend it. */
  view(): A {
    return this.#buffer.subarray(0, this.#length) as A;
  }
}

/** Doubles appended one after another. */
export class GrowableNumbers extends Growable<Float64Array> {
  /** @param given The first elements: not copied. @default none */
  constructor(given?: Float64Array) {
    super(given ?? new Float64Array(FIRST_CAPACITY), given?.length ?? 0);
  }
}

/** 32-bit integers appended one after another. */
export class GrowableCodes extends Growable<Int32Array> {
  /** @param given The first elements: not copied. @default none */
  constructor(given?: Int32Array) {
    super(given ?? new Int32Array(FIRST_CAPACITY), given?.length ?? 0);
  }
}
