import type { DataSource } from '../../../lambdas/core/ports.ts';

/** A file in memory, streamed in pieces of a few bytes so that nothing may rely on where pieces end. */
export function memorySource(uri: string, content: string | Uint8Array, pieceBytes = 7): DataSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    uri,
    size: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
    slice: async (start, end) => bytes.slice(start, end),
  };
}

/** A ground-truth record as one line. */
export function groundTruth(eventId: string, data: unknown, encoding: unknown = 'CSV'): string {
  return JSON.stringify({ groundTruthData: { data, encoding }, eventMetadata: { eventId }, eventVersion: '0' });
}
