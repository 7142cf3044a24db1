import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenAccount, openSmallAccount } from '../../fixture/open.ts';
import { passesFilter } from './filter-policy.ts';
import { MAX_PUBLISH_BYTES, textsOf } from './message.ts';

const NOW = Date.UTC(2026, 0, 10, 12);
let opened: OpenAccount;
let sns: SNSClient;
let TopicArn: string;

beforeEach(async () => {
  opened = await openSmallAccount(NOW, (template) => {
    template.Resources['Alerts'] = {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] },
        FilterPolicy: { severity: ['critical'] },
      },
    };
    template.Resources['QueuePolicy'] = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'DeadLetters' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] },
              Principal: { Service: 'sns.amazonaws.com' },
              Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } },
            },
          ],
        },
      },
    };
  });
  sns = new SNSClient(opened.client);
  TopicArn = opened.account.nameOf('Topic');
});

afterEach(async () => {
  sns.destroy();
  await opened.close();
});

describe('publishing through the SDK', () => {
  it('gives each protocol its own text', async () => {
    opened.account.sns.subscribe({ topicArn: TopicArn, protocol: 'sms', endpoint: '+100' });
    const Message = JSON.stringify({ default: '{"full":1}', email: 'Dear on-call\nü', sms: 'short' });
    const { MessageId } = await sns.send(
      new PublishCommand({ TopicArn, Subject: 'Müll', Message, MessageStructure: 'json' }),
    );
    expect(opened.account.inbox('Topic')).toMatchObject([
      {
        protocol: 'email',
        text: 'Dear on-call\nü',
        subject: 'Müll',
        endpoint: 'oncall@example.com',
        messageId: MessageId,
        time: NOW,
      },
      { protocol: 'sms', text: 'short', endpoint: '+100' },
    ]);
  });

  it('delivers to a queue what passes its filter', async () => {
    for (const severity of ['info', 'critical']) {
      const MessageAttributes = { severity: { DataType: 'String', StringValue: severity } };
      await sns.send(new PublishCommand({ TopicArn, Message: `it is ${severity}`, MessageAttributes }));
    }
    expect(opened.account.messages('DeadLetters').map(({ body }) => JSON.parse(body))).toMatchObject([
      { Message: 'it is critical', TopicArn, MessageAttributes: { severity: { Type: 'String', Value: 'critical' } } },
    ]);
    expect(opened.account.inbox('Topic', 'email').map(({ text }) => text)).toEqual(['it is info', 'it is critical']);
  });

  it('is refused with the errors of SNS: a subject of two lines, an unknown topic', async () => {
    const publish = (more: object) => sns.send(new PublishCommand({ TopicArn, Message: 'x', ...more }));
    await expect(publish({ Subject: 'two\nlines' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(publish({ TopicArn: `${TopicArn}2` })).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

describe('a function that is subscribed', () => {
  const functionArn = () => opened.account.stack.getAtt('Worker', 'Arn');
  const allow = (account: OpenAccount['account'], topicArn: string) =>
    account.access.addResourcePolicy(functionArn(), {
      Statement: {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: functionArn(),
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnLike: { 'aws:SourceArn': topicArn } },
      },
    });
  const publish = async () => {
    const { account } = opened;
    account.sns.subscribe({ topicArn: TopicArn, protocol: 'lambda', endpoint: functionArn() });
    const Message = JSON.stringify({ default: 'x', lambda: '{"do":1}' });
    await sns.send(new PublishCommand({ TopicArn, Message, MessageStructure: 'json', Subject: 'S' }));
    await account.advanceTo(account.now);
    return account.lambda.runs.map(({ event }) => event);
  };

  it('gets the message for functions when the clock goes on', async () => {
    allow(opened.account, TopicArn);
    const Sns = {
      Type: 'Notification',
      TopicArn,
      Subject: 'S',
      Message: '{"do":1}',
      Timestamp: '2026-01-10T12:00:00.000Z',
    };
    expect(await publish()).toMatchObject([{ Records: [{ EventSource: 'aws:sns', Sns }] }]);
  });

  it.each([
    ['without a permission', () => {}],
    ['with a permission for another topic', () => allow(opened.account, `${TopicArn}2`)],
  ])('gets nothing %s', async (_, prepare) => {
    prepare();
    expect(await publish()).toEqual([]);
    expect(opened.account.sns.undelivered).toHaveLength(1);
  });
});

describe('the limits of a publication', () => {
  const topicArn = 'arn:aws:sns:us-east-1:1:t';
  it.each([
    ['a full message', { message: 'x'.repeat(MAX_PUBLISH_BYTES) }, { default: 'x'.repeat(MAX_PUBLISH_BYTES) }],
    ['a subject of 99 characters', { message: 'x', subject: 's'.repeat(99) }, { default: 'x' }],
    ['texts by protocol', { message: '{"default":"a","sms":"b"}', structure: 'json' }, { default: 'a', sms: 'b' }],
  ])('allow %s', (_, publication, texts) => {
    expect(Object.fromEntries(textsOf({ topicArn, ...publication }))).toEqual(texts);
  });
  it.each([
    ['an empty message', { message: '' }, /Empty message/],
    ['a byte too much', { message: 'x'.repeat(MAX_PUBLISH_BYTES + 1) }, /too long/],
    ['bytes, not characters', { message: 'ü'.repeat(MAX_PUBLISH_BYTES / 2 + 1) }, /too long/],
    ['a subject of 100 characters', { message: 'x', subject: 's'.repeat(100) }, /Subject/],
    ['a control character in the subject', { message: 'x', subject: 'a\u0007b' }, /Subject/],
    ['an empty subject', { message: 'x', subject: '' }, /Subject/],
    ['texts without a default', { message: '{"sms":"b"}', structure: 'json' }, /No default/],
    ['texts that are no texts', { message: '{"default":{"a":1}}', structure: 'json' }, /not a string/],
    ['broken JSON', { message: '{', structure: 'json' }, /failed to parse/],
    [
      'an attribute without a value',
      { message: 'x', attributes: new Map([['a', { type: 'String', value: '' }]]) },
      /no value/,
    ],
    [
      'an attribute with a strange name',
      { message: 'x', attributes: new Map([['a b', { type: 'String', value: 'x' }]]) },
      /name/,
    ],
  ])('refuse %s', (_, publication, message) => {
    expect(() => textsOf({ topicArn, ...publication })).toThrow(message);
  });
});

describe('a filter policy', () => {
  const attributes = new Map([
    ['kind', { type: 'String', value: 'drift' }],
    ['rows', { type: 'Number', value: '16500' }],
    ['features', { type: 'String.Array', value: '["hour","distance"]' }],
    ['__proto__', { type: 'String', value: 'x' }],
  ]);
  it.each([
    [{}, true],
    [{ kind: ['drift', 'no-data'] }, true],
    [{ kind: ['performance'] }, false],
    [{ kind: ['drift'], rows: [16500] }, true],
    [{ kind: ['drift'], rows: ['16500'] }, false],
    [{ rows: [{ numeric: ['>', 10000, '<=', 16500] }] }, true],
    [{ rows: [{ numeric: ['<', 16500] }] }, false],
    [{ features: ['distance'] }, true],
    [{ kind: [{ prefix: 'dr' }] }, true],
    [{ kind: [{ suffix: 'ft' }] }, true],
    [{ kind: [{ 'equals-ignore-case': 'DRIFT' }] }, true],
    [{ kind: [{ 'anything-but': ['drift'] }] }, false],
    [{ kind: [{ 'anything-but': 'other' }] }, true],
    [{ missing: [{ 'anything-but': 'other' }] }, false],
    [{ missing: [{ exists: false }] }, true],
    [{ kind: [{ exists: false }] }, false],
    [JSON.parse('{"__proto__": ["x"]}'), true],
    [{ constructor: [{ exists: true }] }, false],
  ] as [object, boolean][])('%j', (policy, passes) => {
    expect(passesFilter(policy, attributes)).toBe(passes);
  });
  it.each([[{ $or: [] }], [{ kind: [{ wildcard: 'd*' }] }], [{ kind: { exists: true } }]])('refuses %j', (policy) => {
    expect(() => passesFilter(policy, attributes)).toThrow(/evaluate/);
  });
});
