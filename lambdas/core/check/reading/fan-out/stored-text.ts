import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ObjectStore } from '../../../ports.ts';

/** Files of the reading of a large window: texts, compressed where the key ends in `.gz`. */

const [compress, decompress] = [promisify<Uint8Array, Buffer>(gzip), promisify<Uint8Array, Buffer>(gunzip)];

export async function putText(store: ObjectStore, key: string, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  await store.put(key, key.endsWith('.gz') ? await compress(bytes) : bytes);
}

/** null: there is none. */
export async function getText(store: ObjectStore, key: string): Promise<string | null> {
  const object = await store.get(key);
  if (object === null) return null;
  return new TextDecoder().decode(key.endsWith('.gz') ? await decompress(object.bytes) : object.bytes);
}
