import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ArnPrincipal, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { retrainingDataOf } from '../lambdas/core/decision/retraining/keys.ts';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import { VARIABLES } from '../lambdas/runtime/settings.ts';
import { allow } from './allow.ts';
import { sharedOut } from './job-roles.ts';
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

/**
 * Patterns of a monitor's keys that the jobs and models of its retrainings use. A policy of their own lets models read their artifacts:
 * see servedModelsPolicy. A job lists what it reads, and SageMaker the folder of an artifact.
 */
const modelsOf = (monitor: string) => `${monitor}/retrainings/*/model/*`;
const rowsOf = (monitor: string, folder: string) => `${retrainingDataOf(monitor)}*/${folder}/*`;
const readByJobs = (monitor: string) => [rowsOf(monitor, 'training'), rowsOf(monitor, 'held-out')];
const writtenByJobs = (monitor: string) => [modelsOf(monitor), rowsOf(monitor, '*-answers')];
const listedByJobs = (monitor: string) => [...readByJobs(monitor), modelsOf(monitor)];

export interface StateBucketProps {
  /**
   * How long earlier versions of overwritten objects are kept.
   * @default - 90 days
   */
  readonly keepVersionsFor?: Duration;
  /** Rules for some of the keys. @default none */
  readonly lifecycleRules?: readonly LifecycleRule[];
}

/** A function's access to the bucket: patterns of keys below every monitor's prefix, or below the bucket's root if they start with `/`. */
export interface StateAccess {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/**
 * The bucket for baselines, profiles, results and state: encrypted, versioned, TLS only, never public. It and its policy outlive the
 * stack, because a monitor's history cannot be restored, and because models in service read their artifacts from it.
 */
export class StateBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: StateBucketProps = {}) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          noncurrentVersionExpiration: props.keepVersionsFor ?? Duration.days(90),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          // What is left of an object whose versions have all expired.
          expiredObjectDeleteMarker: true,
        },
        ...(props.lifecycleRules ?? []),
      ],
    });
    this.bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(
      this.bucket,
      'AwsSolutions-S1',
      'Only the functions of this deployment use the bucket. CloudTrail data events can audit it.',
    );
  }

  /** Sets the bucket's name in a function's environment, with access only to the keys that it uses. */
  grantAccess(target: LambdaFunction, { read, write }: StateAccess): void {
    target.addEnvironment(VARIABLES.stateBucket, this.bucket.bucketName);
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
  }

  /**
   * Allows the roles of jobs and models to read the data for training, scoring and serving, and to write their output. They have no
   * access to held-out labels, which a container could memorize. The bucket policy grants what jobs need, because the deployment does
   * not own the roles. Within one account a bucket policy suffices, and this one is limited to the account. Models in service outlive
   * their monitors, so a policy on the role allows what they need.
   *
   * @param monitors Names of monitors by the ARN of their role.
   * @throws TooManyJobRolesError
   */
  grantJobs(monitors: ReadonlyMap<string, readonly string[]>): void {
    const ownAccount = { StringEquals: { 'aws:PrincipalAccount': Stack.of(this).account } };
    for (const { roles, names } of sharedOut(monitors)) {
      const principals = roles.map((role) => new ArnPrincipal(role));
      const allowOnBucket = (action: string, resources: string[], conditions: object = {}) =>
        this.bucket.addToResourcePolicy(
          new PolicyStatement({
            principals,
            actions: [action],
            resources,
            conditions: { ...ownAccount, ...conditions },
          }),
        );
      const arns = (patternsOf: (name: string) => string[]) =>
        names.flatMap(patternsOf).map((key) => this.bucket.arnForObjects(key));
      allowOnBucket('s3:GetObject', arns(readByJobs));
      allowOnBucket('s3:PutObject', arns(writtenByJobs));
      const prefixes = names.flatMap(listedByJobs);
      allowOnBucket('s3:ListBucket', [this.bucket.bucketArn], { StringLike: { 's3:prefix': prefixes } });
    }
    for (const role of monitors.keys()) servedModelsPolicy(this, role, this.bucket);
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
