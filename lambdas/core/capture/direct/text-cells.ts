import type { CellValue } from '../../columns/column.ts';
import type { ColumnBuilder } from '../../columns/column-builder.ts';
import { enlarge } from '../../columns/growable.ts';
import { decodeUtf8 } from '../utf8.ts';

/** What reading returns if a text has to be read in the general way. */
export const UNUSUAL = -1;

/** Longer cells are read in the general way. */
const LONGEST_TEXT = 256;
const FIRST_SLOTS = 16;

const QUOTE = 34;
const BACKSLASH = 92;
const SPACE = 32;

/** What the columns of a request or response share. */
export interface TextBudget {
  /** Distinct texts that each column keeps from record to record. */
  readonly kept: number;
  /** Whether a column has more, so that {@link TextCells.trim} is due. */
  exceeded: boolean;
}

/**
 * The cells of one column that are not plain numbers, looked up by their bytes, so that each distinct text is decoded
 * and interpreted once.
 */
export class TextCells {
  readonly #interpret: (text: string) => CellValue;
  readonly #isNoted: (text: string) => boolean;
  readonly #budget: TextBudget;
  /** The index of an entry, plus one; 0 marks a free slot. */
  #slots = new Int32Array(FIRST_SLOTS);
  #entries = 0;
  /** By entry: the hash of its bytes, and where they end in `#bytes`. They begin where those before end. */
  #hashes = new Int32Array(FIRST_SLOTS);
  #ends = new Int32Array(FIRST_SLOTS);
  #bytes = new Uint8Array(64);
  #values: CellValue[] = [];
  #noted: boolean[] = [];
  /** By entry: its code in the dictionary of the column's present chunk, -1 if it has none. */
  #codes = new Int32Array(FIRST_SLOTS);
  #chunk = -1;
  /** The entry of the last cell that was found. */
  entry = 0;

  /**
   * @param interpret What a text stands for.
   * @param isNoted Which texts {@link isNoted} reports.
   */
  constructor(interpret: (text: string) => CellValue, isNoted: (text: string) => boolean, budget: TextBudget) {
    this.#interpret = interpret;
    this.#isNoted = isNoted;
    this.#budget = budget;
  }

  /** Forgets the entries if there are too many to be kept. They are valid until then. */
  trim(): void {
    if (this.#entries <= this.#budget.kept) return;
    this.#slots.fill(0);
    this.#entries = 0;
    this.#values = [];
    this.#noted = [];
  }

  /**
   * Finds the cell that begins at `start` in a text in JSON. Returns the index of the byte `stop`, quote or backslash
   * after it, or {@link UNUSUAL}.
   */
  find(bytes: Uint8Array, start: number, stop: number): number {
    let hash = 0;
    let at = start;
    for (;;) {
      const byte = bytes[at];
      if (byte === stop || byte === QUOTE || byte === BACKSLASH) break;
      // JSON has no control characters in texts. The byte is undefined at the end of the bytes.
      if (!(byte >= SPACE)) return UNUSUAL;
      hash = Math.imul(hash ^ byte, 0x01000193) + byte;
      at++;
    }
    if (at - start > LONGEST_TEXT) return UNUSUAL;
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = this.#slots[slot] - 1;
      if (entry < 0) break;
      if (this.#hashes[entry] === hash && this.#isEqual(entry, bytes, start, at)) {
        this.entry = entry;
        return at;
      }
      slot = (slot + 1) & mask;
    }
    this.#add(hash, slot, bytes, start, at);
    return at;
  }

  /** Whether the entry's text is one of those that the constructor's `isNoted` names. */
  isNoted(entry: number): boolean {
    return this.#noted[entry];
  }

  /** Whether the entry is a number or an explicit not-a-number. */
  isNumber(entry: number): boolean {
    return typeof this.#values[entry] === 'number';
  }

  /** Writes the entry into a cell of the column, which has to be the same for all calls. */
  write(entry: number, column: ColumnBuilder, row: number): void {
    if (this.#chunk !== column.chunk) {
      this.#codes.fill(-1);
      this.#chunk = column.chunk;
    }
    const code = this.#codes[entry];
    if (code >= 0) column.setCode(row, code);
    else this.#writeFirst(entry, column, row);
  }

  #writeFirst(entry: number, column: ColumnBuilder, row: number): void {
    const value = this.#values[entry];
    if (typeof value === 'number') column.setNumber(row, value);
    else if (typeof value === 'string') {
      const code = column.codeOf(value);
      this.#codes[entry] = code;
      column.setCode(row, code);
    } else column.setMissing(row);
  }

  #isEqual(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = entry === 0 ? 0 : this.#ends[entry - 1];
    if (this.#ends[entry] - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.#bytes[from + i - start] !== bytes[i]) return false;
    return true;
  }

  #add(hash: number, slot: number, bytes: Uint8Array, start: number, end: number): void {
    const entry = this.#entries++;
    if (entry === this.#hashes.length) {
      this.#hashes = enlarge(this.#hashes);
      this.#ends = enlarge(this.#ends);
      this.#codes = enlarge(this.#codes);
    }
    const from = entry === 0 ? 0 : this.#ends[entry - 1];
    const to = from + end - start;
    if (to > this.#bytes.length) this.#bytes = enlarge(this.#bytes, to);
    for (let i = start; i < end; i++) this.#bytes[from + i - start] = bytes[i];
    const text = decodeUtf8(bytes.subarray(start, end));
    this.#values.push(this.#interpret(text));
    this.#noted.push(this.#isNoted(text));
    this.#hashes[entry] = hash;
    this.#ends[entry] = to;
    this.#codes[entry] = -1;
    this.#slots[slot] = entry + 1;
    this.entry = entry;
    if (this.#entries > this.#budget.kept) this.#budget.exceeded = true;
    if (this.#entries * 2 > this.#slots.length) this.#growSlots();
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let entry = 0; entry < this.#entries; entry++) {
      let slot = this.#hashes[entry] & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry + 1;
    }
  }
}
