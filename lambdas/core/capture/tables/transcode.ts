import { TextDecoder } from 'node:util';
import type { Encoding } from './dialect.ts';

/** Names as TextDecoder has them: its windows-1252 is Latin-1 with more letters. */
const DECODERS: Readonly<Record<Exclude<Encoding, 'utf-8'>, string>> = {
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'latin-1': 'windows-1252',
  'windows-1252': 'windows-1252',
};

/**
 * The bytes of a text in UTF-8. Without an encoding they are taken as UTF-8, unless they begin with a byte order mark of
 * UTF-16. Halves of characters that UTF-16 has no other half of become U+FFFD; UTF-8 passes as it is.
 */
export async function* toUtf8(bytes: AsyncIterable<Uint8Array>, encoding?: Encoding): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let decoder: TextDecoder | null = null;
  let head: Uint8Array | null = new Uint8Array(0);
  for await (const piece of bytes) {
    let next = piece;
    if (head !== null) {
      next = head.length === 0 ? piece : Buffer.concat([head, piece]);
      if (next.length < 2) {
        head = next;
        continue;
      }
      head = null;
      decoder = decoderFor(encoding ?? markedEncoding(next));
    }
    if (decoder === null) yield next;
    else yield encoder.encode(decoder.decode(next, { stream: true }));
  }
  if (head !== null && head.length > 0) {
    const rest = decoderFor(encoding)?.decode(head);
    yield rest === undefined ? head : encoder.encode(rest);
  }
  const end = decoder?.decode() ?? '';
  if (end !== '') yield encoder.encode(end);
}

function markedEncoding(start: Uint8Array): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** null for UTF-8. The byte order mark is no part of the text. */
function decoderFor(encoding: Encoding | undefined): TextDecoder | null {
  return encoding === undefined || encoding === 'utf-8' ? null : new TextDecoder(DECODERS[encoding]);
}
