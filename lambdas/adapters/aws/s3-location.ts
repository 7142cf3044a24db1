import type { S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore, StoredObject, WriteCondition } from '../../core/ports.ts';
import type { Location } from '../../core/sources.ts';
import { S3Store } from './s3-store.ts';
import { parseS3Uri, prefixOf } from './s3-uri.ts';

/**
 * Opens `s3://bucket/prefix`: the folder `prefix/` or, if that is empty and the URI does not end in `/`, the single object
 * `prefix`. So a Spark folder called `x.parquet` is read as a folder. There is no request to S3 before the first listing.
 *
 * @throws S3UriError
 */
export function openS3Location(uri: string, client: S3Client): Location {
  const place = parseS3Uri(uri);
  const { bucket, path } = place;
  const store = new S3Store({ client, bucket });
  const prefix = prefixOf(place);
  const uriOf = (key: string) => `s3://${bucket}/${key}`;
  return { store: prefix === path ? store : new FolderOrObject(store, path), prefix, uriOf };
}

/** A store that lists the object of the same name in place of an empty folder. */
class FolderOrObject implements ObjectStore {
  readonly #store: ObjectStore;
  readonly #path: string;

  constructor(store: ObjectStore, path: string) {
    this.#store = store;
    this.#path = path;
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const folder = `${this.#path}/`;
    let isFolder = false;
    for await (const object of this.#store.list(prefix)) {
      // The console marks a folder with an empty object of the folder's name.
      isFolder ||= object.key !== folder;
      yield object;
    }
    if (isFolder || prefix !== folder) return;
    for await (const object of this.#store.list(this.#path)) {
      if (object.key === this.#path) yield object;
      // The shortest key with this prefix comes first.
      return;
    }
  }

  folders(prefix: string) {
    return this.#store.folders(prefix);
  }

  get(key: string) {
    return this.#store.get(key);
  }

  stream(key: string) {
    return this.#store.stream(key);
  }

  slice(key: string, start: number, end: number) {
    return this.#store.slice(key, start, end);
  }

  put(key: string, bytes: Uint8Array, condition?: WriteCondition) {
    return this.#store.put(key, bytes, condition);
  }
}
