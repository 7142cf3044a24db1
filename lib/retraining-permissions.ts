import { type ArnComponents, ArnFormat, Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { jobNamePrefix, NAME_PREFIX } from '../lambdas/core/decision/retraining/names.ts';
import { allow } from './allow.ts';
import type { DeployedRetraining } from './monitor-definition.ts';
import { acknowledgeWildcard } from './nag.ts';

/** Rules that notify Step Functions of the end of a job. */
const MANAGED_RULES = ['Training', 'Transform'].map((kind) => `StepFunctionsGetEventsForSageMaker${kind}JobsRule`);

export interface RetrainingPermissions {
  readonly functions: readonly IFunction[];
  /** Prefix of the names of the alarms that roll deployments back. */
  readonly alarmPrefix: string;
  readonly retrainings: readonly DeployedRetraining[];
}

/**
 * Allows the retraining machine to run its functions, to create and tag jobs, models and endpoint configurations under its own names, to pass
 * the roles of the monitor files to its jobs, to encrypt disks with their keys, to update the endpoints of the monitor files, and to watch their requests.
 */
export function allowRetraining(role: Role, { functions, alarmPrefix, retrainings }: RetrainingPermissions): void {
  const own = (type: string, suffix = '*') =>
    wildcard(role, sageMaker(role, type, `${NAME_PREFIX}${suffix}`), OWN_NAMES);
  allow(
    role,
    ['lambda:InvokeFunction'],
    functions.map(({ functionArn }) => functionArn),
  );
  const jobs = (verb: string) => [
    `sagemaker:Create${verb}Job`,
    `sagemaker:Describe${verb}Job`,
    `sagemaker:Stop${verb}Job`,
  ];
  allow(role, [...jobs('Training'), 'sagemaker:AddTags', 'sagemaker:ListTags'], [own('training-job')]);
  allow(role, [...jobs('Transform'), 'sagemaker:AddTags', 'sagemaker:ListTags'], [own('transform-job')]);
  allow(
    role,
    ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
    MANAGED_RULES.map((resourceName) => arn(role, { service: 'events', resource: 'rule', resourceName })),
  );
  for (const some of chunks(unique(retrainings.map((retraining) => retraining.role)))) {
    allow(role, ['iam:PassRole'], some, { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } });
  }
  for (const some of chunks(unique(retrainings.flatMap(({ keys }) => keys)))) {
    // SageMaker makes a grant for its instances; the role itself cannot decrypt with the keys.
    allow(role, ['kms:CreateGrant'], some, { Bool: { 'kms:GrantIsForAWSResource': 'true' } });
    allow(role, ['kms:DescribeKey'], some);
  }
  const anyModel = wildcard(role, sageMaker(role, 'model', '*'), 'The live model can have any name.');
  allow(role, ['sagemaker:CreateModel', 'sagemaker:AddTags'], [own('model')]);
  allow(role, ['sagemaker:DescribeModel'], [anyModel]);
  allow(role, ['sagemaker:CreateModelPackageGroup', 'sagemaker:AddTags'], [own('model-package-group')]);
  allow(role, ['sagemaker:CreateModelPackage'], [own('model-package-group'), own('model-package', '*/*')]);
  allow(role, ['sagemaker:UpdateModelPackage'], [own('model-package', '*/*')]);
  const endpoints = unique(retrainings.map(({ endpoint }) => sageMaker(role, 'endpoint', endpoint.toLowerCase())));
  const anyConfig = wildcard(
    role,
    sageMaker(role, 'endpoint-config', '*'),
    'The live endpoint configuration can have any name.',
  );
  for (const some of chunks(endpoints)) allow(role, ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpoint'], some);
  allow(role, ['sagemaker:DescribeEndpointConfig'], [anyConfig]);
  // A configuration of another name cannot be put into service: what served before is copied under a name of its monitor.
  const configs = unique(retrainings.map(({ monitor }) => jobNamePrefix(monitor)));
  for (const some of chunks(configs.map((prefix) => ownConfig(role, prefix)))) {
    allow(role, ['sagemaker:CreateEndpointConfig', 'sagemaker:AddTags', 'sagemaker:UpdateEndpoint'], some);
  }
  allow(role, ['cloudwatch:GetMetricData'], [wildcard(role, '*', 'CloudWatch has no permissions for single metrics.')]);
  const alarms = arn(role, {
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: `${alarmPrefix}-*-of-candidate`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  allow(
    role,
    ['cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource', 'cloudwatch:DeleteAlarms'],
    [wildcard(role, alarms, 'The monitor stands in between: the alarms are on the requests to the candidate of one.')],
  );
}

/** A managed policy has 6,144 characters and must hold a whole statement: 40 ARNs of roles have 4,000 at most. */
const MAX_NAMED = 40;

function chunks(values: readonly string[]): string[][] {
  const count = Math.ceil(values.length / MAX_NAMED);
  return Array.from({ length: count }, (_, i) => values.slice(i * MAX_NAMED, (i + 1) * MAX_NAMED));
}

const OWN_NAMES =
  'The names of everything that a retraining creates start with this prefix, followed by its monitor and id.';

function wildcard(role: Role, resource: string, reason: string): string {
  acknowledgeWildcard(role, resource, reason);
  return resource;
}

function ownConfig(role: Role, prefix: string): string {
  return wildcard(role, sageMaker(role, 'endpoint-config', `${prefix}*`), OWN_NAMES);
}

function sageMaker(role: Role, resource: string, resourceName: string): string {
  return arn(role, { service: 'sagemaker', resource, resourceName });
}

function arn(role: Role, components: ArnComponents): string {
  return Stack.of(role).formatArn({ arnFormat: ArnFormat.SLASH_RESOURCE_NAME, ...components });
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
