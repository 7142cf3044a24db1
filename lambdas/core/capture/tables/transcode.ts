import { TextDecoder } from 'node:util';
import type { Encoding } from './dialect.ts';

/** TextDecoder's names. Its windows-1252 is Latin-1 with additional characters. */
const DECODERS: Readonly<Record<Exclude<Encoding, 'utf-8'>, string>> = {
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'latin-1': 'windows-1252',
  'windows-1252': 'windows-1252',
};

const BYTE_ORDER_MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
const LONGEST_MARK = 3;

/**
 * Converts a text to UTF-8. A byte order mark of UTF-8 or UTF-16 decides the encoding, even against the declared one,
 * which is declared for a whole folder. Without either, the text is UTF-8 and passes unchanged. Unpaired surrogates of
 * UTF-16 become U+FFFD.
 */
export async function* toUtf8(bytes: AsyncIterable<Uint8Array>, encoding?: Encoding): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let decoder: TextDecoder | null = null;
  let head: Uint8Array | null = new Uint8Array(0);
  for await (const piece of bytes) {
    let next = piece;
    if (head !== null) {
      next = head.length === 0 ? piece : Buffer.concat([head, piece]);
      if (next.length < LONGEST_MARK) {
        head = next;
        continue;
      }
      head = null;
      decoder = decoderFor(markedEncoding(next) ?? encoding);
    }
    if (decoder === null) yield next;
    else yield encoder.encode(decoder.decode(next, { stream: true }));
  }
  if (head !== null && head.length > 0) {
    const rest = decoderFor(markedEncoding(head) ?? encoding)?.decode(head);
    yield rest === undefined ? head : encoder.encode(rest);
  }
  const end = decoder?.decode() ?? '';
  if (end !== '') yield encoder.encode(end);
}

function markedEncoding(start: Uint8Array): Encoding | undefined {
  return BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, i) => start[i] === byte))?.[0];
}

/** null for UTF-8. The decoder drops the byte order mark. */
function decoderFor(encoding: Encoding | undefined): TextDecoder | null {
  return encoding === undefined || encoding === 'utf-8' ? null : new TextDecoder(DECODERS[encoding]);
}
