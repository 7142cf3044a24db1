/** Adds to the count of a key, which starts from 0. */
export function addCount<K>(counts: Map<K, number>, key: K, count = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
