import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { type DataFile, KEYS } from '../data/files.ts';
import { TAG } from '../names.ts';
import type { Session } from '../session.ts';

/** What the role of jobs and models needs in the bucket: training data, models, captures. */
export function bucketPolicy(bucket: string, role: string): object {
  const arn = `arn:aws:s3:::${bucket}`;
  const allow = (Action: string[], Resource: string[]) => ({
    Effect: 'Allow',
    Principal: { AWS: role },
    Action,
    Resource,
  });
  return {
    Version: '2012-10-17',
    Statement: [
      allow(['s3:ListBucket'], [arn]),
      allow(['s3:GetObject'], [`${arn}/${KEYS.firstTraining}*`, `${arn}/${KEYS.models}/*`]),
      allow(['s3:PutObject'], [`${arn}/${KEYS.models}/*`, `${arn}/${KEYS.captures}`, `${arn}/${KEYS.captures}/*`]),
    ],
  };
}

/** Creates the bucket of the run's data. @returns its name */
export async function createDataBucket({ account, clients, names, options }: Session): Promise<string> {
  const { region, retraining } = options;
  const Bucket = names.bucket(account, region);
  // us-east-1 is the only region that has to be left out.
  const place = region === 'us-east-1' ? undefined : (region as BucketLocationConstraint);
  const configuration = place && { CreateBucketConfiguration: { LocationConstraint: place } };
  await clients.s3.send(new CreateBucketCommand({ Bucket, ...configuration }));
  const Tagging = { TagSet: [{ Key: TAG, Value: names.run }] };
  await clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging }));
  if (retraining !== null) {
    const Policy = JSON.stringify(bucketPolicy(Bucket, retraining.role));
    await clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  }
  return Bucket;
}

export async function putFiles(
  { clients }: Pick<Session, 'clients'>,
  Bucket: string,
  files: readonly DataFile[],
): Promise<void> {
  for (const { key: Key, body: Body } of files) await clients.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
}
