import { printable } from '../text/printable.ts';

const LONGEST = 80;
const MOST = 3;

/** A few captured values for a reader: printable, cut to 80 characters. */
export function showExamples(texts: readonly string[]): readonly string[] {
  return texts.slice(0, MOST).map((text) => printable(text, LONGEST));
}
