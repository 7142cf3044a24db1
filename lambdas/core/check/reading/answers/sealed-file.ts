import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * A file of a header in JSON and typed arrays: `DWKA`, the version, a code over the rest (HMAC-SHA-256), the number of parts, and for
 * each its bytes and stored bytes (32 bits), then the parts. Numbers are in the machine's byte order, which is little-endian on x64 and arm64.
 */

/** Raise it with the layout: a file of another version counts for nothing. */
const VERSION = 1;
const MAGIC = Uint8Array.of(...Buffer.from('DWKA'), VERSION, 0, 0, 0);
const CODE_BYTES = 32;
const START = MAGIC.length + CODE_BYTES;
/** A part is compressed if that saves a tenth of its first bytes. Hashes do not shrink. */
const WORTH = 0.9;
const SAMPLE_BYTES = 65_536;
/** Of compression: the fastest. */
const LEVEL = 1;

export type FilePart = Float64Array | Int32Array;

/** What {@link sealFile} puts into a file. */
export interface SealedContent {
  readonly header: unknown;
  readonly parts: readonly FilePart[];
}

/** The bytes of a file, which cannot be written or changed unnoticed without the key; null where they are more than `most`. */
export function sealFile({ header, parts }: SealedContent, key: Uint8Array, most: number): Uint8Array | null {
  const table = new Uint32Array(1 + 2 * (parts.length + 1));
  const stored: Uint8Array[] = [];
  let size = START + table.byteLength;
  table[0] = parts.length + 1;
  for (const [i, bytes] of [new TextEncoder().encode(JSON.stringify(header)), ...parts.map(bytesOf)].entries()) {
    const kept = compressed(bytes);
    table.set([bytes.length, kept.length], 1 + 2 * i);
    stored.push(kept);
    size += kept.length;
    if (size > most) return null;
  }
  const file = new Uint8Array(size);
  let at = START;
  for (const bytes of [bytesOf(table), ...stored]) {
    file.set(bytes, at);
    at += bytes.length;
  }
  file.set(MAGIC);
  file.set(codeOf(file, key), MAGIC.length);
  return file;
}

/** A file that was sealed with the key. */
export class OpenedFile {
  readonly header: unknown;
  readonly #file: Uint8Array;
  readonly #table: Uint32Array;
  #part = 1;
  #at: number;

  /** @returns null for a file that is damaged, of another version, or sealed with another key */
  static open(file: Uint8Array, key: Uint8Array): OpenedFile | null {
    const isOurs = file.length >= START && MAGIC.every((byte, i) => file[i] === byte);
    if (!isOurs || !timingSafeEqual(file.subarray(MAGIC.length, START), codeOf(file, key))) return null;
    return new OpenedFile(file);
  }

  private constructor(file: Uint8Array) {
    const [parts] = new Uint32Array(copyOf(file.subarray(START, START + 4)).buffer);
    this.#at = START + 4 * (1 + 2 * parts);
    this.#file = file;
    this.#table = new Uint32Array(copyOf(file.subarray(START + 4, this.#at)).buffer);
    this.header = JSON.parse(new TextDecoder().decode(this.#take(0)));
  }

  /** The next part, which has 32-bit integers. */
  takeCodes(): Int32Array {
    return new Int32Array(this.#take(this.#part++).buffer);
  }

  /** The next part, which has doubles. */
  takeNumbers(): Float64Array {
    return new Float64Array(this.#take(this.#part++).buffer);
  }

  /** A copy, so that the file can be forgotten. */
  #take(part: number): Uint8Array<ArrayBuffer> {
    const [size, stored] = [this.#table[2 * part], this.#table[2 * part + 1]];
    const bytes = this.#file.subarray(this.#at, this.#at + stored);
    this.#at += stored;
    return copyOf(stored === size ? bytes : inflateRawSync(bytes, { maxOutputLength: size }));
  }
}

function codeOf(file: Uint8Array, key: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(MAGIC).update(file.subarray(START)).digest();
}

function bytesOf(part: FilePart | Uint8Array | Uint32Array): Uint8Array {
  return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
}

/** Compressed, if that is worth it. */
function compressed(bytes: Uint8Array): Uint8Array {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (deflateRawSync(sample, { level: LEVEL }).length >= WORTH * sample.length) return bytes;
  const small = deflateRawSync(bytes, { level: LEVEL });
  return small.length < bytes.length ? small : bytes;
}

/** A copy at the start of a buffer of its own, where arrays of wider numbers can lie. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
