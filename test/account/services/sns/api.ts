import { AwsError } from '../../aws-error.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../request.ts';
import { element } from '../xml.ts';
import type { MessageAttribute } from './filter-policy.ts';
import type { Sns } from './sns.ts';

/** The most subscriptions of a page. */
const PAGE = 100;

/** SNS's query protocol: Publish and ListSubscriptionsByTopic. */
export class SnsApi implements Service {
  readonly #sns: Sns;

  constructor(sns: Sns) {
    this.#sns = sns;
  }

  handle({ principal, body }: ServiceRequest): ServiceResponse {
    const form = new URLSearchParams(body.toString());
    const action = form.get('Action');
    if (action === 'ListSubscriptionsByTopic') return this.#list(principal, form);
    if (action !== 'Publish')
      throw new AwsError('NotImplemented', `the test account does not imitate SNS ${action}`, 501);
    const messageId = this.#sns.publish(principal, {
      topicArn: form.get('TopicArn') ?? '',
      message: form.get('Message') ?? '',
      subject: form.get('Subject') ?? undefined,
      structure: form.get('MessageStructure') ?? undefined,
      attributes: attributesOf(form),
    });
    return answer('Publish', element('MessageId', messageId));
  }

  #list(principal: Principal, form: URLSearchParams): ServiceResponse {
    const start = Number(form.get('NextToken') ?? 0);
    const all = this.#sns.list(principal, form.get('TopicArn') ?? '');
    const members = all.slice(start, start + PAGE).map(({ arn, subscription: { topicArn, protocol, endpoint } }) => {
      const fields = { SubscriptionArn: arn, Owner: topicArn.split(':')[4], Protocol: protocol, Endpoint: endpoint };
      const own = Object.entries(fields).map(([name, value]) => element(name, value));
      return `<member>${own.join('')}${element('TopicArn', topicArn)}</member>`;
    });
    const next = start + PAGE < all.length ? element('NextToken', start + PAGE) : '';
    return answer('ListSubscriptionsByTopic', `<Subscriptions>${members.join('')}</Subscriptions>${next}`);
  }

  refuse({ code, message, status }: AwsError, requestId: string): ServiceResponse {
    // SNS has its own name for a refusal.
    const name = code === 'AccessDenied' ? 'AuthorizationError' : code;
    const error = `<Error>${element('Type', 'Sender')}${element('Code', name)}${element('Message', message)}</Error>`;
    const body = `<ErrorResponse>${error}${element('RequestId', requestId)}</ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body };
  }
}

function answer(action: string, result: string): ServiceResponse {
  const body = `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${result}</${action}Result></${action}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
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
