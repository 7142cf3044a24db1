const SPACE = 32;
const QUOTE = 34;
const OPENING_BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/**
 * Where seams may be: `}{` or `} {`, which inside JSON texts occurs too. What this does not find, {@link SeamScanner} does not
 * find either, and it costs a hundredth.
 */
export class SeamFinder {
  readonly #bytes: Buffer;
  #tight = -1;
  #spaced = -1;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The first one from `from` on, which never goes back; the length when there is none. */
  next(from: number): number {
    if (this.#tight < from) this.#tight = this.#find('}{', from);
    if (this.#spaced < from) this.#spaced = this.#find('} {', from);
    return Math.min(this.#tight, this.#spaced);
  }

  #find(seam: string, from: number): number {
    const at = this.#bytes.indexOf(seam, from, 'latin1');
    return at === -1 ? this.#bytes.length : at;
  }
}

/**
 * Finds where in a line that begins with a JSON object one object ends and the next begins: `}{` or `} {` outside of every
 * object, array and text. It reads a line byte by byte, in pieces of any size, and remembers between them where it is.
 */
export class SeamScanner {
  /** Whether the line begins with an object; null while it has begun with nothing but space. */
  #object: boolean | null = null;
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** Bytes since an object ended on the outermost level: 1 for the one just read; 0 when there is none, or too far back. */
  #sinceEnd = 0;

  /** A new line begins. */
  reset(): void {
    this.#object = null;
    this.#depth = 0;
    this.#inText = false;
    this.#escaped = false;
    this.#sinceEnd = 0;
  }

  /** Where in `bytes[from, end)` the next object begins, -1 when none does. Reading goes on there, or at `end`. */
  next(bytes: Uint8Array, from: number, end: number): number {
    if (this.#object === null) this.#begin(bytes, from, end);
    if (this.#object !== true) return -1;
    let depth = this.#depth;
    let inText = this.#inText;
    let escaped = this.#escaped;
    let sinceEnd = this.#sinceEnd;
    let seam = -1;
    for (let at = from; at < end; at++) {
      const byte = bytes[at];
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
        continue;
      }
      if (byte === OPENING_BRACE && sinceEnd > 0) {
        seam = at;
        sinceEnd = 0;
        break;
      }
      sinceEnd = sinceEnd === 1 && byte === SPACE ? 2 : 0;
      if (byte === QUOTE) {
        inText = true;
      } else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
        depth++;
      } else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
        if (depth > 0 && --depth === 0 && byte === CLOSING_BRACE) sinceEnd = 1;
      }
    }
    this.#depth = depth;
    this.#inText = inText;
    this.#escaped = escaped;
    this.#sinceEnd = sinceEnd;
    return seam;
  }

  #begin(bytes: Uint8Array, from: number, end: number): void {
    for (let at = from; at < end && this.#object === null; at++) {
      const byte = bytes[at];
      if (!isSpaceOrMark(byte)) this.#object = byte === OPENING_BRACE;
    }
  }
}

/** The JSON objects that follow each other in a text; one piece where there is no seam. */
export function splitAtSeams(text: string): string[] {
  if (!/\} ?\{/.test(text)) return [text];
  const bytes = Buffer.from(text);
  const scanner = new SeamScanner();
  const pieces: string[] = [];
  let from = 0;
  for (let at = scanner.next(bytes, 0, bytes.length); at !== -1; at = scanner.next(bytes, from, bytes.length)) {
    pieces.push(bytes.toString('utf8', from, at));
    from = at;
  }
  pieces.push(bytes.toString('utf8', from));
  return pieces;
}

/** White space of JSON, or part of a byte order mark. */
function isSpaceOrMark(byte: number): boolean {
  return byte === SPACE || byte === 9 || byte === 10 || byte === 13 || byte === 0xef || byte === 0xbb || byte === 0xbf;
}
