import { inTurn } from './in-turn.ts';
import { ListingDigest } from './listing-digest.ts';
import type { DataSource, ObjectStore, Partition, StoredObject } from './ports.ts';

/** Where data stands: a store and a key prefix in it. */
export interface Location {
  readonly store: ObjectStore;
  /** Empty, or ending in `/` for a folder, or a whole key for a single object. */
  readonly prefix: string;
  /** Names a key of this location in messages and results. */
  uriOf(key: string): string;
}

/**
 * Names that writers of data lakes use for their own files and folders (`_SUCCESS`, `.part-0.crc`, `_temporary/`,
 * `_delta_log/`). `_day=1/` is a partition.
 */
const MARKER = /(^|\/)(\.[^/]*|_[^/=]*(\/|$)|_[^/]*$)|\.crc$/;

/** Listings that are begun before the one in front of them has ended. */
const LISTINGS_AHEAD = 8;

/**
 * The objects below a location, in key order. The next few prefixes are listed meanwhile, up to their first page each.
 *
 * @param below Prefixes below the location, such as hours; `['']` is all of it.
 */
export async function* listSources(location: Location, below: readonly string[] = ['']): AsyncGenerator<DataSource> {
  const { store, prefix } = location;
  const listings = below.map((each) => () => store.list(prefix + each));
  for await (const object of inTurn(listings, LISTINGS_AHEAD))
    if (isData(object, prefix)) yield sourceOf(location, object);
}

/**
 * Whether an object is a file of data: not empty, and not one that writers keep for themselves.
 *
 * @param prefix Of the location: the folders that it names itself may have any name.
 */
export function isData({ key, size }: Pick<StoredObject, 'key' | 'size'>, prefix: string): boolean {
  return size > 0 && !MARKER.test(pathBelow(prefix, key));
}

/** The key below a location; of a location that is one object its name. */
function pathBelow(prefix: string, key: string): string {
  return key.slice(key.startsWith(prefix) ? prefix.lastIndexOf('/') + 1 : 0);
}

/** An object below a location by its name in messages and results, in the version of a listing. */
export function sourceNamed(
  location: Location,
  { uri, size, etag = '' }: Pick<DataSource, 'uri' | 'size' | 'etag'>,
): DataSource {
  return sourceOf(location, { key: uri.slice(location.uriOf('').length), size, etag });
}

export function sourceOf(location: Location, { key, size, etag }: StoredObject): DataSource {
  const { store, prefix } = location;
  const partitions = partitionsOf(pathBelow(prefix, key));
  return {
    uri: location.uriOf(key),
    size,
    etag,
    ...(partitions.length > 0 && { partitions }),
    stream: () => store.stream(key),
    slice: (start, end) => store.slice(key, start, end),
  };
}

/** What Hive and Spark name the folder of rows without a value. */
const NO_VALUE = '__HIVE_DEFAULT_PARTITION__';

/**
 * The partitions that the folders of a path say, Hive style: `dt=2026-01-02/country=CH/part-0.parquet`. Both sides of the
 * equals sign are percent-decoded; what does not decode stands as it is. The deepest folder of a name counts.
 *
 * @param path Below the place of the table: what lies above is no part of it.
 */
export function partitionsOf(path: string): readonly Partition[] {
  const found = new Map<string, string | null>();
  for (const folder of path.split('/').slice(0, -1)) {
    const at = folder.indexOf('=');
    if (at < 1) continue;
    const value = decode(folder.slice(at + 1));
    found.set(decode(folder.slice(0, at)), value === NO_VALUE ? null : value);
  }
  return [...found].map(([name, value]) => ({ name, value }));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Counts what is read, as it is read. */
export class SourceCounter {
  objects = 0;
  bytes = 0;
  readonly digest = new ListingDigest();

  add(source: DataSource): void {
    this.objects++;
    this.bytes += source.size;
    this.digest.add(source);
  }

  async *count(sources: AsyncIterable<DataSource> | Iterable<DataSource>): AsyncGenerator<DataSource> {
    for await (const source of sources) {
      this.add(source);
      yield source;
    }
  }
}
