import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { DataSource } from '../ports.ts';

/** A compressed file that ends too early or is damaged. `truncated` tells the two apart. */
export class BrokenArchiveError extends Error {
  override readonly name = 'BrokenArchiveError';
  readonly truncated: boolean;
  constructor(uri: string, cause: Error & { code?: string }) {
    const truncated = cause.code === 'Z_BUF_ERROR';
    super(`${uri}: the gzip data ${truncated ? 'ends too early' : `is damaged (${cause.message})`}`, { cause });
    this.truncated = truncated;
  }
}

/**
 * The source's bytes, decompressed when they begin as gzip does or the name ends in `.gz`; several gzip members in a row are
 * one text. Throws {@link BrokenArchiveError} after what could be decompressed; errors of the source itself pass through.
 */
export async function* readUnzipped(source: DataSource): AsyncGenerator<Uint8Array> {
  const bytes = source.stream()[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  let ended = false;
  while (head.length < 2 && !ended) {
    const next = await bytes.next();
    if (next.done) ended = true;
    else head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  const zipped = (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) || /\.gz$/i.test(source.uri);
  const all = { [Symbol.asyncIterator]: () => continueFrom(head, bytes) };
  if (!zipped) yield* all;
  else if (head.length > 0) yield* gunzip(all, source.uri);
}

async function* continueFrom(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    // Closes the file or connection when the reader stops early.
    await rest.return?.();
  }
}

async function* gunzip(bytes: AsyncIterable<Uint8Array>, uri: string): AsyncGenerator<Uint8Array> {
  let sourceFailed = false;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      sourceFailed = true;
      throw error;
    }
  }
  const zipped = Readable.from(watched(), { objectMode: false });
  const unzipped = createGunzip();
  zipped.on('error', (error) => unzipped.destroy(error));
  zipped.pipe(unzipped);
  try {
    yield* unzipped;
  } catch (error) {
    if (sourceFailed) throw error;
    throw new BrokenArchiveError(uri, error as Error);
  } finally {
    zipped.destroy();
    unzipped.destroy();
  }
}
