import { enlarge } from '../../columns/growable.ts';
import { UNUSUAL } from './text-cells.ts';

const QUOTE = 34;
const EQUALS = 61;
const BACKSLASH = 92;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const LETTER_N = 110;
const LETTER_R = 114;

/** The value of each digit; 64 and more for bytes that are no digits. */
const VALUES = new Uint8Array(256).fill(255);
for (const [value, digit] of Buffer.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
).entries()) {
  VALUES[digit] = value;
}
/** Bytes that JSON escapes, or that no usual text has. */
const IS_SPECIAL = new Uint8Array(256).fill(1, 0, SPACE);
IS_SPECIAL[QUOTE] = 1;
IS_SPECIAL[BACKSLASH] = 1;

/**
 * A text that is BASE64 in a JSON text, written as the same text would be without BASE64: with the escapes of JSON. So
 * the readers of texts in JSON read it too.
 */
export class Base64Text {
  /** The text, with a quote behind it. What is behind the quote is from texts before. */
  bytes = new Uint8Array(1024);
  /** The index of the quote. */
  end = 0;

  /**
   * Decodes the text whose first digit is `source[start]`. Returns the index of its closing quote, or {@link UNUSUAL} if
   * it is not groups of four digits, or has control characters that do not end lines.
   */
  decode(source: Uint8Array, start: number): number {
    this.end = 0;
    let bytes = this.bytes;
    let into = 0;
    let at = start;
    for (;;) {
      const a = VALUES[source[at]];
      const b = VALUES[source[at + 1]];
      const c = VALUES[source[at + 2]];
      const d = VALUES[source[at + 3]];
      // Bytes that are no digits have the upper bits. At the end of the bytes, they are undefined.
      if (!((a | b | c | d) < 64) || source.length < at + 4) break;
      // Three bytes with escapes take six.
      if (into + 6 > bytes.length) this.bytes = bytes = enlarge(bytes);
      const first = (a << 2) | (b >> 4);
      const second = ((b << 4) | (c >> 2)) & 255;
      const third = ((c << 6) | d) & 255;
      if ((IS_SPECIAL[first] | IS_SPECIAL[second] | IS_SPECIAL[third]) === 0) {
        bytes[into] = first;
        bytes[into + 1] = second;
        bytes[into + 2] = third;
        into += 3;
      } else {
        into = writeEscaped(third, bytes, writeEscaped(second, bytes, writeEscaped(first, bytes, into)));
        if (into < 0) return UNUSUAL;
      }
      at += 4;
    }
    // Two bytes with escapes and the quote take five.
    if (into + 5 > bytes.length) this.bytes = bytes = enlarge(bytes);
    if (source[at] !== QUOTE) {
      const a = VALUES[source[at]];
      const b = VALUES[source[at + 1]];
      const c = VALUES[source[at + 2]];
      if (!((a | b) < 64) || source[at + 3] !== EQUALS || source[at + 4] !== QUOTE) return UNUSUAL;
      into = writeEscaped((a << 2) | (b >> 4), bytes, into);
      if (c < 64) into = writeEscaped(((b << 4) | (c >> 2)) & 255, bytes, into);
      else if (source[at + 2] !== EQUALS) return UNUSUAL;
      if (into < 0) return UNUSUAL;
      at += 4;
    }
    bytes[into] = QUOTE;
    this.end = into;
    return at;
  }
}

/** Writes a byte as JSON does. Returns the index after it; a negative one if it is unusual, or if `into` is one. */
function writeEscaped(byte: number, bytes: Uint8Array, into: number): number {
  if (into < 0) return into;
  if (IS_SPECIAL[byte] === 0) {
    bytes[into] = byte;
    return into + 1;
  }
  const letter = byte === NEWLINE ? LETTER_N : byte === RETURN ? LETTER_R : byte;
  if (letter < SPACE) return UNUSUAL;
  bytes[into] = BACKSLASH;
  bytes[into + 1] = letter;
  return into + 2;
}
