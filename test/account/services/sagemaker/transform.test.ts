import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { allow, createModel, JOBS, refusal, type SageMakerRoles, startSageMaker } from '../../fixture/sagemaker.ts';
import { MINUTE, NOON } from '../../fixture/start.ts';
import { CAPACITY_ERROR } from './plan.ts';

/** Two minutes until the machines are there and ten of work. */
const END = NOON + 12 * MINUTE;
const described = { TransformJobName: 'score-1' };

function request(more: object = {}, input: object = {}): Record<string, unknown> {
  return {
    TransformJobName: 'score-1',
    ModelName: 'm1',
    BatchStrategy: 'SingleRecord',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/in/' } },
      ContentType: 'text/csv',
      SplitType: 'Line',
      ...input,
    },
    TransformOutput: { S3OutputPath: 's3://data/out/1', Accept: 'text/csv', AssembleWith: 'Line' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    ...more,
  };
}

/** An account with two input files and a model whose answer to a line is the line and the model's bytes. */
async function startTransform(roles?: SageMakerRoles) {
  const opened = await startSageMaker(roles);
  await createModel(opened, 'm1');
  opened.account.s3.put('data', 'in/2026/a.csv', '1\n2\n');
  opened.account.s3.put('data', 'in/b.csv', '3');
  opened.account.sagemaker.transform.predictor = ({ bytes }, text) => `${text}:${Buffer.from(bytes!)}`;
  return opened;
}

describe('a batch transform job', () => {
  it('answers every line of every file, under the name of the file', async () => {
    const { account, call } = await startTransform();
    await call('CreateTransformJob', request());
    const ended = account.sagemaker.jobEnded('transform', 'score-1');
    await account.advanceTo(END - 1);
    expect(await call('DescribeTransformJob', described)).toMatchObject({ TransformJobStatus: 'InProgress' });
    expect(account.s3.keys('data', 'out/')).toEqual([]);
    await account.advanceTo(END);
    expect(await ended).toMatchObject({
      TransformJobStatus: 'Completed',
      ModelName: 'm1',
      CreationTime: NOON / 1000,
      TransformStartTime: NOON / 1000 + 120,
      TransformEndTime: END / 1000,
    });
    expect(account.s3.keys('data', 'out/')).toEqual(['out/1/2026/a.csv.out', 'out/1/b.csv.out']);
    expect(account.s3.text('data', 'out/1/2026/a.csv.out')).toBe('1:weights of m1\n2:weights of m1\n');
    expect(account.s3.text('data', 'out/1/b.csv.out')).toBe('3:weights of m1\n');
  });

  it('unpacks its input', async () => {
    const { account, call } = await startTransform();
    account.s3.put('data', 'packed/a.csv.gz', gzipSync('5\n6'));
    const DataSource = { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/packed' } };
    await call('CreateTransformJob', request({}, { CompressionType: 'Gzip', DataSource }));
    await account.advanceTo(END);
    expect(account.s3.text('data', 'out/1/a.csv.gz.out')).toBe('5:weights of m1\n6:weights of m1\n');
  });

  it('needs a model, input, and a new name', async () => {
    const { call } = await startTransform();
    const create = (more: object, input?: object) => refusal(call('CreateTransformJob', request(more, input)));
    expect(await create({ ModelName: 'm2' })).toMatch(/^ValidationException: Could not find model ".*:model\/m2"/);
    const DataSource = { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/nothing' } };
    expect(await create({}, { DataSource })).toMatch(/^ValidationException: No S3 objects found/);
    expect(await create({ DataProcessing: { JoinSource: 'Input' } })).toMatch(/^UnsupportedError: .*JoinSource/);
    await call('CreateTransformJob', request({ DataProcessing: { JoinSource: 'None' } }));
    expect(await create({})).toMatch(/^ResourceInUse: /);
  });

  it('may be stopped', async () => {
    const { account, call } = await startTransform();
    await call('CreateTransformJob', request());
    await account.advanceTo(NOON + 5 * MINUTE);
    await call('StopTransformJob', described);
    await account.advanceTo(END);
    expect(await call('DescribeTransformJob', described)).toMatchObject({ TransformJobStatus: 'Stopped' });
    expect(account.s3.keys('data', 'out/')).toEqual([]);
  });
});

describe('what goes wrong with a batch transform job', () => {
  it('without free machines the job fails', async () => {
    const { account, call } = await startTransform();
    account.sagemaker.transform.plan = () => ({ failsToStart: CAPACITY_ERROR });
    await call('CreateTransformJob', request());
    await account.advanceTo(END);
    expect(await call('DescribeTransformJob', described)).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: CAPACITY_ERROR,
    });
  });

  it('the model, after the first file has been written', async () => {
    const { account, call } = await startTransform();
    account.sagemaker.transform.predictor = (_, text) => (text === '3' ? { failure: 'HTTP 500' } : text);
    await call('CreateTransformJob', request());
    await account.advanceTo(END);
    expect(await call('DescribeTransformJob', described)).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: 'AlgorithmError: HTTP 500',
    });
    expect(account.s3.keys('data', 'out/')).toEqual(['out/1/2026/a.csv.out']);
  });

  it.each([
    ['reading', 'arn:aws:s3:::data/in/*', 's3:GetObject'],
    ['writing', 'arn:aws:s3:::data/out/*', 's3:PutObject'],
  ])('%s that the role may not', async (_, resource, action) => {
    const jobs = [...JOBS, allow(action, resource, { Effect: 'Deny' })];
    const { account, call } = await startTransform({ jobs });
    await call('CreateTransformJob', request());
    await account.advanceTo(END);
    const job = await call('DescribeTransformJob', described);
    expect(job['TransformJobStatus']).toBe('Failed');
    expect(job['FailureReason']).toMatch(new RegExp(`^ClientError: .*${action}`));
  });
});
