import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { KMSClient } from '@aws-sdk/client-kms';
import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import { shellWord } from '../../lambdas/core/text/shell-word.ts';
import type { Finding } from '../output/doctor.ts';
import { alarmsOf, endpointsOf, isTopic } from './alarm-delivery.ts';
import { failed, note, ok } from './finding.ts';
import { examineKeyState } from './keys.ts';

export interface DeploymentClients {
  readonly cloudWatch: CloudWatchClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly kms: KMSClient;
}

const NEEDED =
  'it needs cloudwatch:DescribeAlarms, sns:ListSubscriptionsByTopic, sns:GetTopicAttributes, sqs:GetQueueUrl and sqs:GetQueueAttributes';

/**
 * Whether the recipients of a deployed monitor have confirmed, and whether the keys of the deployment's topics and queues are enabled.
 * The alarms of the stack name its topics and queues.
 *
 * @param recipients Addresses of `alerts.email`.
 */
export async function examineDeployment(
  stack: string,
  recipients: readonly string[],
  clients: DeploymentClients,
): Promise<Finding[]> {
  try {
    const alarms = await alarmsOf(stack, clients);
    if (alarms.length === 0) {
      return [
        note('deployment', `there are no alarms of a stack ${stack} in this region: --stack and AWS_REGION say where`),
      ];
    }
    const topics = [...new Set(alarms.flatMap(({ AlarmActions = [] }) => AlarmActions.filter(isTopic)))];
    const queues = alarms.flatMap(({ Dimensions = [] }) =>
      Dimensions.filter(({ Name }) => Name === 'QueueName').map(({ Value = '' }) => Value),
    );
    const findings: Finding[] = [];
    if (topics.length > 0) findings.push(...(await examineRecipients(topics, recipients, clients)));
    for (const topic of topics) findings.push(...(await examineTopicKey(topic, clients)));
    for (const queue of new Set(queues)) findings.push(...(await examineQueueKey(queue, clients)));
    return findings;
  } catch (error) {
    return [note('deployment', `not known: ${printable(errorMessage(error), 500)}; ${NEEDED}`)];
  }
}

async function examineRecipients(
  topics: readonly string[],
  recipients: readonly string[],
  clients: DeploymentClients,
): Promise<Finding[]> {
  const subscribed = await Promise.all(topics.map((topic) => endpointsOf(topic, clients)));
  const confirmed = new Set(subscribed.flatMap((each) => each.confirmed));
  return recipients.map((recipient) => {
    if (confirmed.has(recipient)) return ok('subscription', `${recipient} has confirmed`);
    const subscribe = `aws sns subscribe --topic-arn ${topics[0]} --protocol email --notification-endpoint ${shellWord(recipient)}`;
    return failed(
      'subscription',
      `${recipient} has not confirmed: no alert arrives there`,
      `${subscribe}, then open the link in the mail`,
    );
  });
}

async function examineTopicKey(topic: string, { sns, kms }: DeploymentClients): Promise<Finding[]> {
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topic }));
  const key = Attributes?.['KmsMasterKeyId'];
  return key === undefined || key === '' ? [] : examineKeyState(`topic ${nameIn(topic)}`, key, kms);
}

async function examineQueueKey(queue: string, { sqs, kms }: DeploymentClients): Promise<Finding[]> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['KmsMasterKeyId'] }),
  );
  const key = Attributes?.['KmsMasterKeyId'];
  return key === undefined || key === '' ? [] : examineKeyState(`queue ${queue}`, key, kms);
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
