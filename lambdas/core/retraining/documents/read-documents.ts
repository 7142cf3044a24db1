import type { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { getJson } from '../../decision/retraining/stored-json.ts';
import type { ObjectStore } from '../../ports.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import { type PreparedWindow, preparedWindowSchema } from './prepared-window.ts';

/** The windows prepared so far, ordered by time. @throws RetrainingError when a document is not one of this version */
export async function readPreparedWindows(store: ObjectStore, keys: RetrainingKeys): Promise<PreparedWindow[]> {
  const found: string[] = [];
  for await (const { key } of store.list(keys.preparedWindow())) found.push(key);
  const preparedWindows = await Promise.all(found.map((key) => getJson(store, key, preparedWindowSchema)));
  return preparedWindows.sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}

/** @throws RetrainingError when there is none, or none of this version */
export async function readManifest(store: ObjectStore, keys: RetrainingKeys): Promise<Manifest> {
  return await getJson(store, keys.manifest, manifestSchema);
}
