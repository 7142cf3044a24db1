import { Stack } from 'aws-cdk-lib';
import { ArnPrincipal, CfnPolicy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { retrainingDataOf } from '../lambdas/core/decision/retraining/keys.ts';
import { through } from './encryption-key.ts';
import { type JobAccess, namesInRolePolicy, sharedOut } from './job-roles.ts';
import { acknowledgeWildcard } from './nag.ts';
import { roleName } from './served-models-policy.ts';

/**
 * Patterns of a monitor's keys that the jobs and models of its retrainings use. A policy of their own lets models read their artifacts:
 * see servedModelsPolicy. A job lists what it reads, and SageMaker the folder of an artifact.
 */
const modelsOf = (monitor: string) => `${monitor}/retrainings/*/model/*`;
const rowsOf = (monitor: string, folder: string) => `${retrainingDataOf(monitor)}*/${folder}/*`;
const readByJobs = (monitor: string) => [rowsOf(monitor, 'training'), rowsOf(monitor, 'held-out')];
const writtenByJobs = (monitor: string) => [modelsOf(monitor), rowsOf(monitor, '*-answers')];
const listedByJobs = (monitor: string) => [...readByJobs(monitor), modelsOf(monitor)];

/**
 * Adds to a bucket's policy what jobs need: the deployment does not own their roles. Within one account a bucket policy suffices, and
 * this one is limited to the account.
 *
 * @param monitors Names of monitors by the ARN of their role.
 * @throws TooManyJobRolesError
 */
export function allowJobsByBucketPolicy(bucket: IBucket, monitors: ReadonlyMap<string, readonly string[]>): void {
  const ownAccount = { StringEquals: { 'aws:PrincipalAccount': Stack.of(bucket).account } };
  for (const access of sharedOut(monitors)) {
    const principals = access.roles.map((role) => new ArnPrincipal(role));
    for (const { action, resources, conditions } of accessTo(bucket, access)) {
      bucket.addToResourcePolicy(
        new PolicyStatement({
          principals,
          actions: [action],
          resources,
          conditions: { ...ownAccount, ...conditions },
        }),
      );
    }
  }
}

/** What {@link allowJobsByRolePolicy} allows. */
export interface RoleAccess {
  /** Access to the data of the retrainings of these monitors. @default - the bucket's policy allows it */
  readonly names?: readonly string[];
  /** Encrypts the bucket. @default - S3's own key */
  readonly key?: IKey | undefined;
}

/** Adds an inline policy to the role of jobs. It is deleted with the deployment, unlike servedModelsPolicy. */
export function allowJobsByRolePolicy(scope: Construct, role: string, bucket: IBucket, access: RoleAccess): void {
  const { path, name } = roleName(role);
  const statements: PolicyStatement[] = [];
  // Not in a bucket of this name in another account.
  const ofAccount = { StringEquals: { 'aws:ResourceAccount': Stack.of(scope).account } };
  const wildcards: string[] = [];
  if (access.names !== undefined) {
    for (const { action, resources, conditions } of accessTo(bucket, { names: namesInRolePolicy(access.names) })) {
      statements.push(
        new PolicyStatement({ actions: [action], resources, conditions: { ...conditions, ...ofAccount } }),
      );
      wildcards.push(...resources.filter((arn) => arn.includes('*')));
    }
  }
  if (access.key !== undefined) {
    const resources = [access.key.keyArn];
    // servedModelsPolicy allows kms:Decrypt.
    const conditions = through(scope, ['s3']);
    statements.push(new PolicyStatement({ actions: ['kms:GenerateDataKey'], resources, conditions }));
    // SageMaker documents it for the role of a job whose output has a key, and does not say which service uses it.
    statements.push(new PolicyStatement({ actions: ['kms:Encrypt'], resources }));
  }
  if (statements.length === 0) return;
  const policy = new CfnPolicy(scope, `Jobs-${path}`, {
    policyName: `driftwarden-jobs-${bucket.bucketName}`,
    roles: [name],
    policyDocument: new PolicyDocument({ statements }),
  });
  for (const wildcard of wildcards) acknowledgeWildcard(policy, wildcard, 'The ids of retrainings are times.');
}

interface Access {
  readonly action: string;
  readonly resources: string[];
  readonly conditions: Record<string, Record<string, string[]>>;
}

function accessTo(bucket: IBucket, { names }: Pick<JobAccess, 'names'>): Access[] {
  const arns = (patternsOf: (name: string) => string[]) =>
    names.flatMap(patternsOf).map((key) => bucket.arnForObjects(key));
  const prefixes = names.flatMap(listedByJobs);
  return [
    { action: 's3:GetObject', resources: arns(readByJobs), conditions: {} },
    { action: 's3:PutObject', resources: arns(writtenByJobs), conditions: {} },
    {
      action: 's3:ListBucket',
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': prefixes } },
    },
  ];
}
