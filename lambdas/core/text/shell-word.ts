/** What no POSIX shell acts on. */
const PLAIN = /^[\w./:=@%+,-]+$/;

/**
 * A text as one word of a POSIX shell's command line, whatever is in it. What a terminal would obey is written as octal codes
 * of its UTF-8 bytes. Line feeds at its end are lost: no shell can say them so.
 */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text;
  if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const bytes = Array.from(new TextEncoder().encode(text));
  return `"$(printf '${bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}')"`;
}
