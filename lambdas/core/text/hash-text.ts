/** Longer texts are hashed in pieces of this many UTF-16 units. A unit takes at most three bytes in UTF-8. */
const PIECE_LENGTH = 1 << 15;
const BLOCK_BYTES = 16;
const bytes = Buffer.from(new ArrayBuffer(PIECE_LENGTH * 3));
const view = new DataView(bytes.buffer);
/** The last bytes of a text that do not fill a block. */
const tail = new DataView(new ArrayBuffer(BLOCK_BYTES));
/** The order of bytes in a word on this machine. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
/** The bits that bytes beyond ASCII have, in a word of four bytes. */
const NOT_ASCII = 0x80808080 | 0;

/**
 * A 64-bit hash of a text, as two unsigned 32-bit numbers. Equal texts have equal hashes; two different texts share a
 * hash with a probability of about 2^-64. Runs four multiplicative hashes over the words of the UTF-8 bytes and mixes
 * them as MurmurHash3 does. Not for secrets. Reuse one instance: each {@link of} overwrites the result before and
 * allocates nothing.
 */
export class TextHash {
  high = 0;
  low = 0;
  readonly #hashes = new Int32Array(4);

  of(text: string, seed = 0): this {
    this.#begin(seed);
    for (let from = 0; from === 0 || from < text.length; from += PIECE_LENGTH) {
      const piece = text.length <= PIECE_LENGTH ? text : text.slice(from, from + PIECE_LENGTH);
      this.#add(view, 0, bytes.write(piece, 0, 'utf8'));
    }
    return this.#end(text.length);
  }

  /** The hash of the text that `source[start, end)` spells in UTF-8. Makes no text if it is ASCII and not long. */
  ofBytes(source: DataView, start: number, end: number, seed = 0): this {
    this.#begin(seed);
    const length = end - start;
    if (length <= PIECE_LENGTH && (this.#add(source, start, end) & NOT_ASCII) === 0) return this.#end(length);
    return this.of(Buffer.from(source.buffer, source.byteOffset + start, length).toString('utf8'), seed);
  }

  #begin(seed: number): void {
    this.#hashes[0] = seed ^ 0x243f6a88;
    this.#hashes[1] = seed ^ 0x85a308d3;
    this.#hashes[2] = seed ^ 0x13198a2e;
    this.#hashes[3] = seed ^ 0x03707344;
  }

  /** Adds bytes, filled up to whole blocks with zeros. Returns which bits their words have. */
  #add(source: DataView, start: number, end: number): number {
    const whole = end - ((end - start) & (BLOCK_BYTES - 1));
    let bits = 0;
    if (start < whole) bits = this.#addBlocks(source, start, whole);
    if (whole === end) return bits;
    copyTail(source, whole, end);
    return bits | this.#addBlocks(tail, 0, BLOCK_BYTES);
  }

  #addBlocks(source: DataView, start: number, end: number): number {
    const hashes = this.#hashes;
    let a = hashes[0];
    let b = hashes[1];
    let c = hashes[2];
    let d = hashes[3];
    let bits = 0;
    for (let at = start; at < end; at += BLOCK_BYTES) {
      const first = source.getInt32(at, LITTLE_ENDIAN);
      const second = source.getInt32(at + 4, LITTLE_ENDIAN);
      const third = source.getInt32(at + 8, LITTLE_ENDIAN);
      const fourth = source.getInt32(at + 12, LITTLE_ENDIAN);
      bits |= first | second | third | fourth;
      a = Math.imul(a ^ first, 0x9e3779b1);
      b = Math.imul(b ^ second, 0x85ebca6b);
      c = Math.imul(c ^ third, 0xc2b2ae35);
      d = Math.imul(d ^ fourth, 0x27d4eb2f);
      a ^= a >>> 15;
      b ^= b >>> 13;
      c ^= c >>> 16;
      d ^= d >>> 14;
    }
    hashes[0] = a;
    hashes[1] = b;
    hashes[2] = c;
    hashes[3] = d;
    return bits;
  }

  /** @param length UTF-16 units of the text. */
  #end(length: number): this {
    const hashes = this.#hashes;
    const a = hashes[0];
    const b = hashes[1];
    const c = hashes[2];
    const d = hashes[3];
    // Both halves depend on each of the four hashes, so texts that differ in one word differ in both halves.
    this.high = finish(a + Math.imul(b, 0x2c1b3c6d) + Math.imul(c, 0x297a2d39) + Math.imul(d, 0x165667b1) + length);
    this.low = finish(Math.imul(a, 0x5f356495) + b + Math.imul(c, 0x1b873593) + Math.imul(d, 0x4cf5ad43) - length);
    return this;
  }
}

/** Copies bytes that do not fill a block to {@link tail}, with zeros behind them. */
function copyTail(source: DataView, start: number, end: number): void {
  for (let into = 0; into < BLOCK_BYTES; into += 4) tail.setInt32(into, 0);
  let at = start;
  for (; at + 4 <= end; at += 4) tail.setInt32(at - start, source.getInt32(at));
  for (; at < end; at++) tail.setUint8(at - start, source.getUint8(at));
}

/** Lets every bit of the hash affect all others (the finalizer of MurmurHash3). @returns 0 to 2^32 - 1. */
export function finish(hash: number): number {
  let mixed = hash | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The number of which {@link finish} makes this one, as 0 to 2^32 - 1: each step of it can be undone. */
export function unfinish(finished: number): number {
  let mixed = finished ^ (finished >>> 16);
  // The inverses of its factors modulo 2^32.
  mixed = Math.imul(mixed, 0x7ed1b41d);
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ (mixed >>> 26), 0xa5cb9243);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
