import type { DataSource } from '../ports.ts';
import { type ByteBatch, ByteCollector, type LineBatch, type LineCollector, TextCollector } from './line-batches.ts';
import { type CutOptions, LineCutter } from './line-cutter.ts';
import { BrokenArchiveError, readUnzipped } from './unzip.ts';

export interface LineOptions extends CutOptions {
  /**
   * Rejects lines that are not UTF-8 (`invalid-encoding`). Otherwise, their invalid bytes become U+FFFD.
   *
   * @default false
   */
  readonly checkEncoding?: boolean | undefined;
}

/**
 * Reads the lines of a text file, plain or gzip, in batches as the bytes arrive. Lines end in LF or CRLF, and the last
 * one may have no line end. Skips a byte order mark. Bytes that are not UTF-8 become U+FFFD. Blank lines are skipped
 * but counted. At the end of a damaged archive, its last, incomplete line is rejected. Throws errors of the source.
 */
export function readLines(source: DataSource, options: LineOptions): AsyncGenerator<LineBatch> {
  return cutLines(readUnzipped(source), source.uri, options);
}

/** Like {@link readLines}, without decoding the lines. */
export function readByteLines(source: DataSource, options: CutOptions): AsyncGenerator<ByteBatch> {
  return cut(readUnzipped(source), source.uri, new ByteCollector(), options);
}

/** Reads the lines of decompressed bytes, such as those of {@link readUnzipped}. */
export function cutLines(
  bytes: AsyncIterable<Uint8Array>,
  uri: string,
  options: LineOptions,
): AsyncGenerator<LineBatch> {
  return cut(bytes, uri, new TextCollector(uri, options.log, options.checkEncoding ?? false), options);
}

async function* cut<B>(
  bytes: AsyncIterable<Uint8Array>,
  uri: string,
  collector: LineCollector<B>,
  options: CutOptions,
): AsyncGenerator<B> {
  const cutter = new LineCutter(uri, collector, options);
  try {
    for await (const piece of bytes) {
      for (const batch of cutter.cut(piece)) yield batch;
    }
  } catch (error) {
    if (!(error instanceof BrokenArchiveError)) throw error;
    yield cutter.take();
    cutter.rejectRest(error.truncated ? 'truncated-file' : 'unreadable-file', error.message);
    return;
  }
  cutter.end();
  yield cutter.take();
}
