import type { DataSource, ObjectStore, StoredObject } from './ports.ts';

/** Where data stands: a store and a key prefix in it. */
export interface Location {
  readonly store: ObjectStore;
  /** Empty, or ending in `/` for a folder, or a whole key for a single object. */
  readonly prefix: string;
  /** Names a key of this location in messages and results. */
  uriOf(key: string): string;
}

/** Names that writers of data lakes use for their own files (`_SUCCESS`, `.part-0.crc`). */
const MARKER = /(^|\/)[_.][^/]*$/;

/**
 * The objects below a location, in key order.
 *
 * @param below Prefixes below the location, such as hours; `['']` is all of it.
 */
export async function* listSources(location: Location, below: readonly string[] = ['']): AsyncGenerator<DataSource> {
  for (const prefix of below) {
    for await (const object of location.store.list(location.prefix + prefix)) {
      if (isData(object)) yield sourceOf(location, object);
    }
  }
}

/** Whether an object is a file of data: not empty, and not one that writers keep for themselves. */
export function isData({ key, size }: Pick<StoredObject, 'key' | 'size'>): boolean {
  return size > 0 && !MARKER.test(key);
}

export function sourceOf(location: Location, { key, size }: StoredObject): DataSource {
  const { store } = location;
  return {
    uri: location.uriOf(key),
    size,
    stream: () => store.stream(key),
    slice: (start, end) => store.slice(key, start, end),
  };
}

/** Counts what is read, as it is read. */
export class SourceCounter {
  objects = 0;
  bytes = 0;

  async *count(sources: AsyncIterable<DataSource>): AsyncGenerator<DataSource> {
    for await (const source of sources) {
      this.objects++;
      this.bytes += source.size;
      yield source;
    }
  }
}
