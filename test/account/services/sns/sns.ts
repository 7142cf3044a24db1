import { randomUUID } from 'node:crypto';
import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
import type { Context } from '../../iam/conditions.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Stack } from '../../template/stack.ts';
import type { Metrics } from '../cloudwatch/metrics.ts';
import type { KeyRing } from '../kms.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { type MessageAttribute, passesFilter } from './filter-policy.ts';
import { type Publication, textsOf } from './message.ts';

/** A message as one receiver gets it. */
export interface Delivery {
  readonly topicArn: string;
  readonly messageId: string;
  /** `email`, `sms`, `sqs`, … */
  readonly protocol: string;
  readonly endpoint: string;
  readonly subject: string | undefined;
  /** The text for this protocol. */
  readonly text: string;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
  /** UTC milliseconds. */
  readonly time: number;
}

export interface Subscription {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly filterPolicy?: object | undefined;
  readonly raw?: boolean;
  /** ARN of the queue that gets what cannot be delivered. */
  readonly deadLetters?: string | undefined;
}

const SNS_SERVICE: Principal = { kind: 'service', name: 'sns.amazonaws.com' };

/** The topics: publications are checked, filtered, and delivered to an inbox, to subscribed queues and to functions. */
export class Sns {
  readonly deliveries: Delivery[] = [];
  /** Deliveries to queues and functions that refused them: the publisher gets no error. */
  readonly undelivered: { readonly delivery: Delivery; readonly error: AwsError }[] = [];
  readonly #clock: VirtualClock;
  readonly #access: Access;
  readonly #keys: KeyRing;
  readonly #sqs: Sqs;
  /** KMS key by topic ARN. */
  readonly #topics = new Map<string, string | undefined>();
  readonly #subscriptions: Subscription[] = [];
  readonly #metrics: Metrics;
  /** Hands a message to a function. */
  onInvoke: (functionArn: string, event: object) => void = () => {};
  /** Endpoints whose owners have not confirmed their subscriptions. */
  readonly #unconfirmed = new Set<string>();

  constructor(stack: Stack, clock: VirtualClock, access: Access, keys: KeyRing, sqs: Sqs, metrics: Metrics) {
    this.#clock = clock;
    this.#access = access;
    this.#keys = keys;
    this.#sqs = sqs;
    this.#metrics = metrics;
    for (const { arn, properties } of stack.resources('AWS::SNS::Topic')) {
      this.#topics.set(arn, properties.KmsMasterKeyId);
      for (const { Protocol, Endpoint } of properties.Subscription ?? [])
        this.subscribe({ topicArn: arn, protocol: Protocol, endpoint: Endpoint });
    }
    for (const { id, properties: own } of stack.resources('AWS::SNS::Subscription')) {
      if (own.FilterPolicyScope === 'MessageBody')
        throw new UnsupportedError(`${id}: the test account filters on attributes, not on the message body`);
      const { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint, FilterPolicy: filterPolicy } = own;
      const deadLetters = own.RedrivePolicy?.deadLetterTargetArn;
      this.subscribe({ topicArn, protocol, endpoint, filterPolicy, raw: own.RawMessageDelivery === true, deadLetters });
    }
  }

  /**
   * A topic that the template does not make.
   *
   * @param policy Its policy. @default - SNS's own, which lets the account's roles and services publish
   */
  createTopic(arn: string, { key, policy }: { readonly key?: string; readonly policy?: unknown } = {}): void {
    this.#topics.set(arn, key);
    if (policy !== undefined) this.#access.addResourcePolicy(arn, policy);
  }

  /** A receiver that the template does not have, confirmed at once. */
  subscribe(subscription: Subscription): void {
    this.#subscriptions.push(subscription);
  }

  /** Takes back, or gives, the confirmation of a receiver's subscriptions. Until the first time all are confirmed. */
  confirm(endpoint: string, isConfirmed: boolean): void {
    if (isConfirmed) this.#unconfirmed.delete(endpoint);
    else this.#unconfirmed.add(endpoint);
  }

