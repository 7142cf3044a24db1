import type * as z from 'zod';
import type { ObjectStore } from '../../ports.ts';
import { RetrainingError } from './context.ts';

/** Writes a readable JSON document. */
export async function putJson(store: ObjectStore, key: string, document: unknown): Promise<void> {
  await store.put(key, new TextEncoder().encode(`${JSON.stringify(document, null, 1)}\n`));
}

/**
 * Reads a document that an earlier step wrote.
 *
 * @throws RetrainingError when there is none, or one of another shape
 */
export async function getJson<T extends z.ZodType>(store: ObjectStore, key: string, schema: T): Promise<z.output<T>> {
  const stored = await store.get(key);
  if (stored === null) throw new RetrainingError(`there is no ${key}: the step that writes it has not run`);
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
