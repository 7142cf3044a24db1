import { DEFAULT_MAX_LINE_BYTES } from '../line-cutter.ts';

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
/** Brackets and braces, and no other bytes, equal these with the bit of 32 set. */
const OPEN = 123;
const CLOSE = 125;
const NEWLINE = 10;

/** A value of a JSON text: its bytes and its first line. */
export interface JsonValue {
  readonly bytes: Uint8Array;
  readonly line: number;
  /**
   * `cut`: the text ends inside the value. `too-long`: the value is too long to be held in memory. `bytes` is then its
   * start.
   */
  readonly problem: 'cut' | 'too-long' | null;
}

/**
 * Splits a JSON text into values without parsing them, and yields those of each piece of the text. The values are the
 * elements of a list at the top level, and other values at the top level, with or without line ends between them.
 */
export async function* cutValues(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes = DEFAULT_MAX_LINE_BYTES,
): AsyncGenerator<JsonValue[]> {
  const cutter = new ValueCutter(maxBytes);
  for await (const piece of bytes) yield [...cutter.cut(piece)];
  yield [...cutter.end()];
}

class ValueCutter {
  readonly #maxBytes: number;
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #line = 1;
  #startLine = 1;
  /** The number of open brackets, including that of a list at the top level. */
  #depth = 0;
  /** 1 inside a list at the top level, whose elements are the values. */
  #base = 0;
  #inText = false;
  #escaped = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *cut(piece: Uint8Array): Generator<JsonValue> {
    /** The start of the current value in this piece. -1: between values. */
    let start = this.#bytes > 0 ? 0 : -1;
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at];
      if (byte === NEWLINE) this.#line++;
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inText = false;
        continue;
      }
      if (start === -1) {
        if (byte <= 32 || byte === 0xef || byte === 0xbb || byte === 0xbf || (byte === COMMA && this.#base === 1))
          continue;
        if (byte === OPEN_LIST && this.#depth === 0) {
          this.#depth = 1;
          this.#base = 1;
          continue;
        }
        if (this.#base === 1 && this.#depth === 1 && byte === CLOSE_LIST) {
          this.#depth = 0;
          this.#base = 0;
          continue;
        }
        start = at;
        this.#startLine = this.#line;
      }
      if (byte === QUOTE) this.#inText = true;
      else if ((byte | 32) === OPEN) this.#depth++;
      else if ((byte | 32) === CLOSE) {
        this.#depth--;
        if (this.#depth === this.#base) {
          yield this.#take(piece.subarray(start, at + 1), null);
          start = -1;
        } else if (this.#depth < this.#base) {
          // The list ends after a plain value.
          yield this.#take(piece.subarray(start, at), null);
          start = -1;
          this.#depth = 0;
          this.#base = 0;
        }
      } else if (this.#depth === this.#base && (byte === COMMA || byte === NEWLINE) && at + this.#bytes > start) {
        // Not the comma that the value begins with. `start` is 0 if the value began in the piece before.
        yield this.#take(piece.subarray(start, at), null);
        start = -1;
      }
    }
    if (start !== -1) this.#keep(piece.subarray(start));
  }

  *end(): Generator<JsonValue> {
    const isOpen = this.#inText || this.#depth > 0;
    if (this.#bytes > 0) yield this.#take(new Uint8Array(0), isOpen ? 'cut' : null);
    else if (isOpen) yield { bytes: new Uint8Array(0), line: this.#line, problem: 'cut' };
  }

  #keep(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes <= this.#maxBytes || this.#pieces.length === 0) this.#pieces.push(piece);
  }

  #take(last: Uint8Array, problem: 'cut' | null): JsonValue {
    this.#keep(last);
    const value = {
      bytes: this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces),
      line: this.#startLine,
      problem: this.#bytes > this.#maxBytes ? ('too-long' as const) : problem,
    };
    this.#pieces = [];
    this.#bytes = 0;
    return value;
  }
}
