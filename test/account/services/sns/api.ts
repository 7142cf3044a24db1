import { AwsError } from '../../aws-error.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../request.ts';
import { element } from '../xml.ts';
import type { MessageAttribute } from './filter-policy.ts';
import type { Sns } from './sns.ts';

/** SNS's query protocol: Publish. */
export class SnsApi implements Service {
  readonly #sns: Sns;

  constructor(sns: Sns) {
    this.#sns = sns;
  }

  handle({ principal, body }: ServiceRequest): ServiceResponse {
    const form = new URLSearchParams(body.toString());
    const action = form.get('Action');
    if (action !== 'Publish')
      throw new AwsError('NotImplemented', `the test account does not imitate SNS ${action}`, 501);
    const messageId = this.#sns.publish(principal, {
      topicArn: form.get('TopicArn') ?? '',
      message: form.get('Message') ?? '',
      subject: form.get('Subject') ?? undefined,
      structure: form.get('MessageStructure') ?? undefined,
      attributes: attributesOf(form),
    });
    const result = `<PublishResult>${element('MessageId', messageId)}</PublishResult>`;
    const answer = `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${result}</PublishResponse>`;
    return { status: 200, headers: { 'content-type': 'text/xml' }, body: answer };
  }

  refuse({ code, message, status }: AwsError, requestId: string): ServiceResponse {
    // SNS has its own name for a refusal.
    const name = code === 'AccessDenied' ? 'AuthorizationError' : code;
    const error = `<Error>${element('Type', 'Sender')}${element('Code', name)}${element('Message', message)}</Error>`;
    const body = `<ErrorResponse>${error}${element('RequestId', requestId)}</ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body };
  }
}

function attributesOf(form: URLSearchParams): Map<string, MessageAttribute> {
  const attributes = new Map<string, MessageAttribute>();
  for (let index = 1; ; index++) {
    const entry = `MessageAttributes.entry.${index}`;
    const name = form.get(`${entry}.Name`);
    if (name === null) return attributes;
    const value = form.get(`${entry}.Value.StringValue`) ?? form.get(`${entry}.Value.BinaryValue`) ?? '';
    attributes.set(name, { type: form.get(`${entry}.Value.DataType`) ?? '', value });
  }
}
