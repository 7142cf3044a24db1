import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow } from './allow.ts';

export interface AlertTopicProps {
  /** The name that mail programs show as the sender. */
  readonly displayName: string;
  /** Where messages go that could not be delivered to a subscriber. */
  readonly deadLetters: IQueue;
  /**
   * Encrypts the messages. CloudWatch has to be allowed to use it for alarms.
   * @default - a key of its own, which CloudWatch may use
   */
  readonly key?: Key;
}

/** Where alerts and alarms are published: encrypted with a named key, TLS only. */
export class AlertTopic extends Construct {
  readonly topic: Topic;
  readonly key: Key;
  readonly #deadLetters: IQueue;

  constructor(scope: Construct, id: string, { displayName, deadLetters, key }: AlertTopicProps) {
    super(scope, id);
    this.#deadLetters = deadLetters;
    this.key = key ?? this.#createKey();
    this.topic = new Topic(this, 'Topic', { displayName, masterKey: this.key, enforceSSL: true });
    // A topic with a policy of its own loses the default one, by which the account's alarms could publish.
    this.topic.addToResourcePolicy(this.#alarms(['sns:Publish'], this.topic.topicArn));
  }

  /** Lets a function publish. */
  grantPublish(target: LambdaFunction): void {
    allow(target, ['sns:Publish'], [this.topic.topicArn]);
    allow(target, ['kms:Decrypt', 'kms:GenerateDataKey'], [this.key.keyArn]);
  }

  /** Sends an alarm, and its end where that is news: an alarm that is quiet from the start "ends" at every deployment. */
  announce(alarm: Alarm, { end }: { readonly end: boolean }): void {
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    if (end) alarm.addOkAction(action);
  }

  /**
   * Sends messages to an e-mail address, which its owner has to confirm.
   *
   * @param only `own`: alerts of the monitors that name the address, and no alarms, which carry no attribute to filter by.
   */
  subscribe(address: string, only: 'own' | 'all'): void {
    this.topic.addSubscription(
      new EmailSubscription(address, {
        deadLetterQueue: this.#deadLetters,
        ...(only === 'own' && { filterPolicy: { email: SubscriptionFilter.stringFilter({ allowlist: [address] }) } }),
      }),
    );
  }

  /** The key that AWS manages for SNS cannot be used by CloudWatch, whose alarms would be lost without a trace. */
  #createKey(): Key {
    const key = new Key(this, 'Key', {
      description: 'Driftwarden: messages of the alert topics',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.addToResourcePolicy(this.#alarms(['kms:Decrypt', 'kms:GenerateDataKey*'], '*'));
    return key;
  }

  #alarms(actions: string[], resource: string): PolicyStatement {
    return new PolicyStatement({
      actions,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      resources: [resource],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    });
  }
}
