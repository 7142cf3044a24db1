import {
  DeleteLogGroupCommand,
  ListTagsForResourceCommand,
  type LogGroup,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Clients } from '../aws/clients.ts';
import { TAG } from '../names.ts';
import type { Finder, Scope } from './leftover.ts';

/** The stack's log groups, which it keeps, and those of the run's endpoints. Jobs log into groups that all jobs of an account share. */
export const logGroups: Finder = {
  kinds: 'log groups',
  async find({ clients }, scope) {
    const endpoints = await groupsBelow(clients, `/aws/sagemaker/Endpoints/${scope.prefix}`);
    const ours = [...endpoints];
    for (const group of await groupsBelow(clients, `${scope.stack}-`))
      if (await belongs(clients, group, scope)) ours.push(group);
    return ours.map(({ logGroupName }) => ({
      kind: 'log group',
      name: logGroupName!,
      remove: async () => {
        await clients.logs.send(new DeleteLogGroupCommand({ logGroupName }));
      },
    }));
  },
};

async function groupsBelow({ logs }: Clients, logGroupNamePrefix: string): Promise<LogGroup[]> {
  const found: LogGroup[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix }))
    found.push(...logGroups);
  return found;
}

async function belongs({ logs }: Clients, { logGroupArn }: LogGroup, scope: Scope): Promise<boolean> {
  const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn: logGroupArn }));
  return scope.has(tags?.[TAG]);
}
