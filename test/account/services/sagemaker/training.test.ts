import { describe, expect, it } from 'vitest';
import { allow, JOBS, OPERATOR, refusal, startSageMaker, trainingRequest } from '../../fixture/sagemaker.ts';
import { MINUTE, NOON } from '../../fixture/start.ts';
import { CAPACITY_ERROR, INTERNAL_ERROR, type JobPlan } from './plan.ts';

/** Two minutes until the machines are there and ten of work. */
const END = NOON + 12 * MINUTE;
const describeJob = { TrainingJobName: 'train-1' };
const withoutAction = (statements: readonly object[], action: string) =>
  statements.map((statement) => {
    const { Action, ...rest } = statement as { Action: string | string[] };
    const left = [Action].flat().filter((each) => each !== action);
    return { ...rest, Action: left.length > 0 ? left : ['none:Removed'] };
  });

/** An account with data to train on and an algorithm that joins them. */
async function startTraining(...given: Parameters<typeof startSageMaker>) {
  const opened = await startSageMaker(...given);
  const { account } = opened;
  account.s3.put('data', 'train/', '');
  account.s3.put('data', 'train/2026/a.csv', '1,2');
  account.s3.put('data', 'train/b.csv', '3,4');
  account.sagemaker.training.trainer = (_, files) =>
    new TextEncoder().encode(
      files.map(({ channel, path, bytes }) => `${channel}/${path}=${Buffer.from(bytes)}`).join(';'),
    );
  return opened;
}

