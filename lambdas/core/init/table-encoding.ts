import type { TableFormat } from '../capture/spec.ts';
import type { Encoding } from '../capture/tables/dialect.ts';
import { NotUtf8Error, UnreadableFileError } from '../capture/tables/reader.ts';
import type { TableFacts } from './column-facts.ts';

/** What most Western programs write in place of UTF-8. Every byte is a character in it. */
const USUAL = 'windows-1252';
/** Encodings in which ASCII is the same. */
const LIKE_ASCII: ReadonlySet<Encoding> = new Set(['latin-1', 'windows-1252']);
/** Characters of UTF-8 of two and more bytes, such as `Ã¼`, read as windows-1252. */
const UTF8_READ_AS_USUAL = /[\u00c2-\u00f4](?:[\u0080-\u00bf]|[\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122])/;

/** The encoding to declare. */
export interface FoundEncoding {
  readonly encoding: Encoding;
  /** Whether a person said so. Otherwise it is a guess. */
  readonly isGiven: boolean;
}

/**
 * Reads a table as UTF-8, or in the given encoding if it is not UTF-8, or as windows-1252 if none is given.
 *
 * @param given Of those tables that are not UTF-8.
 * @param read Throws UnreadableFileError.
 */
export async function readEncoded<T extends { readonly facts: TableFacts }>(
  format: TableFormat,
  given: Encoding | undefined,
  read: (encoding: Encoding | undefined) => Promise<T>,
): Promise<T & { readonly encoding: FoundEncoding | null }> {
  let plain: T;
  try {
    plain = await read(undefined);
  } catch (error) {
    if (format === 'parquet' || !(error instanceof UnreadableFileError)) throw error;
    if (given !== undefined) return { ...(await read(given)), encoding: { encoding: given, isGiven: true } };
    if (!(error instanceof NotUtf8Error)) throw error;
    const guessed = await read(USUAL);
    // Text that is UTF-8 in other places is damaged, and would be read wrongly there.
    if (textsOf(guessed.facts).some((text) => UTF8_READ_AS_USUAL.test(text))) throw error;
    return { ...guessed, encoding: { encoding: USUAL, isGiven: false } };
  }
  // Later rows may have other characters than the first, which are the same in both encodings.
  const isOpen = format !== 'parquet' && given !== undefined && LIKE_ASCII.has(given) && isAscii(plain.facts);
  return { ...plain, encoding: isOpen ? { encoding: given, isGiven: true } : null };
}

function isAscii(facts: TableFacts): boolean {
  return textsOf(facts).every((text) => !/[^\0-\u007f]/.test(text));
}

function textsOf({ columns }: TableFacts): string[] {
  return [...columns].flatMap(([name, { values }]) => [name, ...values.keys()]);
}
