import { HashTable } from '../columns/hash-table.ts';
import { finish, TextHash, unfinish } from '../text/hash-text.ts';
import { RejectedRecordError } from './rejection-reason.ts';

/** The records of some files, as `HashTable.entries` writes them, for threads and functions to hand over. */
export interface SeenPart {
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly others: Uint32Array<ArrayBuffer>;
}

/** How the records of the next files meet those before them. */
export interface Meeting {
  /** Ids that earlier records have too. */
  readonly ids: number;
  /** Records with such an id that repeat an earlier one: exact if no earlier record was unreadable. */
  readonly repeats: number;
  /**
   * What has to be known of the earlier records to read the files as if both were read at once: those with such an id. Of their further
   * contents only those that these files have too, so that it is no larger than the part.
   */
  readonly known: SeenPart;
}

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
  /** The content of each id that counts, and the other contents of ids that have several. */
  readonly #ids = new HashTable();
  readonly #others = new HashTable();
  /** The slot of the last new record. null if it has no id. */
  #last: number | null = null;

  /** @param known What a reading remembers that begins with these files. */
  constructor(known: SeenPart | null = null) {
    if (known !== null) this.add(known);
  }

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

  /** All that is remembered. */
  part(): SeenPart {
    return { ids: this.#ids.entries(), others: this.#others.entries() };
  }

  /** Compares the records of the next files, which were read alone, with those before them. */
  meet({ ids, others }: SeenPart): Meeting {
    const shared: number[] = [];
    const further: number[] = [];
    let repeats = 0;
    let theirs: HashTable | null = null;
    for (let i = 0; i < ids.length; i += 3) {
      const [high, low] = [ids[i], ids[i + 1]];
      const slot = this.#ids.find(high, low);
      if (slot === null) continue;
      const [known, given] = [this.#ids.value(slot), contentOf(ids[i + 2])];
      shared.push(high, low, known);
      theirs ??= tableOf(others);
      const isOther = hasOther(this.#others, high, low, given);
      if (isOther) further.push(...otherKey(high, low, given), given);
      if (contentOf(known) === given || isOther) repeats++;
      if (hasOther(theirs, high, low, contentOf(known))) repeats++;
    }
    for (let i = 0; shared.length > 0 && i < others.length; i += 3) {
      if (this.#others.find(others[i], others[i + 1]) === null) continue;
      repeats++;
      further.push(others[i], others[i + 1], others[i + 2]);
    }
    const known = { ids: Uint32Array.from(shared), others: Uint32Array.from(further) };
    return { ids: shared.length / 3, repeats, known };
  }

  /** Adds the records of the next files, which were read knowing what they have in common with these. */
  add({ ids, others }: SeenPart): void {
    this.#ids.placeAll(ids, true);
    this.#others.placeAll(others, false);
  }

  /** The same for files that were read alone: what is remembered then is what reading them after the earlier ones would leave. */
  addAlone({ ids, others }: SeenPart): void {
    for (let i = 0; i < ids.length; i += 3) {
      const slot = this.#ids.find(ids[i], ids[i + 1]);
      if (slot === null) continue;
      const [known, given] = [this.#ids.value(slot), ids[i + 2]];
      if (contentOf(known) === contentOf(given)) continue;
      const isReplaced = (known & UNREADABLE) !== 0;
      placeOther(this.#others, ids[i], ids[i + 1], contentOf(isReplaced ? known : given));
      if (isReplaced) this.#ids.setValue(slot, given);
    }
    this.#ids.placeAll(ids, false);
    this.#others.placeAll(others, false);
  }

  #see(high: number, low: number, content: number): Sighting {
    const given = contentOf(content);
    const before = this.#ids.size;
    const slot = this.#ids.place(high, low, given);
    if (this.#ids.size > before) return this.#isNew(slot);
    const known = this.#ids.value(slot);
    if (contentOf(known) === given) return 'repeat';
    if ((known & UNREADABLE) !== 0) {
      if (hasOther(this.#others, high, low, given)) return 'repeat';
      // The earlier record with this id could not be read, so this one replaces it.
      placeOther(this.#others, high, low, contentOf(known));
      this.#ids.setValue(slot, given);
      return this.#isNew(slot);
    }
    this.#last = null;
    const others = this.#others.size;
    placeOther(this.#others, high, low, given);
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

function contentOf(value: number): number {
  return (value & ~UNREADABLE) >>> 0;
}

/** An id with another content than its first. */
function placeOther(table: HashTable, high: number, low: number, content: number): void {
  table.place(...otherKey(high, low, content), content);
}

function hasOther(table: HashTable, high: number, low: number, content: number): boolean {
  return table.find(...otherKey(high, low, content)) !== null;
}

/** The key of an id with another content. */
function otherKey(high: number, low: number, content: number): [high: number, low: number] {
  return [finish(high ^ content), finish(low + Math.imul(content, CONTENT_FACTOR))];
}

/** The lower half of the id of an entry of {@link SeenPart.others}. @param low Of its key. */
export function lowerHalfOf(low: number, content: number): number {
  return (unfinish(low) - Math.imul(content, CONTENT_FACTOR)) >>> 0;
}

function tableOf(entries: Uint32Array): HashTable {
  const table = new HashTable();
  table.placeAll(entries, false);
  return table;
}

/** Why a record that is a conflict is rejected. */
export function conflictingId(): RejectedRecordError {
  return new RejectedRecordError('conflicting-id', 'another record has the same id and other content');
}

const ID_SEED = 0x1d;
const CONTENT_FACTOR = 0x9e3779b1;
/** The bit of the content that marks a record that could not be read. */
const UNREADABLE = 1;
