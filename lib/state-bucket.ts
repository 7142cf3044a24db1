import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ArnPrincipal, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { VARIABLES } from '../lambdas/runtime/settings.ts';
import { allow } from './allow.ts';
import { sharedOut } from './job-roles.ts';
import { acknowledge, acknowledgeWildcard } from './nag.ts';

/** What is kept of a monitor besides captured rows. */
const READABLE = [
  'state.json',
  'baselines/*',
  'profiles/*',
  'checks/*',
  'history/*',
  ...['manifest', 'comparison', 'retraining'].map((name) => `retrainings/*/${name}.json`),
];

/** Folders of a retraining that its jobs and models work with. */
const READ_BY_JOBS = ['training', 'held-out', 'model'] as const;
const WRITTEN_BY_JOBS = ['model', '*-answers'] as const;

export interface StateBucketProps {
  /**
   * How long earlier versions of overwritten objects are kept.
   * @default - 90 days
   */
  readonly keepVersionsFor?: Duration;
}

/** What a function does with the bucket: patterns of keys below every monitor's own prefix. */
export interface StateAccess {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/**
 * Where monitors keep baselines, profiles, results and state: encrypted, versioned, TLS only, never public. It outlives
 * the stack, because a monitor's history cannot be made again.
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
        },
      ],
    });
    acknowledge(
      this.bucket,
      'AwsSolutions-S1',
      'Only the functions of this deployment use the bucket; an account that has to audit it records data events with CloudTrail.',
    );
  }

  /** Gives a function the bucket's name and, in the same breath, no more than the keys it works with. */
  grantAccess(target: LambdaFunction, { read, write }: StateAccess): void {
    target.addEnvironment(VARIABLES.stateBucket, this.bucket.bucketName);
    // A key that does not exist yet is "not found" only to who may list the bucket, otherwise "access denied".
    allow(target, ['s3:ListBucket'], [this.bucket.bucketArn]);
    this.#allowKeys(target, 's3:GetObject', read);
    this.#allowKeys(target, 's3:PutObject', write);
  }

  /**
   * Lets somebody read what is kept of one monitor: results, profiles, baselines, state, and of retrainings what they came to;
   * neither rows nor what answers are given with.
   */
  grantRead(grantee: IGrantable, monitor: string): void {
    for (const kept of READABLE) this.bucket.grantRead(grantee, `${monitor}/${kept}`);
  }

  /**
   * Lets the roles of jobs and models read what they train, score and serve from, and write what they leave behind. What is
   * judged by, the labels above all, is none of their business: a container could learn it by heart. Said by the bucket, because
   * the roles are somebody else's: a bucket's policy is enough within one account, and holds for this one only.
   *
   * @param monitors Names of monitors by the ARN of their role.
   * @throws TooManyJobRolesError
   */
  grantJobs(monitors: ReadonlyMap<string, readonly string[]>): void {
    const ownAccount = { StringEquals: { 'aws:PrincipalAccount': Stack.of(this).account } };
    for (const { roles, names } of sharedOut(monitors)) {
      const principals = roles.map((role) => new ArnPrincipal(role));
      const keys = (folders: readonly string[]) =>
        names.flatMap((name) => folders.map((folder) => `${name}/retrainings/*/${folder}/*`));
      const allowOnBucket = (action: string, resources: string[], conditions: object = {}) =>
        this.bucket.addToResourcePolicy(
          new PolicyStatement({
            principals,
            actions: [action],
            resources,
            conditions: { ...ownAccount, ...conditions },
          }),
        );
      const allowObjects = (action: string, folders: readonly string[]) =>
        allowOnBucket(
          action,
          keys(folders).map((key) => this.bucket.arnForObjects(key)),
        );
      allowObjects('s3:GetObject', READ_BY_JOBS);
      allowObjects('s3:PutObject', WRITTEN_BY_JOBS);
      allowOnBucket('s3:ListBucket', [this.bucket.bucketArn], { StringLike: { 's3:prefix': keys(READ_BY_JOBS) } });
    }
  }

  #allowKeys(target: LambdaFunction, action: string, patterns: readonly string[]): void {
    const resources = patterns.map((pattern) => this.bucket.arnForObjects(`*/${pattern}`));
    allow(target, [action], resources);
    for (const resource of resources) {
      acknowledgeWildcard(
        target.role!,
        resource,
        "The functions work for all monitors of the deployment, whose names stand first in the bucket's keys; what follows is limited to what this function keeps.",
      );
    }
  }
}
