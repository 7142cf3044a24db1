import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct, IConstruct } from 'constructs';
import { allow, type Conditions } from './allow.ts';

/** A customer-managed key: a construct, the ARN of a key, or {@link NEW_KEY}. */
export type EncryptionKeySetting = IKey | string;

/** The deployment creates a key. It is kept with the state bucket when the stack is deleted. */
export const NEW_KEY = 'new';

/** Services through which roles use a key. */
export type KeyService = 's3' | 'secretsmanager' | 'sns' | 'sqs';

/**
 * The customer-managed key of a deployment. Its policy lets CloudWatch, CloudWatch Logs and SNS use it; that of a key given by its ARN
 * stays as it is, and docs/deploy.md has the statements. Roles have permissions of their own, which the key's policy has to leave to
 * IAM, as AWS's default policy of a key does.
 */
export function encryptionKey(scope: Construct, setting: EncryptionKeySetting): IKey {
  const key = typeof setting === 'string' ? keyOf(scope, setting) : setting;
  for (const statement of serviceStatements(Stack.of(scope))) key.addToResourcePolicy(statement);
  return key;
}

function keyOf(scope: Construct, setting: string): IKey {
  if (setting !== NEW_KEY) return Key.fromKeyArn(scope, 'Key', setting);
  return new Key(scope, 'Key', {
    description: 'Driftwarden: state bucket, topics, dead-letter queue and logs',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** CloudWatch publishes alarms to topics, SNS moves undelivered messages to the queue, and CloudWatch Logs encrypts log groups. */
function serviceStatements(stack: Stack): PolicyStatement[] {
  return [alarmsMayUse(stack), deadLettersMayUse(stack), logsMayUse(stack)];
}

/** CloudWatch cannot use the key that AWS manages for SNS: its alarms would be lost silently. */
export function alarmsMayUse(stack: Stack): PolicyStatement {
  // AWS does not document that CloudWatch states the account when it uses a key. Its alarms arrive either way.
  return serviceMayUse(stack, 'cloudwatch.amazonaws.com');
}

function deadLettersMayUse(stack: Stack): PolicyStatement {
  return serviceMayUse(stack, 'sns.amazonaws.com');
}

function serviceMayUse({ account }: Stack, service: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    principals: [new ServicePrincipal(service)],
    resources: ['*'],
    conditions: { StringEqualsIfExists: { 'aws:SourceAccount': account } },
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html, without kms:Describe*, which has no encryption context. */
function logsMayUse(stack: Stack): PolicyStatement {
  const groups = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new PolicyStatement({
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
    principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
  });
}

/** Allows a role to read and write what the key encrypts in these services. */
export function allowKey(role: IRole, key: IKey | undefined, services: readonly KeyService[]): void {
  if (key === undefined) return;
  allow(role, ['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn], through(role, services));
}

/** The condition that a key is used through these services of the region, and not by itself. */
export function through(scope: IConstruct, services: readonly KeyService[]): Conditions {
  const { region, urlSuffix } = Stack.of(scope);
  return { StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.${urlSuffix}`) } };
}
