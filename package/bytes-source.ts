import type { DataSource } from '../lambdas/core/ports.ts';

/**
 * Bytes in memory as a source of data, such as an object that a program has read from elsewhere.
 *
 * @param uri Names it in messages and results. Its extension tells the format where none is given.
 */
export function bytesSource(uri: string, bytes: Uint8Array): DataSource {
  return {
    uri,
    size: bytes.length,
    async *stream() {
      if (bytes.length > 0) yield bytes;
    },
    slice: async (start, end) => bytes.subarray(start, end),
  };
}