describe('a training job', () => {
  it('reads its channels, works for its time, and writes the model', async () => {
    const { account, call, role } = await startTraining();
    const { TrainingJobArn } = await call('CreateTrainingJob', trainingRequest(role));
    expect(TrainingJobArn).toBe('arn:aws:sagemaker:us-east-1:123456789012:training-job/train-1');
    const status = async () => {
      const job = await call('DescribeTrainingJob', describeJob);
      return [job['TrainingJobStatus'], job['SecondaryStatus']];
    };
    expect(await status()).toEqual(['InProgress', 'Starting']);
    await account.advanceTo(END - 1);
    expect(await status()).toEqual(['InProgress', 'Training']);
    expect(account.s3.keys('data', 'models/')).toEqual([]);
    const ended = account.sagemaker.jobEnded('training', 'train-1');
    await account.advanceTo(END);
    expect(await ended).toEqual(await call('DescribeTrainingJob', describeJob));
    expect(await ended).toMatchObject({
      TrainingJobStatus: 'Completed',
      SecondaryStatus: 'Completed',
      HyperParameters: { rounds: '10' },
      ModelArtifacts: { S3ModelArtifacts: 's3://data/models/train-1/output/model.tar.gz' },
      CreationTime: NOON / 1000,
      TrainingStartTime: NOON / 1000 + 120,
      TrainingEndTime: END / 1000,
      TrainingTimeInSeconds: 600,
    });
    expect(account.s3.text('data', 'models/train-1/output/model.tar.gz')).toBe('train/2026/a.csv=1,2;train/b.csv=3,4');
  });

  it('keeps its name for ever', async () => {
    const { account, call, role } = await startTraining();
    await call('CreateTrainingJob', trainingRequest(role));
    await account.advanceTo(END);
    expect(await refusal(call('CreateTrainingJob', trainingRequest(role)))).toMatch(/^ResourceInUse: Job name must/);
    expect(await refusal(call('DescribeTrainingJob', { TrainingJobName: 'other' }))).toBe(
      'ValidationException: Requested resource not found.',
    );
    await expect(account.sagemaker.jobEnded('training', 'other')).rejects.toThrow('not found');
  });

  it('reads the files that a manifest names', async () => {
    const { account, call, role } = await startTraining();
    account.s3.put('data', 'manifest.json', '[{"prefix":"s3://data/train/"},"b.csv"]');
    const source = { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://data/manifest.json' } };
    const InputDataConfig = [{ ChannelName: 'train', DataSource: source }];
    await call('CreateTrainingJob', trainingRequest(role, { InputDataConfig }));
    await account.advanceTo(END);
    expect(account.s3.text('data', 'models/train-1/output/model.tar.gz')).toBe('train/b.csv=3,4');
  });

  it('is reported as ended at the instant of its end, before the clock goes on', async () => {
    const { account, call, role } = await startTraining();
    await call('CreateTrainingJob', trainingRequest(role));
    const seen: number[] = [];
    const waiting = account.sagemaker.jobEnded('training', 'train-1').then(async () => {
      // As many turns as a waiter with several layers takes.
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      account.clock.at(account.now, async () => void seen.push(account.now));
    });
    account.clock.at(END + 1, async () => void seen.push(account.now));
    await account.advanceTo(END + MINUTE);
    await waiting;
    expect(seen).toEqual([END, END + 1]);
  });
});

describe('what goes wrong with a training job', () => {
  const spot = {
    EnableManagedSpotTraining: true,
    StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
  };
  // End: minutes after its creation, by hand from startup 2, work 10 and what the plan says.
  const cases: { what: string; plan: JobPlan; more?: object; end: number; status: string[]; reason?: string }[] = [
    {
      what: 'no machines',
      plan: { failsToStart: CAPACITY_ERROR },
      end: 2,
      status: ['Failed', 'Failed'],
      reason: CAPACITY_ERROR,
    },
    {
      what: 'the service',
      plan: { fails: INTERNAL_ERROR },
      end: 12,
      status: ['Failed', 'Failed'],
      reason: INTERNAL_ERROR,
    },
    {
      what: 'too long for its limit',
      plan: { duration: 61 * MINUTE },
      end: 62,
      status: ['Stopped', 'MaxRuntimeExceeded'],
    },
    {
      what: 'two interruptions: 3 and 4 minutes lost, 20 and 30 waited',
      plan: {
        interruptions: [
          { after: 3 * MINUTE, wait: 20 * MINUTE },
          { after: 4 * MINUTE, wait: 30 * MINUTE },
        ],
      },
      more: spot,
      end: 2 + 3 + 20 + 4 + 30 + 10,
      status: ['Completed', 'Completed'],
    },
    {
      what: 'an interruption that lasts too long',
      plan: { interruptions: [{ after: MINUTE, wait: 180 * MINUTE }] },
      more: spot,
      end: 120,
      status: ['Stopped', 'MaxWaitTimeExceeded'],
    },
  ];
  it.each(cases)('$what', async ({ plan, more = {}, end, status, reason }) => {
    const { account, call, role } = await startTraining();
    account.sagemaker.training.plan = () => plan;
    await call('CreateTrainingJob', trainingRequest(role, more));
    await account.advanceTo(NOON + end * MINUTE - 1);
    expect(await call('DescribeTrainingJob', describeJob)).toMatchObject({ TrainingJobStatus: 'InProgress' });
    await account.advanceTo(NOON + 600 * MINUTE);
    const job = await call('DescribeTrainingJob', describeJob);
    expect([job['TrainingJobStatus'], job['SecondaryStatus']]).toEqual(status);
    expect(job['TrainingEndTime']).toBe(NOON / 1000 + end * 60);
    expect(job['FailureReason']).toBe(reason);
    expect(account.s3.keys('data', 'models/')).toHaveLength(status[0] === 'Completed' ? 1 : 0);
  });

  it('a failure of the algorithm ends the job as Failed with its reason', async () => {
    const { account, call, role } = await startTraining();
    account.sagemaker.training.trainer = () => ({ failure: 'exit code 1' });
    await call('CreateTrainingJob', trainingRequest(role));
    await account.advanceTo(END);
    expect(await call('DescribeTrainingJob', describeJob)).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: 'AlgorithmError: exit code 1',
    });
  });

  it('a stopped job is Stopping, then Stopped, and cannot be stopped twice', async () => {
    const { account, call, role } = await startTraining();
    await call('CreateTrainingJob', trainingRequest(role));
    await account.advanceTo(NOON + 5 * MINUTE);
    await call('StopTrainingJob', describeJob);
    expect(await call('DescribeTrainingJob', describeJob)).toMatchObject({ TrainingJobStatus: 'Stopping' });
    expect(await refusal(call('StopTrainingJob', describeJob))).toContain('in status Stopping');
    await account.advanceTo(END);
    expect(await call('DescribeTrainingJob', describeJob)).toMatchObject({
      TrainingJobStatus: 'Stopped',
      TrainingEndTime: NOON / 1000 + 6 * 60,
    });
    expect(account.s3.keys('data', 'models/')).toEqual([]);
  });

  it.each(['ThrottlingException', 'ResourceLimitExceeded'])('%s, as often as the test orders', async (code) => {
    const { account, call, role } = await startTraining();
    account.sagemaker.refusals.next('CreateTrainingJob', code, 2);
    for (let time = 0; time < 2; time++)
      expect(await refusal(call('CreateTrainingJob', trainingRequest(role)))).toMatch(new RegExp(`^${code}: `));
    await call('CreateTrainingJob', trainingRequest(role));
  });
});

describe('the role of a training job', () => {
  it('has to trust SageMaker', async () => {
    const { call, role } = await startTraining({ trusts: 'lambda.amazonaws.com' });
    expect(await refusal(call('CreateTrainingJob', trainingRequest(role)))).toMatch(
      /^ValidationException: Could not assume role/,
    );
  });

  it('has to list the input when the job is created', async () => {
    const { call, role } = await startTraining({ jobs: withoutAction(JOBS, 's3:ListBucket') });
    expect(await refusal(call('CreateTrainingJob', trainingRequest(role)))).toMatch(
      /^ValidationException: No S3 objects found under S3 URL "s3:\/\/data\/train\/"/,
    );
  });

  it.each([
    ['s3:GetObject', /^ClientError: Data download failed:.*s3:GetObject/],
    ['s3:PutObject', /^ClientError: Artifact upload failed:.*s3:PutObject/],
  ])('without %s lets the job fail', async (action, reason) => {
    const { account, call, role } = await startTraining({ jobs: withoutAction(JOBS, action) });
    await call('CreateTrainingJob', trainingRequest(role));
    await account.advanceTo(END);
    const job = await call('DescribeTrainingJob', describeJob);
    expect(job['TrainingJobStatus']).toBe('Failed');
    expect(job['FailureReason']).toMatch(reason);
  });
});

