import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  ListObjectVersionsCommand,
  paginateListBuckets,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Clients } from '../aws/clients.ts';
import { type Finder, persist, type Scope, tagOf } from './leftover.ts';

/** The endpoint's last captures may come after it was deleted. */
const PATIENCE = { what: 'an empty bucket', every: 15_000, atMost: 180_000 };

/** The bucket of the data, and the stack's bucket of results, which the stack keeps. Only buckets with the program's tag. */
export const buckets: Finder = {
  kinds: 'buckets',
  async find(account, scope) {
    const { clients } = account;
    const names: string[] = [];
    for (const Prefix of [scope.prefix, stackBuckets(scope)]) {
      const BucketRegion = await clients.s3.config.region();
      for await (const { Buckets = [] } of paginateListBuckets({ client: clients.s3 }, { Prefix, BucketRegion }))
        names.push(...Buckets.map(({ Name }) => Name!));
    }
    const ours: string[] = [];
    for (const name of names) if (scope.has(await runOfBucket(clients, name))) ours.push(name);
    return ours.map((name) => ({
      kind: 'bucket',
      name,
      remove: () =>
        persist(account, PATIENCE, async () => {
          await empty(clients, name);
          await clients.s3.send(new DeleteBucketCommand({ Bucket: name }));
        }),
    }));
  },
};

/** Beginning of the names of the stack's buckets. */
export function stackBuckets({ stack }: Scope): string {
  return `${stack.toLowerCase()}-`;
}

/** Value of the program's tag on a bucket. */
export async function runOfBucket({ s3 }: Clients, Bucket: string): Promise<string | undefined> {
  try {
    const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    return tagOf(TagSet ?? []);
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'NoSuchTagSet') return undefined;
    throw error;
  }
}

/** Deletes all versions of all objects. */
async function empty({ s3 }: Clients, Bucket: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    // A page has at most a thousand of both together, as many as one request may delete.
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors.length > 0) throw new Error(`${Errors[0].Key}: ${Errors[0].Message}`);
  }
}
