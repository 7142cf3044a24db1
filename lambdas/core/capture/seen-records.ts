import { finish, TextHash } from '../text/hash-text.ts';

/** What a record is to those before it. `repeat`: same id, same content. `conflict`: same id, other content. */
export type Sighting = 'new' | 'repeat' | 'conflict';

/**
 * Which records of a window have been read, so that one that is delivered twice counts once. A record takes 12 bytes in a
 * table that is at most three quarters full: 64 bits of a hash of its id and 32 of one of its content. Two of n ids share a
 * hash with a chance of about n² / 2^65 (3,000,000 ids: 2 in 10,000,000), and a conflict is taken for a repeat with one of 1 in 2^31.
 */
export class SeenRecords {
  readonly #hash = new TextHash();
  /** By id the content that came first; and id with content where an id came with several. */
  readonly #ids = new HashTable();
  readonly #others = new HashTable();
  /** The slot of the record that was new last; null where it has no id. */
  #last: number | null = null;

  /** @param id Empty ids say nothing: their records are new. */
  see(id: string, content: string): Sighting {
    return this.seeHashed(id, this.#hash.of(content).low);
  }

  /** @param content A hash of 32 bits. */
  seeHashed(id: string, content: number): Sighting {
    if (id === '') return this.#isNew(null);
    const { high, low } = this.#hash.of(id, ID_SEED);
    const given = (content & ~UNREADABLE) >>> 0;
    const before = this.#ids.size;
    const slot = this.#ids.place(high, low, given);
    if (this.#ids.size > before) return this.#isNew(slot);
    const known = this.#ids.value(slot);
    if ((known & ~UNREADABLE) >>> 0 === given) return 'repeat';
    if ((known & UNREADABLE) !== 0) {
      // What came before under this id could not be read: this is the record.
      this.#ids.setValue(slot, given);
      return this.#isNew(slot);
    }
    this.#last = null;
    const others = this.#others.size;
    this.#others.place(finish(high ^ given), finish(low + Math.imul(given, 0x9e3779b1)), given);
    return this.#others.size === others ? 'repeat' : 'conflict';
  }

  /** The record that was new last cannot be read: the same again is a repeat, another under its id is no conflict. */
  markUnreadable(): void {
    if (this.#last === null) return;
    this.#ids.setValue(this.#last, this.#ids.value(this.#last) | UNREADABLE);
  }

  #isNew(slot: number | null): Sighting {
    this.#last = slot;
    return 'new';
  }
}

const ID_SEED = 0x1d;
/** A bit of the content that says that the record could not be read. */
const UNREADABLE = 1;

const START_SLOTS = 1024;
const FILLED = 0.75;
const GROWTH = 1.5;
/** Of a slot: two halves of a key and a value. */
const WORDS = 3;

/** Values of 32 bits by keys of 64, in one array with open addressing. */
class HashTable {
  #capacity = START_SLOTS;
  #slots = new Uint32Array(START_SLOTS * WORDS);
  size = 0;

  /** The slot of a key; one that was not there is put in, with the value. */
  place(high: number, low: number, value: number): number {
    if (this.size >= this.#capacity * FILLED) this.#grow();
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

  value(slot: number): number {
    return this.#slots[slot + 2];
  }

  setValue(slot: number, value: number): void {
    this.#slots[slot + 2] = value;
  }

  #firstSlot(high: number): number {
    return Math.floor((high / 2 ** 32) * this.#capacity) * WORDS;
  }

  #grow(): void {
    const before = this.#slots;
    this.#capacity = Math.ceil(this.#capacity * GROWTH);
    this.#slots = new Uint32Array(this.#capacity * WORDS);
    this.size = 0;
    for (let at = 0; at < before.length; at += WORDS) {
      if (before[at] !== 0 || before[at + 1] !== 0) this.place(before[at], before[at + 1], before[at + 2]);
    }
  }
}
