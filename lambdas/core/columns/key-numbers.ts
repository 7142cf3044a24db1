/** The words of a key. */
const WORDS = 4;
/** Keys are stored in pages, so that their number can grow without a copy. */
const PAGE_KEYS = 4096;
const FIRST_SLOTS = 1024;
const FILLED = 0.75;
const FREE = 0;

/**
 * Numbers 128-bit keys from 0 in the order of their first appearance: a hash table with open addressing in typed arrays. A key takes
 * 16 bytes, and 4 in a table that is at most three quarters full and doubles: 21 to 27 bytes, and 32 for the moment in which the table
 * grows. Keys are hashes; their first words have to be spread evenly.
 */
export class KeyNumbers {
  readonly #pages: Int32Array[] = [];
  /** The numbers, each plus 1, at the first words of their keys or in the slots behind. */
  #slots = new Int32Array(FIRST_SLOTS);
  #size = 0;

  /** Numbers keys as {@link keys} gave them. */
  static of(keys: Int32Array): KeyNumbers {
    const numbers = new KeyNumbers();
    const key = new Int32Array(WORDS);
    for (let at = 0; at < keys.length; at += WORDS) {
      for (let word = 0; word < WORDS; word++) key[word] = keys[at + word];
      numbers.numberOf(key);
    }
    return numbers;
  }

  /** The number of distinct keys so far. */
  get size(): number {
    return this.#size;
  }

  /** The keys so far in order of their numbers, four words each: a copy. */
  keys(): Int32Array {
    const keys = new Int32Array(this.#size * WORDS);
    this.#pages.forEach((page, i) => {
      const at = i * PAGE_KEYS * WORDS;
      keys.set(page.subarray(0, keys.length - at), at);
    });
    return keys;
  }

  /** The number of a key, which is added if it is new. */
  numberOf(key: Int32Array): number {
    if (this.#size >= this.#slots.length * FILLED) this.#grow();
    const slot = this.#slotOf(key);
    if (this.#slots[slot] === FREE) this.#slots[slot] = this.#add(key) + 1;
    return this.#slots[slot] - 1;
  }

  /** The number of a key. undefined if it has none. */
  find(key: Int32Array): number | undefined {
    const found = this.#slots[this.#slotOf(key)];
    return found === FREE ? undefined : found - 1;
  }

  /** The slot that has the key, or the free one for it. */
  #slotOf(key: Int32Array): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = key[0] & mask;
    while (slots[slot] !== FREE && !this.#isKeyOf(slots[slot] - 1, key)) slot = (slot + 1) & mask;
    return slot;
  }

  #isKeyOf(number: number, key: Int32Array): boolean {
    const page = this.#pages[Math.floor(number / PAGE_KEYS)];
    const at = (number % PAGE_KEYS) * WORDS;
    return page[at] === key[0] && page[at + 1] === key[1] && page[at + 2] === key[2] && page[at + 3] === key[3];
  }

  #add(key: Int32Array): number {
    const number = this.#size++;
    if (number % PAGE_KEYS === 0) this.#pages.push(new Int32Array(PAGE_KEYS * WORDS));
    this.#pages[this.#pages.length - 1].set(key, (number % PAGE_KEYS) * WORDS);
    return number;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#size; number++) {
      let slot = this.#pages[Math.floor(number / PAGE_KEYS)][(number % PAGE_KEYS) * WORDS] & mask;
      while (slots[slot] !== FREE) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}
