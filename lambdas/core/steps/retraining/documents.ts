import type * as z from 'zod';
import type { ObjectStore } from '../../ports.ts';
import { type Gathered, gatheredSchema } from '../../retraining/gathered.ts';
import type { RetrainingKeys } from '../../retraining/keys.ts';
import { type Manifest, manifestSchema } from '../../retraining/manifest.ts';
import { RetrainingError } from './context.ts';

/** What was gathered from every window so far, by time. @throws RetrainingError when a document is not one of this version */
export async function readGathered(store: ObjectStore, keys: RetrainingKeys): Promise<Gathered[]> {
  const found: string[] = [];
  for await (const { key } of store.list(keys.gathered())) found.push(key);
  const gathered = await Promise.all(found.map((key) => readDocument(store, key, gatheredSchema)));
  return gathered.sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}

/** @throws RetrainingError when there is none, or none of this version */
export async function readManifest(store: ObjectStore, keys: RetrainingKeys): Promise<Manifest> {
  return await readDocument(store, keys.manifest, manifestSchema);
}

async function readDocument<T extends z.ZodType>(store: ObjectStore, key: string, schema: T): Promise<z.output<T>> {
  const stored = await store.get(key);
  if (stored === null) throw new RetrainingError(`there is no ${key}: the step that writes it has not run`);
  const parsed = schema.safeParse(parseJson(new TextDecoder().decode(stored.bytes), key));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new RetrainingError(`${key}: ${issue.path.join('.')}: ${issue.message}`, { cause: parsed.error });
}

function parseJson(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RetrainingError(`${key} is not JSON`, { cause });
  }
}
