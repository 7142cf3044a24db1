import { DeleteRolePolicyCommand, paginateListRolePolicies } from '@aws-sdk/client-iam';
import { S3ServiceException } from '@aws-sdk/client-s3';
import type { Clients } from '../aws/clients.ts';
import { runOfBucket, stackBuckets } from './buckets.ts';
import type { Finder, Scope } from './leftover.ts';

const PREFIX = 'driftwarden-models-';

/** The policies that the stack puts on the role of models, and keeps. Their names contain that of the stack's bucket. */
export const rolePolicies: Finder = {
  kinds: 'policies of the role',
  async find({ clients }, scope) {
    if (scope.role === undefined) return [];
    const RoleName = scope.role.split('/').at(-1)!;
    const policies: string[] = [];
    for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: clients.iam }, { RoleName }))
      policies.push(...PolicyNames);
    const ours: string[] = [];
    for (const policy of policies.filter((name) => name.startsWith(`${PREFIX}${stackBuckets(scope)}`)))
      if (await isLeft(clients, policy.slice(PREFIX.length), scope)) ours.push(policy);
    return ours.map((PolicyName) => ({
      kind: 'policy',
      name: `${PolicyName} of ${RoleName}`,
      remove: async () => void (await clients.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }))),
    }));
  },
};

/** Whether a bucket is one of the scope's, or gone. The policies of a role are for buckets of all regions. */
async function isLeft(clients: Clients, bucket: string, scope: Scope): Promise<boolean> {
  try {
    return scope.has(await runOfBucket(clients, bucket));
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    if (error.name === 'NoSuchBucket') return true;
    if (error.name === 'PermanentRedirect') return false;
    throw error;
  }
}
