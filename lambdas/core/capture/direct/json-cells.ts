import { enlarge } from '../../columns/growable.ts';
import { NO_NUMBER, readNumber } from '../../columns/number-bytes.ts';
import { type Cells, KIND, MAX_CELLS } from './cells.ts';
import { afterSpaces, skip, startsNumber } from './json-bytes.ts';
import type { JsonFrame } from './json-frame.ts';
import type { ObjectMembers } from './object-members.ts';
import { type TextBudget, type TextCells, UNUSUAL } from './text-cells.ts';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const OPENING_BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;

const WORDS = [
  { bytes: Buffer.from('null'), kind: KIND.missing },
  { bytes: Buffer.from('true'), kind: KIND.true },
  { bytes: Buffer.from('false'), kind: KIND.false },
] as const;

/** Values that are not kept. */
const passed = new Float64Array(1);

/** The cells of a JSON text inside a JSON text that has a {@link JsonFrame}. It reads bytes in place, like `CsvCells`. */
export class JsonCells implements Cells {
  readonly width: number;
  readonly texts: readonly TextCells[];
  readonly #budget: TextBudget;
  kinds = new Int32Array(64);
  numbers = new Float64Array(64);
  rows = 0;
  frame: JsonFrame | null = null;

  /**
   * @param texts By column, as many as rows have cells.
   * @param budget That of the texts.
   */
  constructor(texts: readonly TextCells[], budget: TextBudget) {
    this.width = texts.length;
    this.texts = texts;
    this.#budget = budget;
  }

  read(bytes: Uint8Array, start: number): number {
    this.rows = 0;
    if (this.frame === null) return UNUSUAL;
    if (this.#budget.exceeded) {
      for (const texts of this.texts) texts.trim();
      this.#budget.exceeded = false;
    }
    let at = skip(this.frame.start, bytes, start);
    if (at !== UNUSUAL) at = this.#readFrame(this.frame, bytes, at);
    if (at !== UNUSUAL) at = skip(this.frame.end, bytes, at);
    return bytes[at] === QUOTE ? at : UNUSUAL;
  }

