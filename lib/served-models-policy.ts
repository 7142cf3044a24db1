import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnPolicy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { through } from './encryption-key.ts';
import { acknowledgeWildcard } from './nag.ts';

/**
 * Lets the role of a retraining read the artifacts of models for as long as the role exists. A model in service reads its artifact
 * whenever an instance starts. The bucket's policy lists the roles of the present monitors only, so a model would break when its
 * monitor is removed, no longer retrains or gets another role, and when the stack is deleted. This inline policy belongs to the role
 * and stays in all of these cases.
 *
 * @param role ARN of the role, which the deployment does not own.
 * @param key Encrypts the artifacts. @default - S3's own key
 */
export function servedModelsPolicy(scope: Construct, role: string, bucket: IBucket, key?: IKey): void {
  const { path, name } = roleName(role);
  const artifacts = bucket.arnForObjects('*/retrainings/*/model/*');
  const statements = [new PolicyStatement({ actions: ['s3:GetObject'], resources: [artifacts] })];
  if (key !== undefined) {
    const conditions = through(scope, ['s3']);
    statements.push(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn], conditions }));
  }
  const policy = new CfnPolicy(scope, `ServedModels-${path}`, {
    // The same name if the role comes back, so that one policy is replaced by itself; another for another bucket.
    policyName: `driftwarden-models-${bucket.bucketName}`,
    roles: [name],
    policyDocument: new PolicyDocument({ statements }),
  });
  policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
  acknowledgeWildcard(policy, artifacts, 'Which monitors the role has had is not known when they are gone.');
}

/** Name of a role, and its name with the path before it, by its ARN. */
export function roleName(arn: string): { readonly path: string; readonly name: string } {
  const path = arn.slice(arn.indexOf(':role/') + ':role/'.length);
  return { path, name: path.slice(path.lastIndexOf('/') + 1) };
}
