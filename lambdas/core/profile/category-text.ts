import { copyText } from '../text/copy-text.ts';

/** Longer texts, in UTF-16 code units, are kept as a prefix with their length and hash. */
const LONGEST = 256;
const PREFIX = 200;

/**
 * The text under which a category is counted: the text itself, or for one of more than 256 code units its first 200,
 * its length and its hash, so that a cell of 50 MB costs 200 characters. Always a copy, so that it does not keep its
 * chunk in memory.
 */
export function canonicalText(text: string): string {
  if (text.length <= LONGEST) return copyText(text);
  return `${copyText(text.slice(0, PREFIX))}… (${text.length} characters, hash ${hashText(text).toString(16)})`;
}

/**
 * A 53-bit hash of a text's code units (cyrb53, bryc, public domain). Spreads well, but does not resist an attacker.
 */
export function hashText(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** Ascending by code units. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