  /** Reads the rows. Returns the index after them. */
  #readFrame({ form, members }: JsonFrame, bytes: Uint8Array, start: number): number {
    if (form === 'lists') return this.#readRows(bytes, start);
    if (form === 'values') return this.#readValues(bytes, start);
    if (form === 'objects') return this.#readObjects(members!, bytes, start);
    const at = form === 'list' ? this.#readRow(bytes, start) : this.#readObject(members!, bytes, start);
    this.rows++;
    return at;
  }

  /** Reads rows in brackets. Returns the index after the bracket that closes their list. */
  #readRows(bytes: Uint8Array, start: number): number {
    for (let at = start; ; at++) {
      at = afterSpaces(bytes, at);
      if (bytes[at] !== OPENING_BRACKET) return UNUSUAL;
      at = this.#readRow(bytes, at + 1);
      if (at === UNUSUAL) return UNUSUAL;
      this.rows++;
      at = afterSpaces(bytes, at);
      if (bytes[at] === CLOSING_BRACKET) return at + 1;
      if (bytes[at] !== COMMA) return UNUSUAL;
    }
  }

  /** Reads one row of cells. Returns the index after its closing bracket. */
  #readRow(bytes: Uint8Array, start: number): number {
    if (!this.#hasRoom()) return UNUSUAL;
    const first = this.rows * this.width;
    let at = start;
    for (let column = 0; column < this.width; column++, at++) {
      at = this.#readCell(bytes, at, column, first + column);
      if (at === UNUSUAL) return UNUSUAL;
      if (bytes[at] === CLOSING_BRACKET) return column === this.width - 1 ? at + 1 : UNUSUAL;
      if (bytes[at] !== COMMA) return UNUSUAL;
    }
    return UNUSUAL;
  }

  /** Reads cells that are rows. Returns the index after the bracket that closes their list. */
  #readValues(bytes: Uint8Array, start: number): number {
    for (let at = start; ; at++) {
      if (!this.#hasRoom()) return UNUSUAL;
      at = this.#readCell(bytes, at, 0, this.rows);
      if (at === UNUSUAL) return UNUSUAL;
      this.rows++;
      if (bytes[at] === CLOSING_BRACKET) return at + 1;
      if (bytes[at] !== COMMA) return UNUSUAL;
    }
  }

  /** Reads rows in braces. Returns the index after the bracket that closes their list. */
  #readObjects(members: ObjectMembers, bytes: Uint8Array, start: number): number {
    for (let at = start; ; ) {
      at = this.#readObject(members, bytes, at);
      if (at === UNUSUAL) return UNUSUAL;
      this.rows++;
      at = afterSpaces(bytes, at);
      if (bytes[at] === CLOSING_BRACKET) return at + 1;
      if (bytes[at] !== COMMA) return UNUSUAL;
      at = afterSpaces(bytes, at + 1);
    }
  }

  /** Reads one row. Returns the index after its closing brace. */
  #readObject({ between, cells }: ObjectMembers, bytes: Uint8Array, start: number): number {
    if (!this.#hasRoom()) return UNUSUAL;
    const first = this.rows * this.width;
    let at = start;
    for (let i = 0; i < cells.length; i++) {
      at = skip(between[i], bytes, at);
      if (at === UNUSUAL) return UNUSUAL;
      at = cells[i] < 0 ? passValue(bytes, at) : this.#readCell(bytes, at, cells[i], first + cells[i]);
      if (at === UNUSUAL) return UNUSUAL;
    }
    return skip(between[cells.length], bytes, at);
  }

  /** Reads a plain value with spaces around it. Returns the index after them. */
  #readCell(bytes: Uint8Array, start: number, column: number, cell: number): number {
    const at = afterSpaces(bytes, start);
    const byte = bytes[at];
    let end: number;
    if (byte === BACKSLASH) {
      if (bytes[at + 1] !== QUOTE) return UNUSUAL;
      const texts = this.texts[column];
      end = texts.find(bytes, at + 2, BACKSLASH);
      if (end === UNUSUAL || bytes[end] !== BACKSLASH || bytes[end + 1] !== QUOTE) return UNUSUAL;
      this.kinds[cell] = texts.entry;
      end += 2;
    } else if (startsNumber(bytes, at)) {
      end = readNumber(bytes, at, this.numbers, cell);
      if (end === NO_NUMBER) return UNUSUAL;
      this.kinds[cell] = KIND.number;
    } else {
      const word = WORDS.find(({ bytes: [first] }) => first === byte);
      if (word === undefined) return UNUSUAL;
      end = skip(word.bytes, bytes, at);
      if (end === UNUSUAL) return UNUSUAL;
      this.kinds[cell] = word.kind;
    }
    return afterSpaces(bytes, end);
  }

  #hasRoom(): boolean {
    const cells = (this.rows + 1) * this.width;
    if (cells <= this.kinds.length) return true;
    if (cells > MAX_CELLS) return false;
    this.kinds = enlarge(this.kinds, cells, MAX_CELLS);
    this.numbers = enlarge(this.numbers, cells, MAX_CELLS);
    return true;
  }
}

/** Passes over a plain value with spaces around it. Returns the index after them. */
function passValue(bytes: Uint8Array, start: number): number {
  const at = afterSpaces(bytes, start);
  const byte = bytes[at];
  let end: number;
  if (byte === BACKSLASH) {
    if (bytes[at + 1] !== QUOTE) return UNUSUAL;
    end = at + 2;
    // The byte is undefined at the end of the bytes.
    while (bytes[end] >= SPACE && bytes[end] !== BACKSLASH && bytes[end] !== QUOTE) end++;
    if (bytes[end] !== BACKSLASH || bytes[end + 1] !== QUOTE) return UNUSUAL;
    end += 2;
  } else if (startsNumber(bytes, at)) {
    end = readNumber(bytes, at, passed, 0);
    if (end === NO_NUMBER) return UNUSUAL;
  } else {
    const word = WORDS.find(({ bytes: [first] }) => first === byte);
    end = word === undefined ? UNUSUAL : skip(word.bytes, bytes, at);
    if (end === UNUSUAL) return UNUSUAL;
  }
  return afterSpaces(bytes, end);
}
