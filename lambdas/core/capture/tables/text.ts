import type { DataSource } from '../../ports.ts';
import { readUnzipped } from '../unzip.ts';
import { whatItLooksLike } from './looks-like.ts';
import { type TableOptions, UnreadableFileError } from './reader.ts';
import { toUtf8 } from './transcode.ts';

/** How much of a text is examined to recognise its format. */
export const SAMPLE_BYTES = 64 * 1024;

/**
 * A text in UTF-8, with its first bytes, up to {@link SAMPLE_BYTES}. That number is fixed so that what is recognised
 * does not depend on the pieces in which a file arrives. `bytes` is the whole text and can be read once.
 */
export interface OpenText {
  readonly start: Uint8Array;
  /** Whether `start` is the whole text. */
  readonly whole: boolean;
  readonly bytes: AsyncGenerator<Uint8Array>;
}

/**
 * Opens the text of a table, plain or gzip, and converts it to UTF-8.
 *
 * @throws UnreadableFileError if it begins like a file that is not text
 */
export async function openText(source: DataSource, { dialect }: TableOptions): Promise<OpenText> {
  const bytes = toUtf8(readUnzipped(source), dialect.encoding);
  const pieces: Uint8Array[] = [];
  let length = 0;
  let failure: { readonly error: unknown } | null = null;
  let whole = false;
  while (length < SAMPLE_BYTES && !whole) {
    try {
      const next = await bytes.next();
      if (next.done) whole = true;
      else {
        pieces.push(next.value);
        length += next.value.length;
      }
    } catch (error) {
      // Thrown when reading reaches this place, so that everything before it is read first.
      failure = { error };
      whole = true;
    }
  }
  const read = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  const start = read.subarray(0, SAMPLE_BYTES);
  const other = whatItLooksLike(start);
  if (other !== null) {
    await bytes.return(undefined);
    throw new UnreadableFileError(source.uri, other);
  }
  return {
    start,
    whole: whole && failure === null && length <= SAMPLE_BYTES,
    bytes: continueWith(pieces, failure, bytes),
  };
}

async function* continueWith(
  pieces: readonly Uint8Array[],
  failure: { readonly error: unknown } | null,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
    if (failure !== null) throw failure.error;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
