import type { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { getJson } from '../../decision/retraining/stored-json.ts';
import type { ObjectStore } from '../../ports.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import { type Gathered, gatheredSchema } from './prepared-window.ts';

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
