import { randomBytes } from 'node:crypto';

const WORDS = 4;
const BLOCK_BYTES = 16;
const ROUNDS = 12;
/** The most UTF-16 units of a text that is hashed without an allocation. A unit takes at most three bytes in UTF-8. */
const SHORT = 1024;
/** No UTF-8 has this byte. It stands before texts in UTF-16. */
const NOT_UTF8 = 0xff;

/**
 * A 128-bit hash of a text under a secret key: Chaskey-12 (Mouha et al., "Chaskey: An Efficient MAC Algorithm for 32-bit
 * Microcontrollers", 2014; ISO/IEC 29192-6) of its UTF-8 bytes. Without the key, texts cannot be chosen that share hashes,
 * or parts of them, more often than by chance: two of n texts share a hash with a probability of about n² / 2^129. A text
 * with half of a surrogate pair has no UTF-8 of its own, so its UTF-16 is hashed, and it differs from all others.
 */
export class KeyedHash {
  readonly #key: Int32Array;
  /** What the last block is combined with: if it is whole, and if it is padded. */
  readonly #whole: Int32Array;
  readonly #padded: Int32Array;
  readonly #hash = new Int32Array(WORDS);
  /** The text of the hash: tables of several windows look up the same id one after another. */
  #last: string | null = null;

  /**
   * @param key Four words.
   * @default - random, so that hashes differ from object to object. They must not be stored, or decide about an order.
   */
  constructor(key = randomKey()) {
    this.#key = key;
    this.#whole = doubled(key);
    this.#padded = doubled(this.#whole);
  }

  /** The four words of the hash. The next call with another text overwrites them. */
  of(text: string): Int32Array {
    if (text === this.#last) return this.#hash;
    this.#last = text;
    const { bytes, words } = text.length <= SHORT ? scratch : scratchFor(text.length);
    let length = bytes.write(text, 0, 'utf8');
    if (length !== text.length && !text.isWellFormed()) {
      bytes[0] = NOT_UTF8;
      length = 1 + bytes.write(text, 1, 'utf16le');
    }
    const isWhole = length > 0 && length % BLOCK_BYTES === 0;
    return this.#hashWords(words, isWhole ? length / 4 : pad(words, length), isWhole ? this.#whole : this.#padded);
  }

  #hashWords(words: Int32Array, end: number, last: Int32Array): Int32Array {
    for (let i = 0; i < WORDS; i++) words[end - WORDS + i] ^= last[i];
    let [a, b, c, d] = [this.#key[0], this.#key[1], this.#key[2], this.#key[3]];
    for (let i = 0; i < end; i += WORDS) {
      a ^= words[i];
      b ^= words[i + 1];
      c ^= words[i + 2];
      d ^= words[i + 3];
      for (let round = 0; round < ROUNDS; round++) {
        a = (a + b) | 0;
        b = rotated(b, 5) ^ a;
        a = rotated(a, 16);
        c = (c + d) | 0;
        d = rotated(d, 8) ^ c;
        a = (a + d) | 0;
        d = rotated(d, 13) ^ a;
        c = (c + b) | 0;
        b = rotated(b, 7) ^ c;
        c = rotated(c, 16);
      }
    }
    this.#hash[0] = a ^ last[0];
    this.#hash[1] = b ^ last[1];
    this.#hash[2] = c ^ last[2];
    this.#hash[3] = d ^ last[3];
    return this.#hash;
  }
}

/** Bytes of texts with so many UTF-16 units in either encoding, with room for padding. */
function scratchFor(units: number): { bytes: Buffer; words: Int32Array } {
  const buffer = new ArrayBuffer(Math.ceil((units * 3 + 1) / BLOCK_BYTES) * BLOCK_BYTES);
  return { bytes: Buffer.from(buffer), words: new Int32Array(buffer) };
}

const scratch = scratchFor(SHORT);

function randomKey(): Int32Array {
  const bytes = randomBytes(BLOCK_BYTES);
  return Int32Array.from({ length: WORDS }, (_, i) => bytes.readInt32LE(i * 4));
}

/** Puts a one and zeros behind the bytes of a text, up to whole blocks. @returns The number of words. */
function pad(words: Int32Array, length: number): number {
  const end = (Math.floor(length / BLOCK_BYTES) + 1) * WORDS;
  const word = length >> 2;
  const bit = (length & 3) * 8;
  words[word] = (words[word] & ((1 << bit) - 1)) | (1 << bit);
  words.fill(0, word + 1, end);
  return end;
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The key times x in the field of 2^128 elements, modulo x^128 + x^7 + x^2 + x + 1. */
function doubled([a, b, c, d]: Int32Array): Int32Array {
  return Int32Array.of(
    (a << 1) ^ (d < 0 ? 0x87 : 0),
    (b << 1) | (a >>> 31),
    (c << 1) | (b >>> 31),
    (d << 1) | (c >>> 31),
  );
}
