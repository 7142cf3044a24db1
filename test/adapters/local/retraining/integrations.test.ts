import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { FolderStore } from '../../../../lambdas/adapters/local/folder-store.ts';
import { type LocalAccount, localAccount } from '../../../../lambdas/adapters/local/retraining/account.ts';
import { ApprovalAnswers } from '../../../../lambdas/adapters/local/retraining/approval-answers.ts';
import { LocalTasks } from '../../../../lambdas/adapters/local/retraining/tasks.ts';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import type { RetrainingContext } from '../../../../lambdas/core/retraining/steps/context.ts';
import { StatesError } from '../../../../lambdas/states-language/errors.ts';
import { REAL_TIME } from '../../../../lambdas/states-language/real-time.ts';
import { TaskTokens } from '../../../../lambdas/states-language/task-tokens.ts';

const folders: string[] = [];
let root: string;
let account: LocalAccount;

afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true });
});

/** @param commands Of the monitor file, as scripts for `node -e`. */
function open(commands: { readonly train?: string; readonly score?: string; readonly deploy?: string } = {}): void {
  // Keys are appended to the store's URI as they are, whatever is in its path.
  root = mkdtempSync(join(tmpdir(), 'driftwarden #100 %41-'));
  folders.push(root);
  const { train = '0', score = 'process.stdin.pipe(process.stdout)', deploy } = commands;
  const file = {
    model: 'm',
    problem: 'regression',
    capture: { uri: 'captures', format: 'csv', time: 't', id: 'i', features: ['a'], prediction: { value: 0 } },
    labels: { uri: 'labels' },
    retraining: {
      commands: {
        train: ['node', '-e', train],
        score: ['node', '-e', score],
        ...(deploy !== undefined && { deploy: ['node', '-e', deploy] }),
      },
    },
  };
  const monitor = parseMonitor(JSON.stringify(file), join(root, 'm.yaml'));
  const store = join(root, 'store');
  account = localAccount(monitor, new FolderStore(store), store);
}
beforeEach(() => open());

function run(resource: string, request: unknown): Promise<unknown> {
  const tasks = new LocalTasks(account, {
    time: REAL_TIME,
    answers: new ApprovalAnswers(account.records),
    tokens: new TaskTokens(),
    context: () => ({}) as RetrainingContext,
  });
  const call = { state: 'S', executionName: 'e', signal: new AbortController().signal };
  return tasks.runTask(`arn:aws:states:::${resource}`, request, call);
}

/** What Retry and Catch see. */
async function errorOf(work: Promise<unknown>): Promise<{ readonly Error: string; readonly Cause?: string }> {
  const error = await work.then(
    (result) => result,
    (thrown: unknown) => thrown,
  );
  if (error instanceof StatesError) return error.output;
  throw new Error('it is no error of the States language', { cause: error });
}

function write(key: string, text: string): void {
  const path = join(root, 'store', key);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const read = (key: string) => readFileSync(join(root, 'store', key), 'utf8');

const trainingJob = (name = 'job-0') => ({
  TrainingJobName: name,
  InputDataConfig: [{ DataSource: { S3DataSource: { S3Uri: `${account.uri}m/training/` } } }],
  OutputDataConfig: { S3OutputPath: `${account.uri}m/model/` },
});

describe('createTrainingJob.sync', () => {
  const RESOURCE = 'sagemaker:createTrainingJob.sync';

  it('is described when it has ended, with the location of the model', async () => {
    open({ train: "require('fs').writeFileSync(process.env.SM_MODEL_DIR + '/weights', '1')" });
    expect(await run(RESOURCE, trainingJob())).toEqual({
      TrainingJobName: 'job-0',
      TrainingJobStatus: 'Completed',
      ModelArtifacts: { S3ModelArtifacts: `${account.uri}m/model/job-0` },
    });
    expect(read('m/model/job-0/weights')).toBe('1');
  });

  it('refuses a name a second time, however the first job ended', async () => {
    open({ train: 'process.exit(1)' });
    const failed = await errorOf(run(RESOURCE, trainingJob()));
    expect(failed.Error).toBe('States.TaskFailed');
    expect(JSON.parse(failed.Cause!)).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: 'node -e process.exit(1) exited with code 1',
    });
    expect(await errorOf(run(RESOURCE, trainingJob()))).toEqual({
      Error: 'SageMaker.ResourceInUseException',
      Cause: 'Job name must be unique, and a job with this name already exists (job-0)',
    });
  });

  it('refuses an invalid request, and locations outside the store', async () => {
    const nothing = await errorOf(run(RESOURCE, { TrainingJobName: 'job-0' }));
    expect(nothing).toMatchObject({ Error: 'SageMaker.SageMakerException' });
    expect(nothing.Cause).toContain('InputDataConfig');
    const outside = { ...trainingJob(), OutputDataConfig: { S3OutputPath: 's3://bucket/' } };
    expect((await errorOf(run(RESOURCE, outside))).Cause).toContain('s3://bucket/job-0 is not in the store');
  });
});

