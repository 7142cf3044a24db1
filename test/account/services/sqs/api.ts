import { createHash } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { Access } from '../../iam/access.ts';
import { refuseAsJson, type Service, type ServiceRequest, type ServiceResponse } from '../request.ts';
import type { Sqs } from './sqs.ts';

interface Message {
  readonly QueueUrl: string;
  readonly MessageBody?: string;
  readonly MessageAttributes?: Record<string, { readonly StringValue?: string }>;
  readonly ReceiptHandle?: string;
  readonly MaxNumberOfMessages?: number;
}

/** SQS's JSON protocol: SendMessage, ReceiveMessage, DeleteMessage. The receipt handle is the message's id. */
export class SqsApi implements Service {
  readonly #sqs: Sqs;
  readonly #access: Access;

  constructor(sqs: Sqs, access: Access) {
    this.#sqs = sqs;
    this.#access = access;
  }

  handle({ principal, headers, body }: ServiceRequest): ServiceResponse {
    const operation = String(headers['x-amz-target']).replace('AmazonSQS.', '');
    const input = JSON.parse(body.toString()) as Message;
    const queue = this.#sqs.queue(input.QueueUrl);
    switch (operation) {
      case 'SendMessage': {
        const attributes = Object.entries(input.MessageAttributes ?? {});
        const texts = new Map(attributes.map(([name, { StringValue = '' }]) => [name, StringValue]));
        const message = this.#sqs.send(principal, queue.arn, input.MessageBody ?? '', texts);
        return answer({ MessageId: message.id, MD5OfMessageBody: md5(message.body) });
      }
      case 'ReceiveMessage': {
        this.#access.authorize(principal, 'sqs:ReceiveMessage', queue.arn);
        const messages = queue.messages.slice(0, input.MaxNumberOfMessages ?? 1).map(({ id, body: text }) => ({
          MessageId: id,
          ReceiptHandle: id,
          Body: text,
          MD5OfBody: md5(text),
        }));
        return answer({ Messages: messages });
      }
      case 'DeleteMessage':
        this.#access.authorize(principal, 'sqs:DeleteMessage', queue.arn);
        this.#sqs.remove(queue.arn, input.ReceiptHandle ?? '');
        return answer({});
      default:
        throw new AwsError('NotImplemented', `the test account does not imitate SQS ${operation}`, 501);
    }
  }

  refuse(error: AwsError): ServiceResponse {
    return refuseAsJson(error);
  }
}

function answer(output: object): ServiceResponse {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(output) };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
