import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsDeliveries } from '../../../lambdas/adapters/aws/deliveries.ts';
import { type OpenAccount, openSmallAccount } from '../../account/fixture/open.ts';

const NOW = Date.UTC(2026, 0, 10, 12);
const MINUTE = 60_000;
let opened: OpenAccount;
let deliveries: AwsDeliveries;
let topicArn: string;

beforeEach(async () => {
  opened = await openSmallAccount(NOW, (template) => {
    const Statement = [
      { Effect: 'Allow', Action: 'sns:ListSubscriptionsByTopic', Resource: { Ref: 'Topic' } },
      { Effect: 'Allow', Action: 'cloudwatch:DescribeAlarmHistory', Resource: 'arn:aws:cloudwatch:*:*:alarm:*' },
    ];
    template.Resources['Looking'] = {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'WorkerRole' }], PolicyDocument: { Statement } },
    };
  });
  const { account, client } = opened;
  topicArn = account.nameOf('Topic');
  const topics = { alerts: topicArn, operations: `${topicArn}-operations` };
  deliveries = new AwsDeliveries({ sns: new SNSClient(client), cloudWatch: new CloudWatchClient(client), topics });
});
afterEach(() => opened.close());

describe('the confirmed subscribers of a topic', () => {
  it('are on all pages, without those who have not confirmed', async () => {
    const { sns } = opened.account;
    const chats = Array.from({ length: 250 }, (_, i) => `https://chat/${i}`);
    for (const endpoint of chats) sns.subscribe({ topicArn, protocol: 'https', endpoint });
    expect(await deliveries.confirmedSubscribers('alerts')).toEqual(['oncall@example.com', ...chats]);
    for (const endpoint of ['oncall@example.com', ...chats.slice(1)]) sns.confirm(endpoint, false);
    expect(await deliveries.confirmedSubscribers('alerts')).toEqual(['https://chat/0']);
  });

  it('cannot be found for a topic that does not exist', async () => {
    await expect(deliveries.confirmedSubscribers('operations')).rejects.toThrow('Topic does not exist');
  });
});

describe('failed actions of alarms', () => {
  const history = (time: number, summary: string) =>
    opened.account.alarms.history.push({ alarm: 'alarm', time, summary });

  it('are those of these topics, on all pages, since an instant', async () => {
    history(NOW - 2 * MINUTE, `Failed to execute action ${topicArn}. Received error: "too old"`);
    for (let i = 0; i < 250; i++) history(NOW, `Successfully executed action ${topicArn}`);
    history(NOW, `Failed to execute action ${topicArn}. Received error: "no access to the key"`);
    history(NOW, `Failed to execute action ${topicArn}-of-others. Received error: "theirs"`);
    expect(await deliveries.failedActions(NOW - MINUTE)).toEqual([
      {
        alarm: 'alarm',
        time: NOW,
        reason: `Failed to execute action ${topicArn}. Received error: "no access to the key"`,
      },
    ]);
  });
});
