import { enlarge } from '../../columns/growable.ts';
import { NO_NUMBER, readNumber } from '../../columns/number-bytes.ts';
import { type Cells, KIND, MAX_CELLS } from './cells.ts';
import { type TextBudget, type TextCells, UNUSUAL } from './text-cells.ts';

const COMMA = 44;
const QUOTE = 34;
const BACKSLASH = 92;
const SPACE = 32;
const LETTER_N = 110;
const LETTER_R = 114;
const OPENING_BRACKET = 91;
const OPENING_BRACE = 123;
/** The first byte of a byte order mark. */
const MARK = 0xef;

/**
 * The cells of a CSV text inside a JSON text, row after row: plain numbers and texts without quotes, between commas,
 * with `\n` or `\r\n` between rows of equal width. It reads bytes in place and makes no object for a row or a cell.
 */
export class CsvCells implements Cells {
  readonly width: number;
  readonly #wider: boolean;
  readonly #budget: TextBudget;
  readonly texts: readonly TextCells[];
  /** By cell: its kind, see {@link Cells}. */
  kinds = new Int32Array(64);
  numbers = new Float64Array(64);
  rows = 0;

  /**
   * @param texts By column, for the cells that are kept of each row.
   * @param budget That of the texts.
   * @param wider Whether rows may have more cells.
   */
  constructor(texts: readonly TextCells[], budget: TextBudget, wider: boolean) {
    this.width = texts.length;
    this.#wider = wider;
    this.texts = texts;
    this.#budget = budget;
  }

  /** Reads the text whose first byte is `bytes[start]`. Returns the index of its closing quote, or {@link UNUSUAL}. */
  read(bytes: Uint8Array, start: number): number {
    this.rows = 0;
    const first = bytes[start];
    // It is empty, or may be JSON, or begins with a mark that does not belong to it.
    if (!(first > SPACE) || first === QUOTE) return UNUSUAL;
    if (first === OPENING_BRACKET || first === OPENING_BRACE || first === MARK) return UNUSUAL;
    if (this.#budget.exceeded) {
      for (const texts of this.texts) texts.trim();
      this.#budget.exceeded = false;
    }
    let at = start;
    for (;;) {
      // Whether an empty line is a row depends on the other rows.
      if (bytes[at] === BACKSLASH) return UNUSUAL;
      at = this.#readRow(bytes, at);
      if (at === UNUSUAL) return at;
      this.rows++;
      if (bytes[at] === QUOTE) return at;
      if (bytes[at + 1] === LETTER_R && bytes[at + 2] === BACKSLASH) at += 2;
      if (bytes[at + 1] !== LETTER_N) return UNUSUAL;
      at += 2;
      if (bytes[at] === QUOTE) return at;
    }
  }

  /** Returns the index of the quote or backslash after the row. */
  #readRow(bytes: Uint8Array, start: number): number {
    const last = this.width - 1;
    let cell = this.rows * this.width;
    if (cell + this.width > this.kinds.length && !this.#grow(cell + this.width)) return UNUSUAL;
    const kinds = this.kinds;
    const numbers = this.numbers;
    let at = start;
    for (let column = 0; column <= last; column++, cell++) {
      let end = readNumber(bytes, at, numbers, cell);
      let mark = end === NO_NUMBER ? 0 : bytes[end];
      if (mark === COMMA || mark === QUOTE || mark === BACKSLASH) kinds[cell] = KIND.number;
      else {
        const texts = this.texts[column];
        end = texts.find(bytes, at, COMMA);
        if (end < 0) return UNUSUAL;
        mark = bytes[end];
        kinds[cell] = texts.entry;
      }
      if (mark !== COMMA) return column === last ? end : UNUSUAL;
      at = end + 1;
    }
    return this.#wider ? endOfRow(bytes, at) : UNUSUAL;
  }

  #grow(cells: number): boolean {
    if (cells > MAX_CELLS) return false;
    this.kinds = enlarge(this.kinds, cells, MAX_CELLS);
    this.numbers = enlarge(this.numbers, cells, MAX_CELLS);
    return true;
  }
}

/** The index of the quote or backslash after the rest of a row. */
function endOfRow(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at++) {
    const byte = bytes[at];
    if (byte === QUOTE || byte === BACKSLASH) return at;
    if (!(byte >= SPACE)) return UNUSUAL;
  }
}
