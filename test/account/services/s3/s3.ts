import { AwsError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Stack } from '../../template/stack.ts';
import { Bucket, type MadeBody, type PutOptions, type S3Object } from './bucket.ts';
import { Lifecycle, readLifecycle } from './lifecycle.ts';

/** The buckets of the account, for the tests' own hands: without permissions, as the account's owner. */
export class S3 {
  readonly #clock: VirtualClock;
  /** Owns the buckets. */
  readonly account: string;
  readonly #buckets = new Map<string, Bucket>();
  /** Deletes what has expired. */
  readonly lifecycle: Lifecycle;

  constructor(stack: Stack, clock: VirtualClock) {
    this.#clock = clock;
    this.account = stack.place.account;
    const rules = new Map<Bucket, ReturnType<typeof readLifecycle>>();
    for (const { ref, properties } of stack.resources('AWS::S3::Bucket')) {
      const rule = properties.BucketEncryption?.ServerSideEncryptionConfiguration?.[0]?.ServerSideEncryptionByDefault;
      const kmsKey = rule?.SSEAlgorithm === 'aws:kms' ? (rule.KMSMasterKeyID ?? 'alias/aws/s3') : undefined;
      const versioned = properties.VersioningConfiguration?.Status === 'Enabled';
      const bucket = new Bucket(ref, { versioned, kmsKey });
      this.#buckets.set(ref, bucket);
      rules.set(bucket, readLifecycle(properties.LifecycleConfiguration));
    }
    this.lifecycle = new Lifecycle(rules);
  }

  /** A bucket that the template does not make, such as one with captured data. @param options `region`: another one than the account's */
  createBucket(name: string, options: { kmsKey?: string; region?: string; owner?: string } = {}): Bucket {
    const bucket = new Bucket(name, options);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** @throws AwsError NoSuchBucket */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new AwsError('NoSuchBucket', `The specified bucket does not exist: ${name}`, 404);
    return bucket;
  }

  put(bucket: string, key: string, body: string | Uint8Array | MadeBody, condition?: PutOptions): S3Object {
    const content = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    return this.bucket(bucket).put(key, content, this.#clock.now, 'application/octet-stream', condition);
  }

  get(bucket: string, key: string): Uint8Array | undefined {
    return this.bucket(bucket).get(key)?.read();
  }

  text(bucket: string, key: string): string | undefined {
    const bytes = this.get(bucket, key);
    return bytes && new TextDecoder().decode(bytes);
  }

  /** Keys below a prefix, in order. */
  keys(bucket: string, prefix = ''): string[] {
    return this.bucket(bucket)
      .list(prefix, { limit: Number.POSITIVE_INFINITY })
      .objects.map(({ key }) => key);
  }
}
