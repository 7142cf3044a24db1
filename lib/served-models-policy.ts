import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnPolicy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from './nag.ts';

/**
 * Lets the role of a retraining read the artifacts of models for as long as the role exists. A model in service reads its artifact
 * whenever an instance starts. The bucket's policy lists the roles of the present monitors only, so a model would break when its
 * monitor is removed, no longer retrains or gets another role, and when the stack is deleted. This inline policy belongs to the role
 * and stays in all of these cases.
 *
 * @param role ARN of the role, which the deployment does not own.
 */
export function servedModelsPolicy(scope: Construct, role: string, bucket: Bucket): void {
  const path = role.slice(role.indexOf(':role/') + ':role/'.length);
  const artifacts = bucket.arnForObjects('*/retrainings/*/model/*');
  const policy = new CfnPolicy(scope, `ServedModels-${path}`, {
    // The same name if the role comes back, so that one policy is replaced by itself; another for another bucket.
    policyName: `driftwarden-models-${bucket.bucketName}`,
    roles: [path.slice(path.lastIndexOf('/') + 1)],
    policyDocument: new PolicyDocument({
      statements: [new PolicyStatement({ actions: ['s3:GetObject'], resources: [artifacts] })],
    }),
  });
  policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
  acknowledgeWildcard(policy, artifacts, 'Which monitors the role has had is not known when they are gone.');
}
