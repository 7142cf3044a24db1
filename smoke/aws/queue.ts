import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { TAG } from '../names.ts';
import type { Session } from '../session.ts';

/** What lets a topic, and no other, send to a queue. */
export function queuePolicy(queueArn: string, topicArn: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  };
}

/** Creates the run's queue and subscribes it to the topic. Subscriptions end with their topic. @returns the queue's URL */
export async function createAlertQueue(
  { account, clients, names, options }: Session,
  TopicArn: string,
): Promise<string> {
  const arn = `arn:aws:sqs:${options.region}:${account}:${names.queue}`;
  const { QueueUrl } = await clients.sqs.send(
    new CreateQueueCommand({
      QueueName: names.queue,
      Attributes: { Policy: JSON.stringify(queuePolicy(arn, TopicArn)), SqsManagedSseEnabled: 'true' },
      tags: { [TAG]: names.run },
    }),
  );
  await clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn }));
  return QueueUrl!;
}
