import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';

/** A body that is made whenever it is read, so that a bucket can hold more than memory does. */
export interface MadeBody {
  /** Bytes that `make` gives. */
  readonly size: number;
  /** Bytes that listings show instead, so that a few records make a large window. @default size */
  readonly listedSize?: number;
  make(): Uint8Array;
}

/** One version of an object. */
export interface S3Object {
  readonly key: string;
  /** Bytes of the body. */
  readonly size: number;
  /** Bytes that listings show. */
  readonly listedSize: number;
  read(): Uint8Array;
  /** With its quotation marks, as in the header. */
  readonly etag: string;
  readonly versionId: string;
  /** UTC milliseconds. */
  readonly modified: number;
  readonly contentType: string;
  /** Encrypts it; undefined: S3's own key. */
  readonly kmsKey: string | undefined;
}

/** In place of the current version of an object that was deleted. */
class DeletionMarker {
  readonly modified: number;

  /** @param modified UTC milliseconds. */
  constructor(modified: number) {
    this.modified = modified;
  }
}

const DAY = 86_400_000;

/** When versions of a key expire, milliseconds after they were written or replaced. */
export interface Expiry {
  readonly current: number;
  readonly noncurrent: number;
  /** Whether a deletion marker without other versions goes. */
  readonly markers: boolean;
}

/** The headers of a write: its condition, and the KMS key that encrypts it instead of the bucket's. */
export interface PutOptions {
  readonly kmsKey?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifMatch?: string | undefined;
}

export interface Listing {
  readonly objects: readonly S3Object[];
  readonly commonPrefixes: readonly string[];
  /** Where the next page starts, or undefined on the last one. */
  readonly next: string | undefined;
}

/** The objects of one bucket with their versions. A write checks its condition and replaces in one step. */
export class Bucket {
  readonly name: string;
  readonly versioned: boolean;
  readonly kmsKey: string | undefined;
  /** Every version of a key, oldest first. */
  readonly #versions = new Map<string, (S3Object | DeletionMarker)[]>();
  #sorted: string[] | undefined;
  #written = 0;

  /** Where it is; undefined: in the region of every request. */
  readonly region: string | undefined;
  /** Another account that owns it; undefined: the account itself. */
  readonly owner: string | undefined;

  constructor(
    name: string,
    options: { versioned?: boolean; kmsKey?: string | undefined; region?: string | undefined; owner?: string } = {},
  ) {
    this.owner = options.owner;
    this.region = options.region;
    this.name = name;
    this.versioned = options.versioned ?? false;
    this.kmsKey = options.kmsKey;
  }

  /** @throws AwsError PreconditionFailed (412), and NoSuchKey (404) for If-Match on a missing key */
  put(
    key: string,
    body: Uint8Array | MadeBody,
    modified: number,
    contentType: string,
    condition: PutOptions = {},
  ): S3Object {
    const current = this.get(key);
    if (condition.ifMatch !== undefined) {
      if (current === undefined) throw noSuchKey(key);
      if (condition.ifMatch !== current.etag && `"${condition.ifMatch}"` !== current.etag) throw lost('If-Match');
    }
    if (condition.ifNoneMatch !== undefined && current !== undefined) throw lost('If-None-Match');
    const kmsKey = condition.kmsKey ?? this.kmsKey;
    const { size, listedSize = size } = body instanceof Uint8Array ? { size: body.length } : body;
    const object: S3Object = {
      key,
      kmsKey,
      size,
      listedSize,
      read: () => (body instanceof Uint8Array ? body : body.make()),
      etag: `"${etagOf(body, kmsKey)}"`,
      versionId: this.versioned ? `v${String(++this.#written).padStart(8, '0')}` : 'null',
      modified,
      contentType,
    };
    this.#add(key, object);
    return object;
  }

  get(key: string, versionId?: string): S3Object | undefined {
    const versions = this.#versions.get(key) ?? [];
    const current = versions.at(-1);
    if (versionId === undefined) return current instanceof DeletionMarker ? undefined : current;
    return this.versions(key).find((version) => version.versionId === versionId);
  }

  /** @param time UTC milliseconds. */
  delete(key: string, time = 0): void {
    if (!this.#versions.has(key)) return;
    if (this.versioned) this.#add(key, new DeletionMarker(time));
    else this.#remove(key);
  }

  /** Versions of a key, oldest first. */
  versions(key: string): readonly S3Object[] {
    return (this.#versions.get(key) ?? []).filter(
      (version): version is S3Object => !(version instanceof DeletionMarker),
    );
  }

  /** Deletes what has expired by midnight, as S3 counts: a time is rounded up to the next midnight. @param now A midnight, UTC. */
  expire(now: number, expiryOf: (key: string) => Expiry): void {
    const hasPassed = (since: number, time: number) => Math.ceil((since + time) / DAY) * DAY <= now;
    for (const [key, versions] of [...this.#versions]) {
      const { current, noncurrent, markers } = expiryOf(key);
      const kept = versions.filter(
        (_, i) => i + 1 === versions.length || !hasPassed(versions[i + 1].modified, noncurrent),
      );
      const latest = kept[kept.length - 1];
      if (latest instanceof DeletionMarker && markers && kept.length === 1) this.#remove(key);
      else this.#versions.set(key, kept);
      if (!(latest instanceof DeletionMarker) && hasPassed(latest.modified, current)) this.delete(key, now);
    }
  }

  /** Current objects below a prefix in the order of their UTF-8 bytes, at most `limit` objects and common prefixes, after `after`. */
  list(prefix: string, { after = '', limit = 1000, delimiter = '' } = {}): Listing {
    const objects: S3Object[] = [];
    const commonPrefixes: string[] = [];
    let last = '';
    for (const key of this.#keys()) {
      if (!key.startsWith(prefix) || (after !== '' && compareUtf8(key, after) <= 0)) continue;
      const object = this.get(key);
      if (object === undefined) continue;
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      const group = cut === -1 ? undefined : key.slice(0, cut + delimiter.length);
      if (group !== undefined && (group === commonPrefixes.at(-1) || after.startsWith(group))) {
        last = key;
        continue;
      }
      if (objects.length + commonPrefixes.length >= limit) return { objects, commonPrefixes, next: last };
      if (group === undefined) objects.push(object);
      else commonPrefixes.push(group);
      last = key;
    }
    return { objects, commonPrefixes, next: undefined };
  }

  #remove(key: string): void {
    this.#versions.delete(key);
    this.#sorted = undefined;
  }

  #add(key: string, version: S3Object | DeletionMarker): void {
    const versions = this.#versions.get(key);
    if (versions === undefined) {
      this.#versions.set(key, [version]);
      this.#sorted = undefined;
    } else if (this.versioned) versions.push(version);
    else versions[0] = version;
  }

  #keys(): readonly string[] {
    this.#sorted ??= [...this.#versions.keys()].sort(compareUtf8);
    return this.#sorted;
  }
}

/** MD5 of the content, unless KMS encrypts it; of a body that is not there yet any name that no other body has. */
function etagOf(body: Uint8Array | MadeBody, kmsKey: string | undefined): string {
  if (!(body instanceof Uint8Array)) return randomUUID().replaceAll('-', '');
  return createHash('md5')
    .update(kmsKey ?? '')
    .update(body)
    .digest('hex');
}

export function noSuchKey(key: string): AwsError {
  return new AwsError('NoSuchKey', `The specified key does not exist: ${key}`, 404);
}

function lost(header: string): AwsError {
  return new AwsError(
    'PreconditionFailed',
    `At least one of the pre-conditions you specified did not hold: ${header}`,
    412,
  );
}

function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
