import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { ObjectNotFoundError } from '../../core/ports.ts';
import { isNoSuchKey, ObjectChangedError, S3RequestError } from './s3-errors.ts';

export interface S3BucketOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /**
   * Stands before every key; empty or ending in `/`.
   * @default - the whole bucket
   */
  readonly prefix?: string | undefined;
  /**
   * Account that has to own the bucket; S3 refuses every request when another one does.
   * @default - not checked
   */
  readonly expectedBucketOwner?: string | undefined;
}

/** A bucket, or what lies under a prefix in it: what every request to it says, and what its errors mean. */
export class S3Bucket {
  readonly client: S3Client;
  readonly prefix: string;
  /** Parameters of every request. */
  readonly place: { readonly Bucket: string; readonly ExpectedBucketOwner: string | undefined };

  constructor({ client, bucket, prefix = '', expectedBucketOwner }: S3BucketOptions) {
    if (prefix !== '' && (!prefix.endsWith('/') || prefix.startsWith('/'))) {
      throw new Error(
        `${JSON.stringify(prefix)} is not a key prefix: it must end in / and not start with it, or be empty`,
      );
    }
    this.client = client;
    this.prefix = prefix;
    this.place = { Bucket: bucket, ExpectedBucketOwner: expectedBucketOwner };
  }

  /** Parameters of a request for one object. */
  object(key: string) {
    if (key === '' || !key.isWellFormed()) {
      throw new Error(
        `${JSON.stringify(key)} is not an object key: it must be non-empty text without unpaired surrogates`,
      );
    }
    return { ...this.place, Key: this.prefix + key };
  }

  /** What S3 says about an object. Throws ObjectNotFoundError. */
  async head(key: string): Promise<HeadObjectCommandOutput> {
    const command = new HeadObjectCommand(this.object(key));
    return this.client.send(command).catch((error) => this.fail('head', key, error));
  }

  /** Throws what the caller of the store is to see: ObjectNotFoundError, ObjectChangedError or S3RequestError. */
  fail(operation: string, key: string, error: unknown): never {
    const known = [S3RequestError, ObjectChangedError, ObjectNotFoundError];
    if (known.some((kind) => error instanceof kind)) throw error;
    if (isNoSuchKey(error)) throw new ObjectNotFoundError(key, { cause: error });
    throw new S3RequestError(operation, this.place.Bucket, this.prefix + key, error);
  }
}