  /** Subscriptions of a topic with their ARNs. @throws AwsError when the caller may not */
  list(principal: Principal, topicArn: string): { readonly arn: string; readonly subscription: Subscription }[] {
    if (!this.#topics.has(topicArn)) throw new AwsError('NotFound', 'Topic does not exist', 404);
    this.#access.authorize(principal, 'sns:ListSubscriptionsByTopic', topicArn);
    const ofTopic = this.#subscriptions.filter((subscription) => subscription.topicArn === topicArn);
    return ofTopic.map((subscription, index) => ({
      arn: this.#unconfirmed.has(subscription.endpoint) ? 'PendingConfirmation' : `${topicArn}:${index}`,
      subscription,
    }));
  }

  /** @throws AwsError when the publisher may not, or the publication breaks a limit */
  publish(principal: Principal, publication: Publication, context?: Context): string {
    const { topicArn, subject, attributes = new Map() } = publication;
    if (!this.#topics.has(topicArn)) throw new AwsError('NotFound', `Topic does not exist: ${topicArn}`, 404);
    // The default policy of a topic lets every service of the account publish; a policy of its own replaces it.
    if (principal.kind === 'role' || this.#access.hasPolicy(topicArn))
      this.#access.authorize(principal, 'sns:Publish', topicArn, context);
    this.#keys.use(principal, this.#topics.get(topicArn), ['kms:GenerateDataKey', 'kms:Decrypt'], 'sns');
    const texts = textsOf(publication);
    const messageId = randomUUID();
    for (const subscription of this.#subscriptions) {
      const { protocol, endpoint, filterPolicy } = subscription;
      if (subscription.topicArn !== topicArn || this.#unconfirmed.has(endpoint)) continue;
      if (filterPolicy !== undefined && !passesFilter(filterPolicy, attributes)) continue;
      const text = texts.get(protocol) ?? texts.get('default')!;
      const delivery = { topicArn, messageId, protocol, endpoint, subject, text, attributes, time: this.#clock.now };
      try {
        if (protocol === 'sqs') this.#send(delivery, endpoint, subscription.raw ? text : undefined);
        if (protocol === 'lambda') this.#invoke(delivery);
        this.deliveries.push(delivery);
        this.#count('NumberOfNotificationsDelivered', topicArn);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.undelivered.push({ delivery, error });
        this.#count('NumberOfNotificationsFailed', topicArn);
        if (subscription.deadLetters !== undefined) this.#send(delivery, subscription.deadLetters);
      }
    }
    return messageId;
  }

  #count(name: string, topicArn: string): void {
    const dimensions: [string, string][] = [['TopicName', topicArn.slice(topicArn.lastIndexOf(':') + 1)]];
    this.#metrics.addValue({ namespace: 'AWS/SNS', name, dimensions }, 1, this.#clock.now, 'Count');
  }

  #send(delivery: Delivery, queue: string, body = JSON.stringify(envelopeOf(delivery))): void {
    this.#sqs.send(SNS_SERVICE, queue, body, undefined, new Map([['aws:sourcearn', [delivery.topicArn]]]));
  }

  #invoke(delivery: Delivery): void {
    const { topicArn, endpoint } = delivery;
    const context = new Map([['aws:sourcearn', [topicArn]]]);
    this.#access.authorize(SNS_SERVICE, 'lambda:InvokeFunction', endpoint, context);
    const record = { EventSource: 'aws:sns', EventVersion: '1.0', Sns: envelopeOf(delivery) };
    this.onInvoke(endpoint, { Records: [record] });
  }
}

function envelopeOf({ topicArn, messageId, subject, text, attributes, time }: Delivery): object {
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Subject: subject,
    Message: text,
    Timestamp: new Date(time).toISOString(),
    MessageAttributes: Object.fromEntries(
      [...attributes].map(([name, { type, value }]) => [name, { Type: type, Value: value }]),
    ),
  };
}
