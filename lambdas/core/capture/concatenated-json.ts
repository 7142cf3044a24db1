const SPACE = 32;
const QUOTE = 34;
const OPENING_BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/** Everything that a boundary begins with. */
const SEAM_STARTS = ['}{', '} ', '}\t', '}\r'];

/**
 * Where boundaries may be: behind `}`, a `{` or white space, which inside JSON texts occurs too. What this does not find,
 * {@link BoundaryScanner} does not find either, and it costs a hundredth.
 */
export class BoundaryFinder {
  readonly #bytes: Buffer;
  readonly #places = SEAM_STARTS.map(() => -1);

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The first one from `from` on, which never goes back; the length when there is none. */
  next(from: number): number {
    let first = this.#bytes.length;
    for (let i = 0; i < SEAM_STARTS.length; i++) {
      if (this.#places[i] < from) this.#places[i] = this.#find(SEAM_STARTS[i], from);
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
 * Finds where in a line that begins with a JSON object one object ends and the next begins: `}{`, with or without white
 * space between them, outside of every object, array and text. It reads a line byte by byte, in pieces of any size, and
 * remembers between them where it is.
 */
export class BoundaryScanner {
  /** Whether the line begins with an object; null while it has begun with nothing but space. */
  #object: boolean | null = null;
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** Whether an object on the outermost level has ended, and nothing but white space came since. */
  #hasEnded = false;

  /** A new line begins. */
  reset(): void {
    this.#object = null;
    this.#depth = 0;
    this.#inText = false;
    this.#escaped = false;
    this.#hasEnded = false;
  }

  /** Where in `bytes[from, end)` the next object begins, -1 when none does. Reading goes on there, or at `end`. */
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

/** The JSON objects that follow each other in a text; one piece where there is no boundary. */
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
