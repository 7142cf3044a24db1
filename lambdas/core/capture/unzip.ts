import { createGunzip, type Gunzip } from 'node:zlib';
import type { DataSource } from '../ports.ts';

/** A compressed file ends too early (`truncated`) or is damaged. */
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
 * What zlib returns before it detects damage, and whether it reads bytes after a member as another member, depends on
 * the pieces that it gets. Pieces of this size make it depend on the file alone. Decompression can make a piece a
 * thousand times as long.
 */
const PIECE_BYTES = 16 * 1024;

/**
 * The source's bytes, decompressed if they begin like gzip or the name ends in `.gz`. Several gzip members in a row are
 * one text. Throws {@link BrokenArchiveError} after everything that could be decompressed, which depends on the file
 * and not on the pieces in which it arrived. Errors of the source are thrown too.
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
  const unzipped = new Unzipped();
  try {
    for await (const piece of cutEvenly(bytes)) {
      await unzipped.write(piece);
      yield* unzipped.take();
      if (unzipped.over) break;
    }
    await unzipped.end();
    yield* unzipped.take();
    if (unzipped.error !== null) throw new BrokenArchiveError(uri, unzipped.error);
  } finally {
    unzipped.destroy();
  }
}

/** Runs zlib piece by piece. A stream would drop its buffered output when it fails; this class loses none. */
class Unzipped {
  readonly #gunzip: Gunzip = createGunzip();
  #made: Uint8Array[] = [];
  #wake: () => void = () => {};
  /** Whether zlib takes no more bytes: after an error, and after the zeros with which some writers pad a file. */
  over = false;
  /** The error that ended the decompression. */
  error: Error | null = null;

  constructor() {
    const finish = (error: Error | null) => {
      this.over = true;
      this.error ??= error;
      this.#wake();
    };
    this.#gunzip.on('data', (bytes: Uint8Array) => this.#made.push(bytes));
    this.#gunzip.on('error', finish);
    this.#gunzip.on('end', () => finish(null));
  }

  /** Resolves when all output for the piece can be taken with {@link take}. */
  write(piece: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#gunzip.write(piece, () => resolve());
    });
  }

  end(): Promise<void> {
    if (this.over) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#gunzip.end();
    });
  }

  take(): Uint8Array[] {
    const made = this.#made;
    this.#made = [];
    return made;
  }

  destroy(): void {
    this.#gunzip.destroy();
  }
}

/** Splits the bytes into pieces of {@link PIECE_BYTES}. Only the last one may be shorter. */
async function* cutEvenly(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  for await (const given of bytes) {
    for (let at = 0; at < given.length; ) {
      const count = Math.min(PIECE_BYTES - filled, given.length - at);
      piece.set(given.subarray(at, at + count), filled);
      filled += count;
      at += count;
      if (filled < PIECE_BYTES) continue;
      yield piece;
      // zlib may still hold the piece.
      piece = new Uint8Array(PIECE_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
