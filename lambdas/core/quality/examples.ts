import { printable } from '../text/printable.ts';

const LONGEST = 80;
const MOST = 3;

/** The first few captured values, made printable and cut to 80 characters. */
export function showExamples(texts: readonly string[]): readonly string[] {
  return texts.slice(0, MOST).map((text) => printable(text, LONGEST));
}