describe('a request for a training job', () => {
  const cases: [string, object, RegExp][] = [
    [
      'a name with an underscore',
      { TrainingJobName: 'a_b' },
      /^ValidationException: 1 validation error.*TrainingJobName/,
    ],
    [
      'a number as hyperparameter',
      { HyperParameters: { rounds: 10 } },
      /^ValidationException: .*HyperParameters.rounds/,
    ],
    [
      'a longest wait without spot',
      { StoppingCondition: { MaxWaitTimeInSeconds: 9 } },
      /^ValidationException: .*MaxWait/,
    ],
    [
      'a longest wait below the run time',
      { EnableManagedSpotTraining: true, StoppingCondition: { MaxRuntimeInSeconds: 9, MaxWaitTimeInSeconds: 8 } },
      /^ValidationException: .*MaxWait/,
    ],
    ['no input', { InputDataConfig: undefined }, /^ValidationException: .*InputDataConfig/],
    ['what is not imitated', { VpcConfig: {} }, /^UnsupportedError: .*VpcConfig/],
    [
      'what is not imitated, deep inside',
      { OutputDataConfig: { S3OutputPath: 's3://data/models', Region: 'k' } },
      /^UnsupportedError: CreateTrainingJob.OutputDataConfig.*Region/,
    ],
    [
      'a value that is not imitated',
      { AlgorithmSpecification: { TrainingImage: 'x', TrainingInputMode: 'Pipe' } },
      /^UnsupportedError: .*TrainingInputMode is "Pipe"/,
    ],
  ];
  it.each(cases)('with %s is refused', async (_, more, message) => {
    const { account, call, role } = await startTraining();
    expect(await refusal(call('CreateTrainingJob', trainingRequest(role, more)))).toMatch(message);
    expect(account.sagemaker.training.jobs).toEqual([]);
  });

  const ARN = 'arn:aws:sagemaker:us-east-1:123456789012:training-job/train-*';
  const passed = (service: string) =>
    allow('iam:PassRole', 'arn:aws:iam::123456789012:role/Jobs', {
      Condition: { StringEquals: { 'iam:PassedToService': service } },
    });
  const create = allow('sagemaker:CreateTrainingJob', ARN);
  const permissions: [string, object[], string | undefined][] = [
    ['everything', OPERATOR, undefined],
    ['no more than it needs', [create, allow('sagemaker:AddTags', ARN), passed('sagemaker.amazonaws.com')], undefined],
    [
      'another name',
      [{ ...create, Resource: 'arn:aws:sagemaker:*:*:training-job/x' }, ...OPERATOR.slice(1)],
      'sagemaker:CreateTrainingJob',
    ],
    ['no tags', [create, ...OPERATOR.slice(1)], 'sagemaker:AddTags'],
    ['no passing', [OPERATOR[0]], 'iam:PassRole'],
    ['passing to another service', [OPERATOR[0], passed('lambda.amazonaws.com')], 'iam:PassRole'],
  ];
  it.each(permissions)('by a caller with %s', async (_, operator, missing) => {
    const { account, call, role } = await startTraining({ operator });
    const request = call('CreateTrainingJob', trainingRequest(role, { Tags: [{ Key: 'a', Value: 'b' }] }));
    if (missing === undefined) await request;
    else {
      expect(await refusal(request)).toMatch(new RegExp(`^AccessDeniedException: .*${missing}`));
      expect(account.denied().map(({ action }) => action)).toEqual([missing]);
    }
    expect(account.sagemaker.training.jobs).toHaveLength(missing === undefined ? 1 : 0);
  });
});

describe('the list of training jobs', () => {
  it('is filtered, ordered and cut into pages', async () => {
    const { account, call, role } = await startTraining();
    for (const name of ['b-1', 'a-1', 'b-2']) {
      await call('CreateTrainingJob', trainingRequest(role, { TrainingJobName: name }));
      await account.advanceTo(account.now + MINUTE);
    }
    const names = async (wanted: object) => {
      const list = await call('ListTrainingJobs', wanted);
      return (list['TrainingJobSummaries'] as { TrainingJobName: string }[]).map((each) => each.TrainingJobName);
    };
    expect(await names({})).toEqual(['b-1', 'a-1', 'b-2']);
    expect(await names({ SortOrder: 'Descending' })).toEqual(['b-2', 'a-1', 'b-1']);
    expect(await names({ SortBy: 'Name' })).toEqual(['a-1', 'b-1', 'b-2']);
    expect(await names({ NameContains: 'b-' })).toEqual(['b-1', 'b-2']);
    expect(await names({ StatusEquals: 'Completed' })).toEqual([]);
    const { NextToken } = await call('ListTrainingJobs', { MaxResults: 2 });
    expect(await names({ MaxResults: 2, NextToken })).toEqual(['b-2']);
  });
});
