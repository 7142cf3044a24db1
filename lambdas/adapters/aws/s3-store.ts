import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ObjectNotFoundError, type ObjectStore, type StoredObject, type WriteCondition } from '../../core/ports.ts';
import type { OpenBody } from './resume-body.ts';
import { S3Bucket, type S3BucketOptions } from './s3-bucket.ts';
import { ObjectChangedError, S3RequestError } from './s3-errors.ts';
import { type ByteRange, openObject, readBytes } from './s3-read.ts';
import { writeObject } from './s3-write.ts';

export interface S3StoreOptions extends S3BucketOptions {
  /**
   * How long a body may deliver nothing before the rest is requested again, in milliseconds.
   * @default 30000
   */
  readonly stallTimeout?: number | undefined;
}

/** Number of attempts to read a whole object that keeps changing. */
const MAX_READS = 3;

/** Keys can contain characters that XML cannot. Listings encode them, with `+` for a space. */
function decodeKey(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

const WHOLE: ByteRange = { start: 0, end: null };

/**
 * An object store in a general purpose S3 bucket. Needs s3:GetObject and s3:PutObject on the objects and s3:ListBucket on
 * the bucket, which configures encryption. Keys are listed in UTF-8 order, which is code-unit order for keys without characters
 * beyond the basic plane. Directory buckets have no order and cannot be used.
 *
 * Besides the interface's errors, methods throw S3RequestError, and reads ObjectChangedError.
 */
export class S3Store implements ObjectStore {
  readonly #bucket: S3Bucket;
  readonly #stallTimeout: number;

  constructor({ stallTimeout = 30_000, ...bucket }: S3StoreOptions) {
    this.#bucket = new S3Bucket(bucket);
    this.#stallTimeout = stallTimeout;
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const bucket = this.#bucket;
    let token: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        ...bucket.place,
        Prefix: bucket.prefix + prefix,
        ContinuationToken: token,
        EncodingType: 'url',
      });
      const page = await bucket.client.send(command).catch((error) => bucket.fail('list', prefix, error));
      for (const { Key = '', Size = 0, ETag = '' } of page.Contents ?? []) {
        const key = page.EncodingType === 'url' ? decodeKey(Key) : Key;
        yield { key: key.slice(bucket.prefix.length), size: Size, etag: ETag };
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  async folders(prefix: string): Promise<readonly string[]> {
    const bucket = this.#bucket;
    const command = new ListObjectsV2Command({
      ...bucket.place,
      Prefix: bucket.prefix + prefix,
      Delimiter: '/',
      EncodingType: 'url',
    });
    const page = await bucket.client.send(command).catch((error) => bucket.fail('list', prefix, error));
    return (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => {
      const key = page.EncodingType === 'url' ? decodeKey(Prefix) : Prefix;
      return key.slice(bucket.prefix.length + prefix.length, -1);
    });
  }

  async get(key: string): Promise<{ bytes: Uint8Array; etag: string } | null> {
    for (let reads = 1; ; reads++) {
      try {
        const first = await openObject(this.#bucket, key, WHOLE);
        return { bytes: await this.#collect(key, WHOLE, first), etag: first.etag };
      } catch (error) {
        if (error instanceof ObjectNotFoundError) return null;
        if (!(error instanceof ObjectChangedError) || reads === MAX_READS) throw error;
      }
    }
  }

  async *stream(key: string): AsyncIterable<Uint8Array> {
    const first = await openObject(this.#bucket, key, WHOLE);
    yield* readBytes(this.#bucket, key, WHOLE, first, this.#stallTimeout);
  }

  async slice(key: string, start: number, end: number): Promise<Uint8Array> {
    if (start >= end) {
      await this.#bucket.head(key);
      return new Uint8Array();
    }
    try {
      const range = { start, end };
      return await this.#collect(key, range, await openObject(this.#bucket, key, range));
    } catch (error) {
      // The object ends before the range starts.
      if (error instanceof S3RequestError && error.status === 416) return new Uint8Array();
      throw error;
    }
  }

  put(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<{ etag: string }> {
    return writeObject(this.#bucket, key, bytes, condition);
  }

  async #collect(key: string, range: ByteRange, first: OpenBody): Promise<Uint8Array> {
    const bytes = new Uint8Array(first.length);
    let filled = 0;
    for await (const piece of readBytes(this.#bucket, key, range, first, this.#stallTimeout)) {
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes;
  }
}
