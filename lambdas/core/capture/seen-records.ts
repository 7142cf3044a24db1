import { HashTable } from '../columns/hash-table.ts';
import { finish, TextHash } from '../text/hash-text.ts';
import { RejectedRecordError } from './rejection-reason.ts';

/** A record compared with those before it. `repeat`: same id, same content. `conflict`: same id, other content. */
export type Sighting = 'new' | 'repeat' | 'conflict';

/**
 * Remembers the records of a window, so that one that is delivered twice counts once. A record takes 12 bytes in a
 * table that is at most three quarters full: 64 bits for a hash of its id and 32 for one of its content. Two of n ids
 * share a hash with a probability of about n² / 2^65 (3,000,000 ids: 2 in 10,000,000). A conflict is mistaken for a
 * repeat with one of 1 in 2^31.
 */
export class SeenRecords {
  readonly #hash = new TextHash();
  /** The first content of each id, and the other contents of ids that have several. */
  readonly #ids = new HashTable();
  readonly #others = new HashTable();
  /** The slot of the last new record. null if it has no id. */
  #last: number | null = null;

  /** Distinct ids and contents that are remembered. */
  get size(): number {
    return this.#ids.size + this.#others.size;
  }

  /** @param id A record with an empty id is always new. */
  see(id: string, content: string): Sighting {
    return this.seeHashed(id, this.#hash.of(content).low);
  }

  /** The same for an id, `bytes[idStart, idEnd)`, and content, `bytes[start, end)`, in UTF-8. */
  seeBytes(bytes: DataView, idStart: number, idEnd: number, start: number, end: number): Sighting {
    const content = this.#hash.ofBytes(bytes, start, end).low;
    if (idStart === idEnd) return this.#isNew(null);
    this.#hash.ofBytes(bytes, idStart, idEnd, ID_SEED);
    return this.#see(this.#hash.high, this.#hash.low, content);
  }

  /** @param content A 32-bit hash. */
  seeHashed(id: string, content: number): Sighting {
    if (id === '') return this.#isNew(null);
    const { high, low } = this.#hash.of(id, ID_SEED);
    return this.#see(high, low, content);
  }

  #see(high: number, low: number, content: number): Sighting {
    const given = (content & ~UNREADABLE) >>> 0;
    const before = this.#ids.size;
    const slot = this.#ids.place(high, low, given);
    if (this.#ids.size > before) return this.#isNew(slot);
    const known = this.#ids.value(slot);
    if ((known & ~UNREADABLE) >>> 0 === given) return 'repeat';
    if ((known & UNREADABLE) !== 0) {
      // The earlier record with this id could not be read, so this one replaces it.
      this.#ids.setValue(slot, given);
      return this.#isNew(slot);
    }
    this.#last = null;
    const others = this.#others.size;
    this.#others.place(finish(high ^ given), finish(low + Math.imul(given, 0x9e3779b1)), given);
    return this.#others.size === others ? 'repeat' : 'conflict';
  }

  /**
   * Marks the last new record as unreadable: the same record is a repeat of it, but another one with its id is not a
   * conflict.
   */
  markUnreadable(): void {
    if (this.#last === null) return;
    this.#ids.setValue(this.#last, this.#ids.value(this.#last) | UNREADABLE);
  }

  #isNew(slot: number | null): Sighting {
    this.#last = slot;
    return 'new';
  }
}

/** Why a record that is a conflict is rejected. */
export function conflictingId(): RejectedRecordError {
  return new RejectedRecordError('conflicting-id', 'another record has the same id and other content');
}

const ID_SEED = 0x1d;
/** The bit of the content that marks a record that could not be read. */
const UNREADABLE = 1;
