import type * as z from 'zod';
import type { ObjectStore } from '../ports.ts';
import { formatJson } from '../text/json.ts';
import type { DocumentStore } from './document-session.ts';

/** The document under a key is not one that this version can read. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/**
 * A JSON document in a store, for a DocumentSession.
 *
 * @param first What it is before the first write.
 * @returns Its `load` throws DocumentError.
 */
export function jsonDocument<S>(store: ObjectStore, key: string, schema: z.ZodType<S>, first: S): DocumentStore<S> {
  return {
    load: async () => {
      const stored = await store.get(key);
      if (stored === null) return { state: first, etag: null };
      return { state: parse(new TextDecoder().decode(stored.bytes), key, schema), etag: stored.etag };
    },
    save: async (state, etag) => {
      const condition = etag === null ? ({ ifNoneMatch: '*' } as const) : { ifMatch: etag };
      const written = await store.put(key, new TextEncoder().encode(formatJson(state)), condition);
      return { state, etag: written.etag };
    },
  };
}

function parse<S>(text: string, key: string, schema: z.ZodType<S>): S {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new DocumentError(`${key} is not JSON`, { cause });
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DocumentError(`${key}: ${issue.path.join('.')}: ${issue.message}`, { cause: parsed.error });
}
