import type { CloudWatchClient, MetricAlarm } from '@aws-sdk/client-cloudwatch';
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
 * Whether the recipients of a deployed monitor have confirmed the topics of alerts and of alarms, and whether the keys of the
 * deployment's topics and queues are enabled. The alarms of the stack name its topics and queues.
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
    const topics = topicsOf(alarms);
    const queues = alarms.flatMap(({ Dimensions = [] }) =>
      Dimensions.filter(({ Name }) => Name === 'QueueName').map(({ Value = '' }) => Value),
    );
    const findings: Finding[] = [];
    for (const topic of topics) findings.push(...(await examineTopic(topic, recipients, clients)));
    for (const queue of new Set(queues)) findings.push(...(await examineQueueKey(queue, clients)));
    return findings;
  } catch (error) {
    return [note('deployment', `not known: ${printable(errorMessage(error), 500)}; ${NEEDED}`)];
  }
}

/** The topics of alerts and alarms: each has an alarm on what it could not deliver. Other topics that alarms name may be anyone's. */
function topicsOf(alarms: readonly MetricAlarm[]): string[] {
  const known = alarms.flatMap(({ AlarmActions = [] }) => AlarmActions).find(isTopic);
  if (known === undefined) return [];
  const around = known.slice(0, known.lastIndexOf(':') + 1);
  const names = alarms
    .filter(({ MetricName }) => MetricName === 'NumberOfNotificationsFailed')
    .flatMap(({ Dimensions = [] }) => Dimensions)
    .flatMap(({ Name, Value }) => (Name === 'TopicName' && Value !== undefined ? [around + Value] : []));
  return [...new Set(names)];
}

/** Every recipient is subscribed to both topics, and has to confirm both. */
async function examineTopic(
  topic: string,
  recipients: readonly string[],
  clients: DeploymentClients,
): Promise<Finding[]> {
  const { sns, kms } = clients;
  const { confirmed } = await endpointsOf(topic, clients);
  const name = nameIn(topic);
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topic }));
  const key = Attributes?.['KmsMasterKeyId'];
  return [
    ...recipients.map((recipient) => {
      if (confirmed.includes(recipient)) return ok('subscription', `${recipient} has confirmed the topic ${name}`);
      const subscribe = `aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint ${shellWord(recipient)}`;
      return failed(
        'subscription',
        `${recipient} has not confirmed the topic ${name}: nothing arrives from it`,
        `${subscribe}, then open the link in the mail`,
      );
    }),
    ...(key === undefined || key === '' ? [] : await examineKeyState(`topic ${name}`, key, kms)),
  ];
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
