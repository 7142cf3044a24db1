import type { DataSource } from '../ports.ts';
import { type LineBatch, LineCutter, type LineOptions } from './line-cutter.ts';
import { BrokenArchiveError, readUnzipped } from './unzip.ts';

/**
 * The lines of a text file, plain or gzip, in batches as the bytes come. Lines end in LF or CRLF, the last one may have no
 * end; a byte order mark is skipped; bytes that are not UTF-8 become U+FFFD. Blank lines are skipped but counted.
 * A broken archive ends the file with one rejection in place of its last, cut line; errors of the source are thrown.
 */
export function readLines(source: DataSource, options: LineOptions): AsyncGenerator<LineBatch> {
  return cutLines(readUnzipped(source), source.uri, options);
}

/** The same of bytes that are read already, such as those of {@link readUnzipped}. */
export async function* cutLines(
  bytes: AsyncIterable<Uint8Array>,
  uri: string,
  options: LineOptions,
): AsyncGenerator<LineBatch> {
  const cutter = new LineCutter(uri, options);
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
