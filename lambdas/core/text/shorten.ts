import { printable } from './printable.ts';

/**
 * Shortens a line for a title: printable, at most `maximum` UTF-16 units, cut between two words with `…`. If the cut
 * would lose more than half of the line, it is made inside a word, after a separator (`.../2026/11/…`) if there is one.
 */
export function shortenLine(text: string, maximum: number): string {
  // One unit more than fits shows whether the last word is complete.
  const whole = printable(text, maximum + 1);
  if (whole.length <= maximum) return whole;
  const room = whole.slice(0, maximum - 1);
  const gap = whole.slice(0, maximum).lastIndexOf(' ');
  if (gap >= maximum / 2) return end(room.slice(0, gap));
  const part = Math.max(...['/', '_', '-', '.'].map((separator) => room.lastIndexOf(separator)));
  return part >= maximum / 2 ? `${room.slice(0, part + 1)}…` : printable(text, maximum);
}

/** Drops short words and punctuation before the cut: `the limit is > 0.7, p` becomes `the limit is > 0.7…`. */
function end(text: string): string {
  return `${text.replace(/(?:[\s,;:(]+\p{L}{1,3})*[\s,;:(]*$/u, '')}…`;
}
