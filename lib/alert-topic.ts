import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { type ITopic, Subscription, SubscriptionFilter, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow } from './allow.ts';
import { alarmsMayUse, allowKey } from './encryption-key.ts';

export interface AlertTopicProps {
  /** The sender's name in e-mails. */
  readonly displayName: string;
  /** Takes messages that could not be delivered to a subscriber. */
  readonly deadLetters: IQueue;
  /**
   * Encrypts the messages. CloudWatch needs permission to use it for alarms.
   * @default - a key of its own, which CloudWatch may use
   */
  readonly key?: IKey | undefined;
  /**
   * A topic, or its ARN, that is used as it is, and that `key` encrypts if it is given.
   * @default - a new topic
   */
  readonly existing?: ITopic | string | undefined;
}

/** A topic for alerts and alarms: encrypted with a customer-managed key, TLS only, unless an existing topic is used. */
export class AlertTopic extends Construct {
  readonly topic: ITopic;
  /** Undefined for an existing topic without one. */
  readonly key: IKey | undefined;
  /** Goes off when a message could not be delivered to a subscriber. */
  readonly undelivered: Alarm;
  readonly #deadLetters: IQueue;

  constructor(scope: Construct, id: string, { displayName, deadLetters, key, existing }: AlertTopicProps) {
    super(scope, id);
    this.#deadLetters = deadLetters;
    this.key = key ?? (existing === undefined ? this.#createKey() : undefined);
    this.topic = this.#topic(displayName, existing);
    this.undelivered = new Alarm(this, 'Undelivered', {
      metric: this.topic.metricNumberOfNotificationsFailed({ statistic: 'Sum', period: Duration.minutes(15) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Driftwarden: a message could not be delivered to a subscriber of the topic "${displayName}". The dead-letter queue has it if the subscription has a redrive policy.`,
    });
  }

  /** Allows a function to see who is subscribed. */
  grantListSubscriptions(target: LambdaFunction): void {
    allow(target, ['sns:ListSubscriptionsByTopic'], [this.topic.topicArn]);
  }

  /** Allows a function to publish. */
  grantPublish(target: LambdaFunction): void {
    allow(target, ['sns:Publish'], [this.topic.topicArn]);
    allowKey(target.role!, this.key, ['sns']);
  }

  /** Publishes an alarm and, on request, its end. An alarm that never went off also "ends" at every deployment. */
  announce(alarm: Alarm, { end }: { readonly end: boolean }): void {
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    if (end) alarm.addOkAction(action);
  }

  /**
   * Sends messages to an e-mail address. Its owner has to confirm the subscription.
   *
   * @param only `own`: alerts of the monitors with this address, and no alarms, which have no attribute to filter by.
   */
  subscribe(address: string, only: 'own' | 'all'): void {
    this.topic.addSubscription(
      new EmailSubscription(address, {
        deadLetterQueue: this.#deadLetters,
        ...(only === 'own' && { filterPolicy: { email: SubscriptionFilter.stringFilter({ allowlist: [address] }) } }),
      }),
    );
  }

  /** Invokes a function with every message. */
  invoke(target: IFunction): void {
    const { topicArn } = this.topic;
    // The CDK's own subscription has the id of the topic's construct, which two topics have in common.
    new Subscription(this, 'Invoke', {
      topic: this.topic,
      protocol: SubscriptionProtocol.LAMBDA,
      endpoint: target.functionArn,
      deadLetterQueue: this.#deadLetters,
    });
    target.addPermission(this.node.id, { principal: new ServicePrincipal('sns.amazonaws.com'), sourceArn: topicArn });
  }

  #topic(displayName: string, existing: ITopic | string | undefined): ITopic {
    if (typeof existing === 'string') return Topic.fromTopicArn(this, 'Topic', existing);
    if (existing !== undefined) return existing;
    const topic = new Topic(this, 'Topic', { displayName, masterKey: this.key!, enforceSSL: true });
    // A topic with its own policy loses the default one, which lets the account's alarms publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }

  #createKey(): Key {
    const key = new Key(this, 'Key', {
      description: 'Driftwarden: messages of the alert topics',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.addToResourcePolicy(alarmsMayUse(Stack.of(this)));
    return key;
  }
}
