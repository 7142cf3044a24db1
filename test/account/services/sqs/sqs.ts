import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
import type { Context } from '../../iam/conditions.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Stack } from '../../template/stack.ts';
import type { KeyRing } from '../kms.ts';

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** UTC milliseconds. */
  readonly sent: number;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly kmsKey: string | undefined;
  readonly messages: QueueMessage[];
}

/** A message may have this many bytes, attributes included. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** The queues of the stack. Visibility timeouts are left out: what is received stays hidden until it is deleted. */
export class Sqs {
  /** Called with a queue's name and the number of its messages whenever that changes. */
  onCount: (queue: string, count: number) => void = () => {};
  readonly #clock: VirtualClock;
  readonly #access: Access;
  readonly #keys: KeyRing;
  /** By ARN. */
  readonly #queues = new Map<string, Queue>();

  constructor(stack: Stack, clock: VirtualClock, access: Access, keys: KeyRing) {
    this.#clock = clock;
    this.#access = access;
    this.#keys = keys;
    for (const { arn, properties } of stack.resources('AWS::SQS::Queue')) {
      const name = arn.slice(arn.lastIndexOf(':') + 1);
      this.#queues.set(arn, { name, arn, kmsKey: properties.KmsMasterKeyId, messages: [] });
    }
  }

  get queues(): Iterable<Queue> {
    return this.#queues.values();
  }

  /** @param name ARN, URL or name. @throws AwsError when there is no such queue */
  queue(name: string): Queue {
    const last = name.slice(Math.max(name.lastIndexOf(':'), name.lastIndexOf('/')) + 1);
    for (const queue of this.#queues.values()) if (queue.arn === name || queue.name === last) return queue;
    throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', `there is no queue ${name}`);
  }

  /** @throws AwsError when the sender may not, or the message is too large */
  send(
    principal: Principal,
    name: string,
    body: string,
    attributes: ReadonlyMap<string, string> = new Map(),
    context?: Context,
  ): QueueMessage {
    const queue = this.queue(name);
    this.#access.authorize(principal, 'sqs:SendMessage', queue.arn, context);
    this.#keys.use(principal, queue.kmsKey, ['kms:GenerateDataKey', 'kms:Decrypt'], 'sqs');
    let bytes = Buffer.byteLength(body);
    for (const [key, value] of attributes) bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
    if (bytes > MAX_MESSAGE_BYTES || body === '')
      throw new AwsError('InvalidParameterValue', `a message has 1 to ${MAX_MESSAGE_BYTES} bytes, not ${bytes}`);
    const message = { id: randomUUID(), body, attributes, sent: this.#clock.now };
    queue.messages.push(message);
    this.onCount(queue.name, queue.messages.length);
    return message;
  }

  remove(name: string, id: string): void {
    const queue = this.queue(name);
    const index = queue.messages.findIndex((message) => message.id === id);
    if (index !== -1) queue.messages.splice(index, 1);
    this.onCount(queue.name, queue.messages.length);
  }
}
