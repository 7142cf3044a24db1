import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { PagerDutyRegion } from '../lambdas/adapters/http/pagerduty.ts';
import type { EncryptionKeySetting } from './encryption-key.ts';

/** A secret of Secrets Manager: its construct, or its name or ARN. */
export type AlertSecret = Pick<ISecret, 'secretArn' | 'grantRead'> | string;

/**
 * Receivers of alerts and alarms outside AWS. A secret is one of Secrets Manager in this account and region: its construct, or its name or
 * ARN if these are known when the app is synthesized.
 */
export interface AlertTargets {
  /**
   * A service of PagerDuty. The secret is the integration key of its Events API v2, as plain text. `region`: where the account of
   * PagerDuty is. @default - none
   */
  readonly pagerDuty?: { readonly secret: AlertSecret; readonly region?: PagerDutyRegion | undefined } | undefined;
  /**
   * An https address that takes webhooks. The secret is `whsec_…`, as plain text: it signs them as Standard Webhooks does. @default - none
   */
  readonly webhook?: { readonly url: string; readonly secret: AlertSecret } | undefined;
  /** ARN of the customer-managed key that encrypts the secrets. A secret's construct knows its own key. @default - Secrets Manager's own key */
  readonly secretsKey?: string | undefined;
}

/** Settings of the resources that a deployment has once. An organisation may prescribe them. */
export interface SharedSettings extends AlertTargets {
  /**
   * The customer-managed KMS key that encrypts the state bucket, the topics, the dead-letter queue, the logs and the output of jobs.
   * The deployment needs no other permission in the key's policy than those of docs/deploy.md. @default - keys of the services, and for
   * the topics a key of their own
   */
  readonly key?: EncryptionKeySetting | undefined;
  /** ARNs of keys with which objects of the state bucket are encrypted that were written before `key` was set or changed. @default none */
  readonly formerKeys?: readonly string[] | undefined;
  /**
   * A bucket in this account and region, or its name, for the results and the state of this deployment and nothing else. Its policy
   * and lifecycle rules stay as they are: docs/deploy.md says what it needs. @default - a new bucket
   */
  readonly stateBucket?: IBucket | string | undefined;
  /**
   * A topic in this account and region, or its ARN, for the alerts. Its policy has to let CloudWatch publish. @default - a new topic
   */
  readonly alertTopic?: ITopic | string | undefined;
  /** ARN of the customer-managed key of `alertTopic`. @default - it has none */
  readonly alertTopicKey?: string | undefined;
}
