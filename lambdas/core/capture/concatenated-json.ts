const SPACE = 32;
const QUOTE = 34;
const OPENING_BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/** The beginnings of all boundaries. */
const BOUNDARY_STARTS = ['}{', '} ', '}\t', '}\r'];

/**
 * Finds the places where a boundary can be: a `}` followed by `{` or white space, which also occurs inside JSON texts.
 * It finds every boundary that {@link BoundaryScanner} finds, at a hundredth of the cost.
 */
export class BoundaryFinder {
  readonly #bytes: Buffer;
  readonly #places = BOUNDARY_STARTS.map(() => -1);

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /**
   * The first place at or after `from`, or the length of the bytes if there is none. `from` must not decrease between
   * calls.
   */
  next(from: number): number {
    let first = this.#bytes.length;
    for (let i = 0; i < BOUNDARY_STARTS.length; i++) {
      if (this.#places[i] < from) this.#places[i] = this.#find(BOUNDARY_STARTS[i], from);
      if (this.#places[i] < first) first = this.#places[i];
    }
    return first;
  }

  #find(boundary: string, from: number): number {
    const at = this.#bytes.indexOf(boundary, from, 'latin1');
    return at === -1 ? this.#bytes.length : at;
  }
}

/**
 * Finds the boundaries between JSON objects in a line that begins with one: `}{`, with or without white space between
 * them, outside of every object, array and text. Reads the line byte by byte, in pieces of any size, and keeps its
 * state between them.
 */
export class BoundaryScanner {
  /** Whether the line begins with an object. null while only white space was read. */
  #object: boolean | null = null;
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** Whether an object on the outermost level has ended and only white space followed. */
  #hasEnded = false;

  /** Starts a new line. */
  reset(): void {
    this.#object = null;
    this.#depth = 0;
    this.#inText = false;
    this.#escaped = false;
    this.#hasEnded = false;
  }

  /**
   * The index in `bytes[from, end)` at which the next object begins, or -1. The next call continues there, or at `end`.
   */
  next(bytes: Uint8Array, from: number, end: number): number {
    if (this.#object === null) this.#begin(bytes, from, end);
    if (this.#object !== true) return -1;
    let depth = this.#depth;
    let inText = this.#inText;
    let escaped = this.#escaped;
    let hasEnded = this.#hasEnded;
    let boundary = -1;
    for (let at = from; at < end; at++) {
      const byte = bytes[at];
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
        continue;
      }
      if (byte === OPENING_BRACE && hasEnded) {
        boundary = at;
        hasEnded = false;
        break;
      }
      hasEnded = hasEnded && isSpace(byte);
      if (byte === QUOTE) {
        inText = true;
      } else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
        depth++;
      } else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
        if (depth > 0 && --depth === 0 && byte === CLOSING_BRACE) hasEnded = true;
      }
    }
    this.#depth = depth;
    this.#inText = inText;
    this.#escaped = escaped;
    this.#hasEnded = hasEnded;
    return boundary;
  }

  #begin(bytes: Uint8Array, from: number, end: number): void {
    for (let at = from; at < end && this.#object === null; at++) {
      const byte = bytes[at];
      if (!isSpaceOrMark(byte)) this.#object = byte === OPENING_BRACE;
    }
  }
}

/** Splits lines into the JSON objects in them. */
export class RecordSplitter {
  readonly #scanner = new BoundaryScanner();
  #bytes: Uint8Array = new Uint8Array(0);
  #finder = new BoundaryFinder(this.#bytes);

  /**
   * The end of the first object in the line `bytes[start, end)`, which is `end` if no other follows. Lines of the same
   * bytes have to come in their order.
   */
  firstEnd(bytes: Uint8Array, start: number, end: number): number {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#finder = new BoundaryFinder(bytes);
    }
    if (this.#finder.next(start) >= end) return end;
    this.#scanner.reset();
    const boundary = this.#scanner.next(bytes, start, end);
    return boundary === -1 ? end : boundary;
  }
}

/** Splits a text of JSON objects that follow each other. One piece if there is no boundary. */
export function splitConcatenatedJson(text: string): string[] {
  if (!/\}[ \t\r\n]*\{/.test(text)) return [text];
  const bytes = Buffer.from(text);
  const scanner = new BoundaryScanner();
  const pieces: string[] = [];
  let from = 0;
  for (let at = scanner.next(bytes, 0, bytes.length); at !== -1; at = scanner.next(bytes, from, bytes.length)) {
    pieces.push(bytes.toString('utf8', from, at));
    from = at;
  }
  pieces.push(bytes.toString('utf8', from));
  return pieces;
}

/** White space of JSON. */
function isSpace(byte: number): boolean {
  return byte === SPACE || byte === 9 || byte === 10 || byte === 13;
}

function isSpaceOrMark(byte: number): boolean {
  return isSpace(byte) || byte === 0xef || byte === 0xbb || byte === 0xbf;
}
