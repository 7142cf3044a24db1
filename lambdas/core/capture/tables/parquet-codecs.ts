import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Compressors, FileMetaData } from 'hyparquet';
// The package's entry point includes a brotli decoder with a large dictionary, which Node has too.
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors/src/lz4.js';

/** The dictionary of a column without values. The package fails on its only byte. */
const EMPTY = new Uint8Array(0);

export const COMPRESSORS: Compressors = {
  GZIP: (bytes, length) => gunzipSync(bytes, bounded(length)),
  ZSTD: (bytes, length) => zstdDecompressSync(bytes, bounded(length)),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, bounded(length)),
  LZ4: (bytes, length) =>
    length === 0 ? EMPTY : isHadoops(bytes, length) ? decompressLz4(bytes, length) : decompressLz4Raw(bytes, length),
  LZ4_RAW: (bytes, length) => (length === 0 ? EMPTY : decompressLz4Raw(bytes, length)),
};

const ACCEPTED = new Set(['UNCOMPRESSED', 'SNAPPY', ...Object.keys(COMPRESSORS)]);

/** The columns that cannot be decompressed, by top-level name, with the reason and the accepted codecs. */
export function codecProblems({ row_groups }: FileMetaData): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const { columns } of row_groups) {
    for (const { meta_data } of columns) {
      if (meta_data === undefined || ACCEPTED.has(meta_data.codec)) continue;
      const problem = `it is compressed with ${meta_data.codec}; accepted are ${[...ACCEPTED].join(', ')}`;
      problems.set(meta_data.path_in_schema[0], problem);
    }
  }
  return problems;
}

/** Limits the output to the size in the page's header, whatever the bytes would expand to. */
function bounded(length: number) {
  return { maxOutputLength: Math.max(1, length) };
}

/** Whether LZ4 data is in Hadoop's frames. Checked here because the package does not stop at negative lengths. */
function isHadoops(bytes: Uint8Array, length: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (let unpacked = 0; at + 8 < bytes.length; ) {
    unpacked += view.getUint32(at);
    at += 8 + view.getUint32(at + 4);
    if (at > bytes.length || unpacked > length) return false;
  }
  return at === bytes.length;
}
