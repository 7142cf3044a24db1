const START_SLOTS = 1024;
const FILLED = 0.75;
const GROWTH = 1.5;
/** The words of a slot: the two halves of a key, and a value. */
const WORDS = 3;

/**
 * A hash table with open addressing in one array, from 64-bit keys to 32-bit values. A key takes 12 bytes in a table that is at
 * most three quarters full and grows by half: 16 to 24 bytes, and 40 for the moment in which it grows. Keys are hashes; their upper
 * halves have to be spread evenly.
 */
export class HashTable {
  #capacity = START_SLOTS;
  #slots = new Uint32Array(START_SLOTS * WORDS);
  size = 0;

  /** The slot of a key. Adds the key with the value if it is new. */
  place(high: number, low: number, value: number): number {
    if (this.size >= this.#capacity * FILLED) this.#grow(Math.ceil(this.#capacity * GROWTH));
    // A free slot has a key of zeros.
    const second = high === 0 && low === 0 ? 1 : low;
    const slots = this.#slots;
    let at = this.#firstSlot(high);
    while (slots[at] !== high || slots[at + 1] !== second) {
      if (slots[at] === 0 && slots[at + 1] === 0) {
        slots[at] = high;
        slots[at + 1] = second;
        slots[at + 2] = value;
        this.size++;
        return at;
      }
      at += WORDS;
      if (at === slots.length) at = 0;
    }
    return at;
  }

  /** The slot of a key; null if the table does not have it. */
  find(high: number, low: number): number | null {
    const second = high === 0 && low === 0 ? 1 : low;
    const slots = this.#slots;
    let at = this.#firstSlot(high);
    while (slots[at] !== 0 || slots[at + 1] !== 0) {
      if (slots[at] === high && slots[at + 1] === second) return at;
      at += WORDS;
      if (at === slots.length) at = 0;
    }
    return null;
  }

  /** The value of a slot: valid until the next key is placed. */
  value(slot: number): number {
    return this.#slots[slot + 2];
  }

  setValue(slot: number, value: number): void {
    this.#slots[slot + 2] = value;
  }

  /** The keys and their values: upper half, lower half, value, one after another. */
  entries(): Uint32Array<ArrayBuffer> {
    const entries = new Uint32Array(this.size * WORDS);
    const slots = this.#slots;
    let end = 0;
    for (let at = 0; at < slots.length; at += WORDS) {
      if (slots[at] === 0 && slots[at + 1] === 0) continue;
      entries.set(slots.subarray(at, at + WORDS), end);
      end += WORDS;
    }
    return entries;
  }

  #firstSlot(high: number): number {
    return Math.floor((high / 2 ** 32) * this.#capacity) * WORDS;
  }

  /**
   * Places keys with their values, as {@link entries} has them.
   *
   * @param overwrite Whether keys that are known get the new values.
   */
  placeAll(entries: Uint32Array, overwrite: boolean): void {
    // The entries of a table are in the order of their slots. In a table that grows meanwhile, they would crowd at its start.
    const needed = Math.ceil((this.size + entries.length / WORDS) / FILLED);
    if (needed > this.#capacity) this.#grow(Math.max(needed, Math.ceil(this.#capacity * GROWTH)));
    for (let i = 0; i < entries.length; i += WORDS) {
      const slot = this.place(entries[i], entries[i + 1], entries[i + 2]);
      if (overwrite) this.#slots[slot + 2] = entries[i + 2];
    }
  }

  #grow(capacity: number): void {
    const before = this.#slots;
    this.#capacity = capacity;
    this.#slots = new Uint32Array(this.#capacity * WORDS);
    this.size = 0;
    for (let at = 0; at < before.length; at += WORDS) {
      if (before[at] !== 0 || before[at + 1] !== 0) this.place(before[at], before[at + 1], before[at + 2]);
    }
  }
}
