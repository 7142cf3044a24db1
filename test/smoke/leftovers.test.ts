import { S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { jobUsages } from '../../smoke/cost/jobs.ts';
import { cleanUp, listLeftovers } from '../../smoke/leftovers/clean-up.ts';
import { type Finder, type Leftover, scopeOfAll, scopeOfRun } from '../../smoke/leftovers/leftover.ts';
import { namesOf } from '../../smoke/names.ts';
import { type Answers, answering } from './answering.ts';

const NAMES = namesOf('DriftwardenSmoke', Date.UTC(2026, 0, 10, 6, 12));
const ROLE = 'arn:aws:iam::111122223333:role/ml/training';
const MINE = scopeOfRun(NAMES, ROLE);

const names = (leftovers: readonly Leftover[]) => leftovers.map(({ kind, name }) => `${kind} ${name}`);

const bucketError = (name: string) => new S3ServiceException({ name, $fault: 'client', $metadata: {} });
/** A bucket that was deleted, and one of another region. */
const BUCKET_ERRORS: Answers = {
  'driftwardensmoke-gone': bucketError('NoSuchBucket'),
  'driftwardensmoke-far': bucketError('PermanentRedirect'),
};

/** Everything that the services list, of this run, of another one, and of strangers. */
const FULL: Answers = {
  DescribeStacks: {
    Stacks: [
      { StackId: 'arn:stack', StackStatus: 'CREATE_COMPLETE', Tags: [{ Key: 'driftwarden-smoke', Value: NAMES.run }] },
    ],
  },
  ListTrainingJobs: { TrainingJobSummaries: [{ TrainingJobName: NAMES.first }] },
  ListTransformJobs: { TransformJobSummaries: [] },
  ListEndpoints: { Endpoints: [{ EndpointName: NAMES.endpoint }, { EndpointName: `my-${NAMES.endpoint}` }] },
  ListEndpointConfigs: { EndpointConfigs: [{ EndpointConfigName: NAMES.first }] },
  ListModels: { Models: [{ ModelName: NAMES.first }] },
  ListModelPackageGroups: { ModelPackageGroupSummaryList: [{ ModelPackageGroupName: `${NAMES.prefix}-live` }] },
  ListModelPackages: { ModelPackageSummaryList: [{ ModelPackageArn: 'arn:package' }] },
  ListQueues: { QueueUrls: [`https://sqs/1/${NAMES.queue}`, `https://sqs/1/${NAMES.prefix}-foreign`] },
  ListQueueTags: ({ QueueUrl }) =>
    String(QueueUrl).endsWith('alerts') ? { Tags: { 'driftwarden-smoke': NAMES.run } } : {},
  ListBuckets: ({ Prefix }) => ({
    Buckets:
      Prefix === NAMES.prefix
        ? [{ Name: NAMES.bucket('1', 'eu-west-1') }]
        : [{ Name: 'driftwardensmoke-state' }, { Name: 'driftwardensmoke-2-state' }],
  }),
  ListRolePolicies: {
    PolicyNames: ['state', '2-state', 'gone', 'far', 'other'].map((name) =>
      name === 'other' ? name : `driftwarden-models-driftwardensmoke-${name}`,
    ),
  },
  GetBucketTagging: ({ Bucket }) =>
    BUCKET_ERRORS[String(Bucket)] ?? {
      TagSet: [
        { Key: 'driftwarden-smoke', Value: Bucket === 'driftwardensmoke-2-state' ? '20260109t0000' : NAMES.run },
      ],
    },
  DescribeLogGroups: ({ logGroupNamePrefix }) => ({
    logGroups: [{ logGroupName: `${logGroupNamePrefix}x`, logGroupArn: `arn:${logGroupNamePrefix}` }],
  }),
  ListTagsForResource: { tags: { 'driftwarden-smoke': NAMES.run } },
};

describe('leftovers', () => {
  it('are what begins with the name of the run or has its tag, in the order of their removal', async () => {
    const { account } = answering(FULL);
    expect(names(await listLeftovers(account, MINE))).toEqual([
      'stack DriftwardenSmoke',
      `training job ${NAMES.first}`,
      `endpoint ${NAMES.endpoint}`,
      `endpoint configuration ${NAMES.first}`,
      `model ${NAMES.first}`,
      `model package group ${NAMES.prefix}-live`,
      `queue ${NAMES.queue}`,
      'policy driftwarden-models-driftwardensmoke-state of training',
      'policy driftwarden-models-driftwardensmoke-gone of training',
      `bucket ${NAMES.bucket('1', 'eu-west-1')}`,
      'bucket driftwardensmoke-state',
      `log group /aws/sagemaker/Endpoints/${NAMES.prefix}x`,
      'log group DriftwardenSmoke-x',
    ]);
  });

  it('of all runs are looked for by the common name, and a stack without the tag is none', async () => {
    const stack = { Stacks: [{ StackId: 'arn:stack', Tags: [] }] };
    const { account, sent } = answering({ ...FULL, DescribeStacks: stack });
    const found = names(await listLeftovers(account, scopeOfAll('DriftwardenSmoke')));
    expect(found).not.toContain('stack DriftwardenSmoke');
    expect(found).toContain('bucket driftwardensmoke-2-state');
    expect(found.filter((name) => name.startsWith('policy'))).toEqual([]);
    expect(sent).toContainEqual({
      command: 'ListEndpoints',
      input: expect.objectContaining({ NameContains: 'driftwarden-smoke-' }),
    });
  });

  it('are removed with what they contain', async () => {
    const versions = [{ Versions: [{ Key: 'a', VersionId: '1' }], DeleteMarkers: [{ Key: 'b', VersionId: '2' }] }];
    const { account, sent } = answering({
      ...FULL,
      ListObjectVersions: () => versions.shift() ?? {},
      // The waiter asks the client, too.
      DescribeStacks: ({ StackName }) =>
        StackName === 'arn:stack'
          ? { Stacks: [{ StackStatus: 'DELETE_COMPLETE' }] }
          : (FULL['DescribeStacks'] as object),
    });
    const lines: string[] = [];
    expect(await cleanUp(account, MINE, { say: (line) => void lines.push(line) })).toEqual([]);
    expect(lines).toHaveLength(13);
    const deleted = sent.filter(({ command }) => /^(Delete|Stop)/.test(command)).map(({ command }) => command);
    expect(deleted).toEqual([
      'DeleteStack',
      'StopTrainingJob',
      'DeleteEndpoint',
      'DeleteEndpointConfig',
      'DeleteModel',
      'DeleteModelPackage',
      'DeleteModelPackageGroup',
      'DeleteQueue',
      'DeleteRolePolicy',
      'DeleteRolePolicy',
      'DeleteObjects',
      'DeleteBucket',
      'DeleteBucket',
      'DeleteLogGroup',
      'DeleteLogGroup',
    ]);
  });

  it('that cannot be removed, or not be looked for, do not keep the others', async () => {
    const finder = (kinds: string, ...found: [name: string, error?: string][]): Finder => ({
      kinds,
      find: async () =>
        found.map(([name, error]) => ({
          kind: 'thing',
          name,
          remove: async () => {
            if (error !== undefined) throw new Error(error);
          },
        })),
    });
    const broken: Finder = { kinds: 'clouds', find: () => Promise.reject(new Error('denied')) };
    const { account } = answering({});
    const gone: string[] = [];
    const reporting = { say: () => {}, removed: ({ name }: Leftover) => void gone.push(name) };
    const finders = [finder('a', ['a1'], ['a2', 'in use']), broken, finder('b', ['b1'])];
    expect(await cleanUp(account, MINE, reporting, finders)).toEqual([
      { what: 'thing a2', reason: 'in use' },
      { what: 'possibly clouds', reason: 'denied' },
    ]);
    expect(gone).toEqual(['a1', 'b1']);
  });

  it('are tried again while an endpoint is updating', async () => {
    let attempts = 0;
    const busy = () => (++attempts < 3 ? new Error('Cannot update in-progress endpoint') : {});
    const { account } = answering({ ListEndpoints: FULL['ListEndpoints'], DeleteEndpoint: busy });
    const remaining = await cleanUp(account, MINE, { say: () => {} });
    expect([attempts, remaining]).toEqual([3, []]);
    const never = answering({ ...FULL, DescribeStacks: {}, DeleteEndpoint: () => new Error('still updating') });
    expect(await cleanUp(never.account, MINE, { say: () => {} })).toEqual([
      { what: `endpoint ${NAMES.endpoint}`, reason: 'still updating' },
    ]);
  });
});

describe('the jobs of a run', () => {
  it('cost what SageMaker bills', async () => {
    const { account } = answering({
      ListTrainingJobs: { TrainingJobSummaries: [{ TrainingJobName: NAMES.first }] },
      DescribeTrainingJob: { BillableTimeInSeconds: 90, ResourceConfig: { InstanceType: 'ml.m5.large' } },
      ListTransformJobs: { TransformJobSummaries: [{ TransformJobName: 't' }, { TransformJobName: 'stopped' }] },
      DescribeTransformJob: ({ TransformJobName }) => ({
        TransformResources: { InstanceType: 'ml.m5.large' },
        ...(TransformJobName === 't' && { TransformStartTime: new Date(0), TransformEndTime: new Date(60_000) }),
      }),
    });
    expect((await jobUsages({ clients: account.clients, names: NAMES })).map(({ duration }) => duration)).toEqual([
      90_000, 60_000, 0,
    ]);
  });
});
