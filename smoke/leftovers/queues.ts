import { DeleteQueueCommand, ListQueueTagsCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import { TAG } from '../names.ts';
import type { Finder } from './leftover.ts';

/** Queues. Their subscriptions ended with the topic. */
export const queues: Finder = {
  kinds: 'queues',
  async find({ clients }, scope) {
    const urls: string[] = [];
    const pages = paginateListQueues({ client: clients.sqs, pageSize: 1000 }, { QueueNamePrefix: scope.prefix });
    for await (const { QueueUrls = [] } of pages) urls.push(...QueueUrls);
    const ours: string[] = [];
    for (const QueueUrl of urls) {
      const { Tags } = await clients.sqs.send(new ListQueueTagsCommand({ QueueUrl }));
      if (scope.has(Tags?.[TAG])) ours.push(QueueUrl);
    }
    return ours.map((QueueUrl) => ({
      kind: 'queue',
      name: QueueUrl.split('/').at(-1)!,
      remove: async () => {
        await clients.sqs.send(new DeleteQueueCommand({ QueueUrl }));
      },
    }));
  },
};
