import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { KMSClient } from '@aws-sdk/client-kms';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { type DeploymentClients, examineDeployment } from '../../bin/doctor/deployment.ts';

const AROUND = 'arn:aws:sns:eu-west-1:123456789012:';
const [ALERTS, ALARMS] = [`${AROUND}Alerts`, `${AROUND}Operations`];
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1';

type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>;

/** Real clients whose commands are answered here: nothing is sent. */
function clientsOf(answers: Answers): DeploymentClients {
  const settings = { region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const answered = <T extends { middlewareStack: CloudWatchClient['middlewareStack'] }>(client: T): T => {
    client.middlewareStack.add(
      (_next, { commandName = '' }) =>
        async ({ input }) => ({ output: { $metadata: {}, ...answers[commandName]({ ...input }) }, response: {} }),
      { step: 'initialize', priority: 'high' },
    );
    return client;
  };
  return {
    cloudWatch: answered(new CloudWatchClient(settings)),
    sns: answered(new SNSClient(settings) as unknown as CloudWatchClient) as unknown as SNSClient,
    sqs: answered(new SQSClient(settings) as unknown as CloudWatchClient) as unknown as SQSClient,
    kms: answered(new KMSClient(settings) as unknown as CloudWatchClient) as unknown as KMSClient,
  };
}

const undeliveredOf = (topic: string) => ({
  AlarmName: `D-${topic}Undelivered`,
  AlarmActions: [ALARMS],
  MetricName: 'NumberOfNotificationsFailed',
  Dimensions: [{ Name: 'TopicName', Value: topic }],
});
const DEPLOYED: Answers = {
  DescribeAlarmsCommand: () => ({
    MetricAlarms: [
      { AlarmName: 'D-1', AlarmActions: [ALARMS], Dimensions: [{ Name: 'QueueName', Value: 'Dead' }] },
      { AlarmName: 'D-2', AlarmActions: [ALARMS], Dimensions: [{ Name: 'Monitor', Value: 'churn' }] },
      undeliveredOf('Alerts'),
      undeliveredOf('Operations'),
      // An alarm that its owner added goes elsewhere.
      { AlarmName: 'D-3', AlarmActions: [`${AROUND}Sales`], MetricName: 'DriftedFeatures' },
    ],
  }),
  ListSubscriptionsByTopicCommand: ({ TopicArn }) => ({
    Subscriptions: [
      { Endpoint: 'ann@example.com', SubscriptionArn: `${TopicArn}:1` },
      { Endpoint: 'bob@example.com', SubscriptionArn: TopicArn === ALERTS ? 'PendingConfirmation' : `${TopicArn}:2` },
    ],
  }),
  GetTopicAttributesCommand: () => ({ Attributes: { KmsMasterKeyId: KEY } }),
  GetQueueUrlCommand: ({ QueueName }) => ({ QueueUrl: `https://sqs/${QueueName}` }),
  GetQueueAttributesCommand: () => ({ Attributes: { KmsMasterKeyId: 'alias/dead' } }),
  DescribeKeyCommand: ({ KeyId }) => ({
    KeyMetadata: KeyId === KEY ? { Arn: KEY, KeyState: 'Enabled' } : { Arn: `${KEY}2`, KeyState: 'Disabled' },
  }),
};

describe('a deployment', () => {
  it('has recipients who have confirmed both topics, and topics and queues whose keys are enabled', async () => {
    const recipients = ['ann@example.com', 'bob@example.com'];
    expect(await examineDeployment('D', recipients, clientsOf(DEPLOYED))).toEqual([
      { name: 'subscription', state: 'ok', text: 'ann@example.com has confirmed the topic Alerts' },
      {
        name: 'subscription',
        state: 'failed',
        text: 'bob@example.com has not confirmed the topic Alerts: nothing arrives from it',
        mend: `aws sns subscribe --topic-arn ${ALERTS} --protocol email --notification-endpoint bob@example.com, then open the link in the mail`,
      },
      { name: 'key', state: 'ok', text: `topic Alerts: ${KEY} is enabled` },
      { name: 'subscription', state: 'ok', text: 'ann@example.com has confirmed the topic Operations' },
      { name: 'subscription', state: 'ok', text: 'bob@example.com has confirmed the topic Operations' },
      { name: 'key', state: 'ok', text: `topic Operations: ${KEY} is enabled` },
      {
        name: 'key',
        state: 'failed',
        text: `queue Dead: ${KEY}2 is disabled`,
        mend: `aws kms enable-key --key-id ${KEY}2`,
      },
    ]);
  });

  it('without keys has no findings of keys', async () => {
    const plain = { GetTopicAttributesCommand: () => ({ Attributes: {} }), GetQueueAttributesCommand: () => ({}) };
    expect(await examineDeployment('D', [], clientsOf({ ...DEPLOYED, ...plain }))).toEqual([]);
  });

  it.each<[string, Answers[string], string]>([
    ['of another name', () => ({ MetricAlarms: [] }), 'there are no alarms of a stack D in this region'],
    [
      'that may not be looked at',
      () => {
        throw new Error('no permission');
      },
      'not known: no permission; it needs cloudwatch:DescribeAlarms, ',
    ],
  ])('%s is a note', async (_, DescribeAlarmsCommand, text) => {
    const findings = await examineDeployment('D', [], clientsOf({ ...DEPLOYED, DescribeAlarmsCommand }));
    expect(findings).toEqual([{ name: 'deployment', state: 'note', text: expect.stringContaining(text) }]);
  });
});
