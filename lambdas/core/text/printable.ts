import { truncate } from './truncate.ts';

/**
 * Characters that could change what a reader sees or what a terminal does: controls, line and paragraph separators,
 * direction overrides, zero-width characters, unpaired surrogates and other non-characters.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/gu;

/**
 * Makes captured text safe for messages and terminals: unprintable characters become `\u{…}`, and a text longer than
 * `maximum` UTF-16 units is cut with `…`. Not for HTML, which has its own escaping.
 */
export function printable(text: string, maximum = 80): string {
  // The first cut avoids escaping millions of characters. Escapes lengthen the text, so it may need a second cut.
  const escaped = escapeUnprintable(text.slice(0, maximum + 1));
  if (escaped.length <= maximum) return escaped;
  return `${truncate(escaped, maximum - 1)}…`;
}

/** Escapes the unprintable characters of a text of several lines, but not its line feeds. Does not cut. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeUnprintable(line))
    .join('\n');
}

function escapeUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
