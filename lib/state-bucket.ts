import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import { OVERVIEW_KEY } from '../lambdas/core/result/keys.ts';
import { BUCKET_OWNER_VARIABLE, VARIABLES } from '../lambdas/runtime/settings.ts';
import { allow } from './allow.ts';
import { allowJobsByBucketPolicy, allowJobsByRolePolicy } from './job-access.ts';
import { acknowledge, acknowledgeWildcard } from './nag.ts';
import { servedModelsPolicy } from './served-models-policy.ts';

/** Patterns of a monitor's keys that show values of the data only as `privacy.values` says. */
const READABLE = [
  'state.json',
  'checks/*',
  'history/*',
  ...['manifest', 'comparison', 'retraining'].map((name) => `retrainings/*/${name}.json`),
];

/** Patterns of keys that name categories and numbers of the data, though no rows. */
const PROFILES = ['baselines/*', 'profiles/*'];

export interface StateBucketProps {
  /**
   * How long earlier versions of overwritten objects are kept.
   * @default - 90 days
   */
  readonly keepVersionsFor?: Duration;
  /** Rules for some of the keys. @default none */
  readonly lifecycleRules?: readonly LifecycleRule[];
  /** Encrypts the objects. @default - S3's own key */
  readonly key?: IKey | undefined;
  /**
   * A bucket, or its name, that is used as it is: the deployment changes neither its policy nor its lifecycle rules.
   * @default - a new bucket
   */
  readonly existing?: IBucket | string | undefined;
}

/** A function's access to the bucket: patterns of keys below every monitor's prefix, or below the bucket's root if they start with `/`. */
export interface StateAccess {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/**
 * The bucket for baselines, profiles, results and state: encrypted, versioned, TLS only, never public. It and its policy outlive the
 * stack, because a monitor's history cannot be restored, and because models in service read their artifacts from it. All of this is
 * up to its owner if an existing bucket is used.
 */
export class StateBucket extends Construct {
  readonly bucket: IBucket;
  readonly key: IKey | undefined;
  readonly #isOwn: boolean;

  constructor(scope: Construct, id: string, props: StateBucketProps = {}) {
    super(scope, id);
    const { existing, key } = props;
    this.key = key;
    this.#isOwn = existing === undefined;
    // The CDK's Bucket is an IBucket, but not with exact optional properties.
    if (existing === undefined) this.bucket = this.#createBucket(props) as IBucket;
    else this.bucket = typeof existing === 'string' ? Bucket.fromBucketName(this, 'Bucket', existing) : existing;
  }

  #createBucket({ key, keepVersionsFor, lifecycleRules }: StateBucketProps): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      // A key for the bucket, which S3 asks KMS for now and then, instead of a request for every object.
      ...(key
        ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          noncurrentVersionExpiration: keepVersionsFor ?? Duration.days(90),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          // What is left of an object whose versions have all expired.
          expiredObjectDeleteMarker: true,
        },
        // It is written every 15 minutes.
        { prefix: OVERVIEW_KEY, noncurrentVersionExpiration: Duration.days(1) },
        ...(lifecycleRules ?? []),
      ],
    });
    bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'Only the functions of this deployment use the bucket. CloudTrail data events can audit it.',
    );
    return bucket;
  }

  /** Sets the bucket's name in a function's environment, with access only to the keys that it uses. */
  grantAccess(target: LambdaFunction, { read, write }: StateAccess): void {
    target.addEnvironment(VARIABLES.stateBucket, this.bucket.bucketName);
    // A bucket of this name could belong to another account: the name was mistyped, or the bucket was deleted and another account created it.
    target.addEnvironment(BUCKET_OWNER_VARIABLE, Stack.of(this).account);
    // Without permission to list the bucket, S3 returns "access denied" instead of "not found" for a missing key.
    allow(target, ['s3:ListBucket'], [this.bucket.bucketArn]);
    this.#allowKeys(target, 's3:GetObject', read);
    this.#allowKeys(target, 's3:PutObject', write);
  }

  /**
   * Allows reading the data of one monitor: results, state and the records of retrainings, and unless the monitor hashes or hides
   * values, profiles and baselines; but neither rows nor task tokens.
   */
  grantRead(grantee: IGrantable, { name, privacy }: Pick<Monitor, 'name' | 'privacy'>): void {
    const patterns = privacy.values === 'show' ? [...READABLE, ...PROFILES] : READABLE;
    for (const pattern of patterns) this.bucket.grantRead(grantee, `${name}/${pattern}`);
    // The CDK knows the key of a bucket that it created.
    if (!this.#isOwn) this.key?.grantDecrypt(grantee);
  }

  /**
   * Allows the roles of jobs and models to read the data for training, scoring and serving, and to write their output. They have no
   * access to held-out labels, which a container could memorize. The bucket's policy allows it, or policies on the roles if the bucket
   * is not the deployment's own. Models in service outlive their monitors, so a policy that stays on the role allows what they need.
   *
   * @param monitors Names of monitors by the ARN of their role.
   * @throws TooManyJobRolesError
   */
  grantJobs(monitors: ReadonlyMap<string, readonly string[]>): void {
    for (const [role, names] of monitors) {
      servedModelsPolicy(this, role, this.bucket, this.key);
      allowJobsByRolePolicy(this, role, this.bucket, { ...(this.#isOwn ? {} : { names }), key: this.key });
    }
    if (this.#isOwn) allowJobsByBucketPolicy(this.bucket, monitors);
  }

  #allowKeys(target: LambdaFunction, action: string, patterns: readonly string[]): void {
    const resources = patterns.map((pattern) =>
      this.bucket.arnForObjects(pattern.startsWith('/') ? pattern.slice(1) : `*/${pattern}`),
    );
    allow(target, [action], resources);
    for (const resource of resources.filter((arn) => arn.includes('*'))) {
      acknowledgeWildcard(
        target.role!,
        resource,
        "The functions serve all monitors of the deployment, whose names come first in the bucket's keys; the rest of the key is limited to what this function stores.",
      );
    }
  }
}
