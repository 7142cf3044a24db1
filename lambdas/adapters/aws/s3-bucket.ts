import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { ObjectNotFoundError } from '../../core/ports.ts';
import { isNoSuchKey, ObjectChangedError, S3RequestError } from './s3-errors.ts';

export interface S3BucketOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /**
   * Prefix of every key; empty or ending in `/`.
   * @default - the whole bucket
   */
  readonly prefix?: string | undefined;
  /**
   * The account that must own the bucket; S3 rejects every request if another account does.
   * @default - not checked
   */
  readonly expectedBucketOwner?: string | undefined;
}

/** A bucket, or a prefix in it: the parameters of every request, and the meaning of errors. */
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

  /** Metadata of an object. Throws ObjectNotFoundError. */
  async head(key: string): Promise<HeadObjectCommandOutput> {
    const command = new HeadObjectCommand(this.object(key));
    return this.client.send(command).catch((error) => this.fail('head', key, error));
  }

  /** Throws the store's error for an error of S3: ObjectNotFoundError, ObjectChangedError or S3RequestError. */
  fail(operation: string, key: string, error: unknown): never {
    const known = [S3RequestError, ObjectChangedError, ObjectNotFoundError];
    if (known.some((kind) => error instanceof kind)) throw error;
    if (isNoSuchKey(error)) throw new ObjectNotFoundError(key, { cause: error });
    throw new S3RequestError(operation, this.place.Bucket, this.prefix + key, error);
  }
}
