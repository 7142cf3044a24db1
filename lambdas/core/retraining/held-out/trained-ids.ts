import type { RetrainingKeys } from '../../decision/retraining/keys.ts';
import type { ObjectStore } from '../../ports.ts';

/** The id hashes that occur in the training rows of any window. Holds one window at a time: 8 bytes for each training row. */
export async function findTrainedIds(
  store: ObjectStore,
  keys: RetrainingKeys,
  wanted: Float64Array,
): Promise<ReadonlySet<number>> {
  const wantedHashes = new Set(wanted);
  const trained = new Set<number>();
  for await (const { key } of store.list(keys.trainedIds())) {
    const stored = await store.get(key);
    if (stored === null) continue;
    const { buffer, byteOffset, byteLength } = stored.bytes;
    const hashes = new DataView(buffer, byteOffset, byteLength);
    for (let at = 0; at < byteLength; at += Float64Array.BYTES_PER_ELEMENT) {
      const hash = hashes.getFloat64(at, true);
      if (wantedHashes.has(hash)) trained.add(hash);
    }
  }
  return trained;
}
