import { printable } from './printable.ts';

/**
 * A line for a title: printable, at most `maximum` UTF-16 units, and where it is longer cut between two words with `…`. A word
 * alone that is longer than half of it is cut after the separator of its parts (`.../2026/11/…`), or anywhere when it has none.
 */
export function shortenLine(text: string, maximum: number): string {
  // One more than fits: whether the word that ends the line is whole is told by what follows it.
  const whole = printable(text, maximum + 1);
  if (whole.length <= maximum) return whole;
  const room = whole.slice(0, maximum - 1);
  const gap = whole.slice(0, maximum).lastIndexOf(' ');
  if (gap >= maximum / 2) return end(room.slice(0, gap));
  const part = Math.max(...['/', '_', '-', '.'].map((separator) => room.lastIndexOf(separator)));
  return part >= maximum / 2 ? `${room.slice(0, part + 1)}…` : printable(text, maximum);
}

/** Without short words and marks that led on to what is cut: `the limit is > 0.7, p` ends as `the limit is > 0.7`. */
function end(text: string): string {
  return `${text.replace(/(?:[\s,;:(]+\p{L}{1,3})*[\s,;:(]*$/u, '')}…`;
}
