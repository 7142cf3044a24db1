import type { DataSource } from '../../../lambdas/core/ports.ts';

/** A source of text or bytes that comes in pieces of the given size. */
export function sourceOf(content: string | Uint8Array, { uri = 'memory:file', piece = 64 * 1024 } = {}): DataSource {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    uri,
    size: bytes.length,
    async *stream() {
      for (let start = 0; start < bytes.length; start += piece) yield bytes.subarray(start, start + piece);
    },
    slice: async (start, end) => bytes.subarray(start, end),
  };
}

/** A source whose stream and slices fail after `content`. */
export function failingSource(content: string | Uint8Array, error: Error, uri = 'memory:file'): DataSource {
  const source = sourceOf(content, { uri });
  return {
    ...source,
    async *stream() {
      yield* source.stream();
      throw error;
    },
    slice: () => Promise.reject(error),
  };
}
