import { enlarge } from '../../columns/growable.ts';
import { NO_NUMBER, readNumber } from '../../columns/number-bytes.ts';
import { type Cells, KIND, MAX_CELLS } from './cells.ts';
import type { JsonFrame } from './json-frame.ts';
import { type TextBudget, type TextCells, UNUSUAL } from './text-cells.ts';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const OPENING_BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;

const WORDS = [
  { bytes: Buffer.from('null'), kind: KIND.missing },
  { bytes: Buffer.from('true'), kind: KIND.true },
  { bytes: Buffer.from('false'), kind: KIND.false },
] as const;

/**
 * The cells of a JSON text inside a JSON text that has a {@link JsonFrame}: lists of plain values in a list, which are
 * rows, or plain values in a list, which are rows of one cell. It reads bytes in place, like {@link CsvCells}.
 */
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
    if (at !== UNUSUAL) at = this.frame.flat ? this.#readFlat(bytes, at) : this.#readRows(bytes, at);
    if (at !== UNUSUAL) at = skip(this.frame.end, bytes, at);
    return bytes[at] === QUOTE ? at : UNUSUAL;
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
  #readFlat(bytes: Uint8Array, start: number): number {
    for (let at = start; ; at++) {
      if (!this.#hasRoom()) return UNUSUAL;
      at = this.#readCell(bytes, at, 0, this.rows);
      if (at === UNUSUAL) return UNUSUAL;
      this.rows++;
      if (bytes[at] === CLOSING_BRACKET) return at + 1;
      if (bytes[at] !== COMMA) return UNUSUAL;
    }
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
    } else if (isDigit(byte) || (byte === MINUS && isDigit(bytes[at + 1]))) {
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
    this.kinds = enlarge(this.kinds, cells);
    this.numbers = enlarge(this.numbers, cells);
    return true;
  }
}

/** The index after these bytes. {@link UNUSUAL} if there are others. */
function skip(expected: Uint8Array, bytes: Uint8Array, start: number): number {
  for (let i = 0; i < expected.length; i++) if (expected[i] !== bytes[start + i]) return UNUSUAL;
  return start + expected.length;
}

function afterSpaces(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === SPACE) at++;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
