import { Names, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { CfnPolicy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Conditions } from './allow.ts';
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
  const retain = (id: string, ending: string, action: string, resource: string, conditions: Conditions) => {
    const statements = [new PolicyStatement({ actions: [action], resources: [resource], conditions })];
    const policy = new CfnPolicy(scope, id, {
      // The same name if the role comes back, so that one policy is replaced by itself; another for another bucket or key.
      policyName: `driftwarden-models-${ending}`,
      roles: [name],
      policyDocument: new PolicyDocument({ statements }),
    });
    policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return policy;
  };
  // Not from a bucket of this name in another account.
  const ofAccount = { StringEquals: { 'aws:ResourceAccount': Stack.of(scope).account } };
  const policy = retain(`ServedModels-${path}`, bucket.bucketName, 's3:GetObject', artifacts, ofAccount);
  acknowledgeWildcard(policy, artifacts, 'Which monitors the role has had is not known when they are gone.');
  if (key === undefined) return;
  // A policy of its own for each key: models that another key has encrypted keep theirs.
  const id = Token.isUnresolved(key.keyId) ? Names.nodeUniqueId(key.node) : key.keyId;
  retain(`ServedModelsKey-${path}-${id}`, key.keyId, 'kms:Decrypt', key.keyArn, through(scope, ['s3']));
}

/** Name of a role, and its name with the path before it, by its ARN. */
export function roleName(arn: string): { readonly path: string; readonly name: string } {
  const path = arn.slice(arn.indexOf(':role/') + ':role/'.length);
  return { path, name: path.slice(path.lastIndexOf('/') + 1) };
}
