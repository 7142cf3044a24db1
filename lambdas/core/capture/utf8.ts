import { isUtf8 } from 'node:buffer';

/** The message for a line in another encoding. */
export const NOT_UTF8 =
  'the line is not UTF-8; set its encoding, such as windows-1252, with "encoding" in the monitor file or --encoding on the command line';

/** Whether the text has all of the bytes. Only a text with U+FFFD can have lost some. */
export function isDecoded(text: string, bytes: Uint8Array): boolean {
  return !text.includes('\ufffd') || isUtf8(bytes);
}

/** The text of the bytes. Bytes that are not UTF-8 become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
