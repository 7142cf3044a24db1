import type * as z from 'zod';
import type { ObjectStore } from '../../ports.ts';
import { formatJson } from '../../text/json.ts';
import { RetrainingError } from './errors.ts';

/** Writes a readable JSON document. */
export async function putJson(store: ObjectStore, key: string, document: unknown): Promise<void> {
  await store.put(key, new TextEncoder().encode(formatJson(document)));
}

/**
 * Reads a document that an earlier step wrote.
 *
 * @throws RetrainingError when there is none, or one of another shape
 */
export async function getJson<T extends z.ZodType>(store: ObjectStore, key: string, schema: T): Promise<z.output<T>> {
  const found = await findJson(store, key, schema);
  if (found === null) throw new RetrainingError(`there is no ${key}: the step that writes it has not run`);
  return found;
}

/**
 * Like {@link getJson}, but null when there is no document.
 *
 * @param schema Of a value that is never null.
 * @throws RetrainingError when it has another shape
 */
export async function findJson<T extends z.ZodType>(
  store: ObjectStore,
  key: string,
  schema: T,
): Promise<z.output<T> | null> {
  const stored = await store.get(key);
  if (stored === null) return null;
  const parsed = schema.safeParse(parseJson(new TextDecoder().decode(stored.bytes), key));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RetrainingError(`${key}: ${issue.path.join('.')}: ${issue.message}`, { cause: parsed.error });
}

function parseJson(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RetrainingError(`${key} is not JSON`, { cause });
  }
}
