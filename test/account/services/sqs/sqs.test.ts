import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenAccount, openSmallAccount } from '../../fixture/open.ts';
import { MAX_MESSAGE_BYTES } from './sqs.ts';

const NOW = Date.UTC(2026, 0, 10, 12);
let opened: OpenAccount;

beforeEach(async () => {
  opened = await openSmallAccount(NOW, (template) => {
    template.Resources['Reader'] = {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'WorkerRole' }],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: '*' }] },
      },
    };
  });
});

afterEach(() => opened.close());

/** A request in the JSON protocol, as the SDK's SQS client writes it. */
async function call(operation: string, input: object): Promise<{ status: number; output: Record<string, unknown> }> {
  const { accessKeyId, sessionToken } = opened.credentials;
  const response = await fetch(opened.account.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${operation}`,
      'x-amz-security-token': sessionToken,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260110/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ QueueUrl: opened.account.nameOf('DeadLetters'), ...input }),
  });
  return { status: response.status, output: (await response.json()) as Record<string, unknown> };
}

describe('a queue', () => {
  it('receives and delivers messages', async () => {
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'drift' } };
    const sent = await call('SendMessage', { MessageBody: 'hello', MessageAttributes });
    // MD5 of "hello".
    expect(sent).toMatchObject({ status: 200, output: { MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' } });
    const received = await call('ReceiveMessage', { MaxNumberOfMessages: 10 });
    expect(received.output).toMatchObject({ Messages: [{ Body: 'hello', MessageId: sent.output['MessageId'] }] });
    expect(opened.account.messages('DeadLetters')).toMatchObject([{ body: 'hello', sent: NOW }]);
  });

  it('refuses requests without permission, and has the number of its messages', async () => {
    expect(await call('DeleteMessage', { ReceiptHandle: 'x' })).toMatchObject({
      status: 403,
      output: { __type: 'AccessDenied' },
    });
    expect(await call('SendMessage', { MessageBody: 'x'.repeat(MAX_MESSAGE_BYTES + 1) })).toMatchObject({
      status: 400,
    });
    expect(await call('SendMessage', { QueueUrl: 'https://sqs/1/other', MessageBody: 'x' })).toMatchObject({
      status: 400,
      output: { __type: 'AWS.SimpleQueueService.NonExistentQueue' },
    });
    expect(await call('PurgeQueue', {})).toMatchObject({ status: 501 });
    await call('SendMessage', { MessageBody: 'x' });
    const [count] = opened.account.metrics({ name: 'ApproximateNumberOfMessagesVisible' });
    expect(count.samples.map(({ sum }) => sum)).toEqual([1]);
  });
});
