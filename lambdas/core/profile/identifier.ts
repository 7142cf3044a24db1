import { addCount } from '../columns/counts.ts';
import { categoryRows } from './category-accumulator.ts';
import { type NamedSample, sampleNamed } from './named-sample.ts';
import { numberWithMarks } from './number-texts.ts';
import type { Categories, Identifier } from './types.ts';

/** A column is an identifier if at least this share of the values in the sample of its categories are distinct, … */
const IDENTIFIER_SHARE = 0.95;
/** … and at least this share of all its rows. It is lower because that estimate has an error of a few percent. */
const IDENTIFIER_SHARE_OF_ROWS = 0.9;
/** With fewer rows, a column of a few hundred categories has hardly any value twice. */
const IDENTIFIER_ROWS = 100;

const LONGEST_LENGTH = 257;

/**
 * Describes a baseline's column whose values are nearly all distinct. null for a column of categories, whose values
 * repeat.
 *
 * @param categories All categories of the column, or the sample of them that was kept.
 */
export function findIdentifier(categories: Categories): Identifier | null {
  const rows = categoryRows(categories);
  const sample = sampleNamed(categories);
  if (rows < IDENTIFIER_ROWS || sample.rows === 0) return null;
  const inSample = sample.counts.length / sample.rows;
  // A sample of the categories easily misses one with many rows. The estimated number of categories does not depend on it.
  const ofAll = sample.counts.length / sample.share / rows;
  if (inSample < IDENTIFIER_SHARE || ofAll < IDENTIFIER_SHARE_OF_ROWS) return null;
  const numberLike = numberWithMarks(sample);
  return {
    distinct: Math.round(rows * Math.min(inSample, ofAll)),
    ...describeForm(sample),
    ...(numberLike !== null && { numberLike }),
  };
}

/** The shapes and lengths of the values in a sample. */
function describeForm({ counts, rows }: NamedSample): Omit<Identifier, 'distinct' | 'numberLike'> {
  const shapes = new Map<string, number>();
  let shortest = LONGEST_LENGTH;
  let longest = 0;
  for (const [category, count] of counts) {
    const shape = shapeOf(category);
    addCount(shapes, shape, count);
    const length = lengthOf(category);
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
  }
  const byRows = [...shapes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { shapes: byRows, sampleRows: rows, shortest: Math.min(shortest, longest), longest };
}

/** The length of a category in UTF-16 code units. Long texts are stored shortened, and all count as 257. */
export function lengthOf(category: string): number {
  return LONG_CATEGORY.test(category) ? LONGEST_LENGTH : category.length;
}

const LONG_CATEGORY = /… \(\d+ characters, hash [0-9a-f]+\)$/;

/**
 * The kinds of characters in a shape: upper-case letters, other letters, digits, spaces, three signs, and all other
 * characters.
 */
const KINDS: readonly (readonly [mark: string, pattern: RegExp])[] = [
  ['A', /\p{Lu}/u],
  ['a', /[\p{Ll}\p{Lt}\p{Lm}\p{Lo}]/u],
  ['9', /\p{N}/u],
  [' ', /\s/u],
  ['-', /-/],
  ['.', /\./],
  ['@', /@/],
  ['#', /[^\p{L}\p{N}\s.@-]/u],
];

/** The kinds of characters in a text, such as `a9-` for a UUID. There are at most 256 shapes. */
export function shapeOf(text: string): string {
  const own = text.length > 0 ? text.replace(LONG_CATEGORY, '') : text;
  return KINDS.filter(([, pattern]) => pattern.test(own))
    .map(([mark]) => mark)
    .join('');
}
