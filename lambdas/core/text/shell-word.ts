/** Characters without a meaning to POSIX shells. */
const PLAIN = /^[\w./:=@%+,-]+$/;

/**
 * Quotes any text as one word of a POSIX shell's command line. A text with control characters is written as the octal
 * codes of its UTF-8 bytes, so that a terminal does not act on them. The shell's command substitution drops line feeds
 * at its end.
 */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text;
  if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const bytes = Array.from(new TextEncoder().encode(text));
  return `"$(printf '${bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}')"`;
}
