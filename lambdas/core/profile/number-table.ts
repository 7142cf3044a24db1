const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/** The largest share of slots in use. */
const LOAD = 0.5;

/**
 * Counts numbers by value in a hash table with open addressing, without an object per number. -0 counts as 0. Does not
 * take NaN.
 */
export class NumberTable {
  /** Distinct values. */
  size = 0;
  #keys = new Float64Array(16);
  /** Rows by slot; 0 marks a free slot. */
  #counts = new Float64Array(16);

  /**
   * Counts values[from, to) until one would be the (maximum + 1)th distinct value. Returns the index of that value, or
   * `to` if all were counted.
   */
  addAll(values: Float64Array, from: number, to: number, maximum: number): number {
    let keys = this.#keys;
    let counts = this.#counts;
    for (let i = from; i < to; i++) {
      const value = values[i] + 0;
      const mask = keys.length - 1;
      let slot = hash(value) & mask;
      while (counts[slot] !== 0 && keys[slot] !== value) slot = (slot + 1) & mask;
      if (counts[slot] !== 0) {
        counts[slot]++;
        continue;
      }
      if (this.size === maximum) return i;
      keys[slot] = value;
      counts[slot] = 1;
      if (++this.size > LOAD * keys.length) {
        this.#grow();
        keys = this.#keys;
        counts = this.#counts;
      }
    }
    return to;
  }

  /** Counts one value `rows` times (rows > 0), without a maximum. */
  add(value: number, rows: number): void {
    const slot = this.#slotOf(value + 0);
    if (this.#counts[slot] === 0) {
      this.#keys[slot] = value + 0;
      this.size++;
    }
    this.#counts[slot] += rows;
    if (this.size > LOAD * this.#keys.length) this.#grow();
  }

  /** The distinct values, ascending, with their rows. */
  sorted(): { readonly values: Float64Array; readonly counts: Float64Array } {
    const values = this.#keys.filter((_, slot) => this.#counts[slot] !== 0).sort();
    const counts = values.map((value) => this.#counts[this.#slotOf(value)]);
    return { values, counts };
  }

  clear(): void {
    this.size = 0;
    this.#counts.fill(0);
  }

  #slotOf(value: number): number {
    const mask = this.#keys.length - 1;
    let slot = hash(value) & mask;
    while (this.#counts[slot] !== 0 && this.#keys[slot] !== value) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const counts = this.#counts;
    this.#keys = new Float64Array(keys.length * 2);
    this.#counts = new Float64Array(keys.length * 2);
    for (let old = 0; old < keys.length; old++) {
      if (counts[old] === 0) continue;
      const slot = this.#slotOf(keys[old]);
      this.#keys[slot] = keys[old];
      this.#counts[slot] = counts[old];
    }
  }
}

/** Mixes the 64 bits of a double, because small integers differ only in its upper half. */
function hash(value: number): number {
  double[0] = value;
  const mixed = Math.imul(halves[1] ^ Math.imul(halves[0], 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