describe('createTransformJob.sync', () => {
  const RESOURCE = 'sagemaker:createTransformJob.sync';
  const job = (name: string) => ({
    TransformJobName: name,
    ModelName: 'model-1',
    TransformInput: { DataSource: { S3DataSource: { S3Uri: `${account.uri}m/held-out/` } } },
    TransformOutput: { S3OutputPath: `${account.uri}m/answers/` },
  });
  const model = () => ({ ModelName: 'model-1', PrimaryContainer: { ModelDataUrl: `${account.uri}m/model/job-0` } });

  it('answers each file of requests with one of answers, by the model of its name', async () => {
    open({
      score: "process.stdout.write(process.env.SM_MODEL_DIR.slice(-5) + '\\n'); process.stdin.pipe(process.stdout)",
    });
    await run('sagemaker:createModel', model());
    write('m/held-out/2026-03-01.csv', '1\n2\n');
    write('m/held-out/2026-03-02.csv', '3\n');

    expect(await run(RESOURCE, job('t-0'))).toMatchObject({ TransformJobStatus: 'Completed' });

    expect(read('m/answers/2026-03-01.csv.out')).toBe('job-0\n1\n2\n');
    expect(read('m/answers/2026-03-02.csv.out')).toBe('job-0\n3\n');
    expect((await errorOf(run(RESOURCE, job('t-0')))).Error).toBe('SageMaker.ResourceInUseException');
  });

  it('fails with the last lines of the program', async () => {
    open({ score: "console.error('bad row'); process.exit(2)" });
    await run('sagemaker:createModel', model());
    write('m/held-out/2026-03-01.csv', '1\n');
    const { Error: error, Cause } = await errorOf(run(RESOURCE, job('t-0')));
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(Cause!).FailureReason).toMatch(/exited with code 2 \| bad row$/);
  });

  it('cannot score with a model that was not trained here', async () => {
    expect(await errorOf(run(RESOURCE, job('t-0')))).toEqual({
      Error: 'SageMaker.SageMakerException',
      Cause: 'the model model-1 was not trained here, so it cannot score rows',
    });
  });
});

describe('what is made under a name', () => {
  it.each([
    ['sagemaker:createModel', () => ({ ModelName: 'x', PrimaryContainer: { ModelDataUrl: `${account.uri}m/model` } })],
    ['aws-sdk:sagemaker:createModelPackageGroup', () => ({ ModelPackageGroupName: 'x' })],
    [
      'aws-sdk:sagemaker:createEndpointConfig',
      () => ({ EndpointConfigName: 'x', ProductionVariants: [{ VariantName: 'v', ModelName: 'x' }] }),
    ],
  ])('%s: a second request is answered as the machine expects', async (resource, request) => {
    await run(resource, request());
    const { Error: error, Cause } = await errorOf(run(resource, request()));
    expect(error).toBe('SageMaker.SageMakerException');
    expect(Cause).toMatch(/already exist/i);
  });

  it('is one package for one client token, which can be approved', async () => {
    const request = { ModelPackageGroupName: 'g', ClientToken: 't', ModelApprovalStatus: 'PendingManualApproval' };
    const [first, second] = [0, 1].map(() => run('aws-sdk:sagemaker:createModelPackage', request));
    expect(await second).toEqual(await first);
    const { ModelPackageArn } = (await first) as { ModelPackageArn: string };

    const update = { ModelPackageArn, ModelApprovalStatus: 'Approved' };
    await run('aws-sdk:sagemaker:updateModelPackage', update);

    expect(JSON.parse(read(`m/packages/${ModelPackageArn}.json`))).toEqual({
      ModelPackageGroupName: 'g',
      ModelApprovalStatus: 'Approved',
    });
    const unknown = { ...update, ModelPackageArn: 'nobody' };
    expect((await errorOf(run('aws-sdk:sagemaker:updateModelPackage', unknown))).Cause).toContain('no model package');
  });
});

describe('the endpoint', () => {
  const serving = () => run('aws-sdk:sagemaker:describeEndpoint', { EndpointName: 'm' });
  const config = {
    EndpointConfigName: 'second',
    ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'model-1' }],
  };

  it('serves a configuration that this machine does not know until it is updated', async () => {
    expect(await serving()).toEqual({
      EndpointName: 'm',
      EndpointStatus: 'InService',
      EndpointConfigName: 'local-original',
    });
    expect(await run('aws-sdk:sagemaker:describeEndpointConfig', { EndpointConfigName: 'local-original' })).toEqual({
      EndpointConfigName: 'local-original',
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'local-original' }],
    });

    await run('aws-sdk:sagemaker:createEndpointConfig', config);
    await run('aws-sdk:sagemaker:updateEndpoint', { EndpointName: 'm', EndpointConfigName: 'second' });

    expect(await serving()).toMatchObject({ EndpointConfigName: 'second' });
    expect(await run('aws-sdk:sagemaker:describeEndpointConfig', { EndpointConfigName: 'second' })).toEqual(config);
  });

  it('stays as it is where the deployment fails', async () => {
    open({ deploy: 'process.exit(1)' });
    await run('aws-sdk:sagemaker:createEndpointConfig', config);
    await run('aws-sdk:sagemaker:updateEndpoint', { EndpointName: 'm', EndpointConfigName: 'second' });
    expect(await serving()).toMatchObject({ EndpointConfigName: 'local-original' });
  });

  it('refuses a configuration that was not created', async () => {
    const update = run('aws-sdk:sagemaker:updateEndpoint', { EndpointName: 'm', EndpointConfigName: 'third' });
    expect(await errorOf(update)).toEqual({
      Error: 'SageMaker.SageMakerException',
      Cause: 'Could not find endpoint configuration "third".',
    });
  });
});

describe('lambda:invoke', () => {
  it('returns the error of a step as Lambda does', async () => {
    const Payload = { step: 'permit', monitor: 'm', id: 'r', execution: 'e', action: 'retrain', reason: 'x' };
    const { Error: error, Cause } = await errorOf(run('lambda:invoke', { FunctionName: 'local', Payload }));
    // The host of this test has nothing in it.
    expect(error).toBe('TypeError');
    expect(JSON.parse(Cause!)).toEqual({ errorType: 'TypeError', errorMessage: expect.stringContaining('undefined') });
  });
});

it('an integration that the machine does not use is a fault', async () => {
  await expect(run('sns:publish', {})).rejects.toThrow(RangeError);
});
