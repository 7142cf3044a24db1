import type { ObjectStore } from '../../ports.ts';
import { type Gathered, gatheredSchema } from '../../retraining/gathered.ts';
import type { RetrainingKeys } from '../../retraining/keys.ts';
import { type Manifest, manifestSchema } from '../../retraining/manifest.ts';
import { getJson } from './stored.ts';

/** What was gathered from every window so far, by time. @throws RetrainingError when a document is not one of this version */
export async function readGathered(store: ObjectStore, keys: RetrainingKeys): Promise<Gathered[]> {
  const found: string[] = [];
  for await (const { key } of store.list(keys.gathered())) found.push(key);
  const gathered = await Promise.all(found.map((key) => getJson(store, key, gatheredSchema)));
  return gathered.sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}

/** @throws RetrainingError when there is none, or none of this version */
export async function readManifest(store: ObjectStore, keys: RetrainingKeys): Promise<Manifest> {
  return await getJson(store, keys.manifest, manifestSchema);
}
