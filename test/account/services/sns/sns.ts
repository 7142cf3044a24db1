import { randomUUID } from 'node:crypto';
import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
import type { Context } from '../../iam/conditions.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Stack } from '../../template/stack.ts';
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
}

const SNS_SERVICE: Principal = { kind: 'service', name: 'sns.amazonaws.com' };

/** The topics: publications are checked, filtered, and delivered to an inbox and to subscribed queues. */
export class Sns {
  readonly deliveries: Delivery[] = [];
  /** Deliveries to queues that refused them: a publisher is not told. */
  readonly undelivered: { readonly delivery: Delivery; readonly error: AwsError }[] = [];
  readonly #clock: VirtualClock;
  readonly #access: Access;
  readonly #keys: KeyRing;
  readonly #sqs: Sqs;
  /** KMS key by topic ARN. */
  readonly #topics = new Map<string, string | undefined>();
  readonly #subscriptions: Subscription[] = [];

  constructor(stack: Stack, clock: VirtualClock, access: Access, keys: KeyRing, sqs: Sqs) {
    this.#clock = clock;
    this.#access = access;
    this.#keys = keys;
    this.#sqs = sqs;
    for (const { arn, properties } of stack.resources('AWS::SNS::Topic')) {
      this.#topics.set(arn, properties.KmsMasterKeyId);
      for (const { Protocol, Endpoint } of properties.Subscription ?? [])
        this.subscribe({ topicArn: arn, protocol: Protocol, endpoint: Endpoint });
    }
    for (const { id, properties: own } of stack.resources('AWS::SNS::Subscription')) {
      if (own.FilterPolicyScope === 'MessageBody')
        throw new UnsupportedError(`${id}: the test account filters on attributes, not on the message body`);
      const { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint, FilterPolicy: filterPolicy } = own;
      this.subscribe({ topicArn, protocol, endpoint, filterPolicy, raw: own.RawMessageDelivery === true });
    }
  }

  /** A receiver that the template does not have, confirmed at once. */
  subscribe(subscription: Subscription): void {
    if (subscription.protocol === 'lambda')
      throw new UnsupportedError('the test account does not invoke functions from topics');
    this.#subscriptions.push(subscription);
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
      if (subscription.topicArn !== topicArn) continue;
      if (filterPolicy !== undefined && !passesFilter(filterPolicy, attributes)) continue;
      const text = texts.get(protocol) ?? texts.get('default')!;
      const delivery = { topicArn, messageId, protocol, endpoint, subject, text, attributes, time: this.#clock.now };
      try {
        if (protocol === 'sqs') this.#enqueue(delivery, subscription.raw ?? false);
        this.deliveries.push(delivery);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.undelivered.push({ delivery, error });
      }
    }
    return messageId;
  }

  #enqueue(delivery: Delivery, raw: boolean): void {
    const { topicArn, messageId, endpoint, subject, text, attributes, time } = delivery;
    const envelope = {
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
    const context = new Map([['aws:sourcearn', [topicArn]]]);
    this.#sqs.send(SNS_SERVICE, endpoint, raw ? text : JSON.stringify(envelope), undefined, context);
  }
}
