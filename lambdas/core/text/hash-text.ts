/** Longer texts are hashed in pieces of this many UTF-16 units. A unit takes at most three bytes in UTF-8. */
const PIECE_LENGTH = 1 << 15;
const bytes = Buffer.from(new ArrayBuffer(PIECE_LENGTH * 3 + 16));
const words = new Int32Array(bytes.buffer);

/**
 * A 64-bit hash of a text, as two unsigned 32-bit numbers. Equal texts have equal hashes; two different texts share a
 * hash with a probability of about 2^-64. Runs four multiplicative hashes over the words of the UTF-8 bytes and mixes
 * them as MurmurHash3 does. Not for secrets. Reuse one instance: each {@link of} overwrites the result before and
 * allocates nothing.
 */
export class TextHash {
  high = 0;
  low = 0;

  of(text: string, seed = 0): this {
    let a = seed ^ 0x243f6a88;
    let b = seed ^ 0x85a308d3;
    let c = seed ^ 0x13198a2e;
    let d = seed ^ 0x03707344;
    for (let from = 0; from === 0 || from < text.length; from += PIECE_LENGTH) {
      const piece = text.length <= PIECE_LENGTH ? text : text.slice(from, from + PIECE_LENGTH);
      const written = bytes.write(piece, 0, 'utf8');
      pad(written);
      const end = (written + 3) >> 2;
      for (let i = 0; i < end; i += 4) {
        a = Math.imul(a ^ words[i], 0x9e3779b1);
        b = Math.imul(b ^ words[i + 1], 0x85ebca6b);
        c = Math.imul(c ^ words[i + 2], 0xc2b2ae35);
        d = Math.imul(d ^ words[i + 3], 0x27d4eb2f);
        a ^= a >>> 15;
        b ^= b >>> 13;
        c ^= c >>> 16;
        d ^= d >>> 14;
      }
    }
    // Both halves depend on each of the four hashes, so texts that differ in one word differ in both halves.
    this.high = finish(
      a + Math.imul(b, 0x2c1b3c6d) + Math.imul(c, 0x297a2d39) + Math.imul(d, 0x165667b1) + text.length,
    );
    this.low = finish(Math.imul(a, 0x5f356495) + b + Math.imul(c, 0x1b873593) + Math.imul(d, 0x4cf5ad43) - text.length);
    return this;
  }
}

/** Overwrites what the text before left behind this one: zeros up to the next four whole words. */
function pad(end: number): void {
  const word = end >> 2;
  words[word] &= (1 << ((end & 3) * 8)) - 1;
  words[word + 1] = 0;
  words[word + 2] = 0;
  words[word + 3] = 0;
}

/** Lets every bit of the hash affect all others (the finalizer of MurmurHash3). @returns 0 to 2^32 - 1. */
export function finish(hash: number): number {
  let mixed = hash | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
