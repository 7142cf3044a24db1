import * as fc from 'fast-check';
import type { Cell } from '../stories/fixtures.ts';

/** In every secret text. */
const TEXT_MARK = 'qzxj';
/**
 * The first digits of every secret number, in any notation. Times in milliseconds, digests and random ids have these digits in a row now
 * and then, with others before them.
 */
const NUMBER_MARK = /(?<![\da-f])(?<!\d\.)8[,.]?6[,.]?7[,.]?5[,.]?3(?!\d*[a-df])/;

/** Whether a text has a secret in it, or a part of one that tells which one it is. */
export function isRevealing(text: string): boolean {
  return text.toLowerCase().includes(TEXT_MARK) || NUMBER_MARK.test(text);
}

/** Marked values, as they stand in captured data, labels and training data. */
export interface Secrets {
  /** The nth of many texts that differ. */
  text(n: number): string;
  /** The nth of a few numbers. */
  number(n: number): number;
  /** The nth of many ids of one form. */
  id(n: number): string;
}

/** What follows the mark in texts: nothing, what programs stumble over, and what is cut. */
const shapes = fc.constantFrom(
  '',
  ' and more words',
  '"quoted", and separated; \\',
  '<b>bold</b>',
  '://evil.example/x?y=1',
  '@evil.example',
  '\u202e\u0007',
  'é💥',
  ' 8675309',
  '=share:blue',
  'x'.repeat(45),
  'y'.repeat(90),
  'z'.repeat(300),
);

/** Secrets of one world. The mark comes first, so that a cut leaves it. */
export function makeSecrets(shape = '', mark = TEXT_MARK): Secrets {
  return {
    text: (n) => `${mark}${n}${shape}`,
    number: (n) => 8_675_309 + n,
    id: (n) => `${mark}-${String(100_000 + n)}`,
  };
}

export const anySecrets: fc.Arbitrary<Secrets> = fc
  .tuple(shapes, fc.constantFrom(TEXT_MARK, TEXT_MARK.toUpperCase()))
  .map(([shape, mark]) => makeSecrets(shape, mark));

/** A text of JSON, whatever it holds. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}

export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\n`).join('');
}

function field(cell: Cell): string {
  return cell === null ? '' : `"${String(cell).replaceAll('"', '""')}"`;
}
