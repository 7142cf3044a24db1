import { isSpaceAt, parseNumber } from './number-text.ts';

/**
 * The boolean that a text spells: `true` or `false` in any case, as JSON, Python (`True`), R and SQL (`TRUE`) write
 * them. Ignores spaces and tabs around it. null for every other text, including `1`, `yes` and `t`.
 */
export function parseBoolean(text: string): boolean | null {
  const word = trimmed(text);
  if (word.length !== 4 && word.length !== 5) return null;
  switch (word.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      return null;
  }
}

/**
 * The canonical text of a value, the same for every spelling: `true` and `false` for booleans, numbers as JavaScript
 * prints them (`1`, `1.0` and `1e0` are `1`), every other text unchanged. `007` is not a number.
 */
export function canonicalValue(text: string): string {
  const boolean = parseBoolean(text);
  if (boolean !== null) return String(boolean);
  const number = parseNumber(text);
  return Number.isNaN(number) ? text : String(number);
}

/** The text without the spaces and tabs around it. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpaceAt(text, start)) start++;
  while (end > start && isSpaceAt(text, end - 1)) end--;
  return end - start === text.length ? text : text.slice(start, end);
}
