/**
 * Characters that could change what a reader sees or what a terminal does: controls, line and paragraph separators,
 * direction overrides, zero-width characters, unpaired surrogates and other non-characters.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/gu;

/**
 * Captured text made safe for messages and terminals: unprintable characters become `\u{…}`, and a text longer than
 * `maximum` UTF-16 units is cut with `…`. Not for HTML, which has its own escaping.
 */
export function printable(text: string, maximum = 80): string {
  // Cut first: a captured text can have millions of characters. Escapes can only lengthen it again, hence the second cut.
  const escaped = escapeUnprintable(text.slice(0, maximum + 1));
  if (escaped.length <= maximum) return escaped;
  const cut = escaped.slice(0, maximum - 1);
  // Never between the halves of a surrogate pair.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** The same for a text of several lines, uncut: line feeds stay, everything else that is unprintable does not. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeUnprintable(line))
    .join('\n');
}

function escapeUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
