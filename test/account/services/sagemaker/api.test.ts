import {
  AddTagsCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  CreateTrainingJobCommand,
  CreateTransformJobCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  ListEndpointsCommand,
  ListModelPackagesCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  ResourceInUse,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CANARY, configRequest } from '../../fixture/endpoint.ts';
import { refusal, type SageMakerAccount, startSageMaker, trainingRequest } from '../../fixture/sagemaker.ts';
import { HOUR, NOON } from '../../fixture/start.ts';

let opened: SageMakerAccount;
let client: SageMakerClient;

beforeEach(async () => {
  opened = await startSageMaker();
  const { account } = opened;
  const credentials = account.access.assumeRole('arn:aws:iam::123456789012:role/Operator', 'states.amazonaws.com');
  client = new SageMakerClient({ endpoint: account.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  account.s3.put('data', 'train/a.csv', '1,2');
  account.sagemaker.training.trainer = () => new TextEncoder().encode('weights');
  account.sagemaker.transform.predictor = () => '0.5';
});

afterEach(() => client.destroy());

const training = () =>
  new CreateTrainingJobCommand(trainingRequest(opened.role) as unknown as CreateTrainingJobCommand['input']);

describe('through the SDK', () => {
  it('a model goes from data to service', async () => {
    const { account, role } = opened;
    await client.send(training());
    await account.advanceTo(NOON + HOUR);
    const job = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: 'train-1' }));
    expect(job.TrainingJobStatus).toBe('Completed');
    expect(job.CreationTime).toEqual(new Date(NOON));
    const { TrainingJobSummaries } = await client.send(new ListTrainingJobsCommand({ NameContains: 'train' }));
    expect(TrainingJobSummaries).toHaveLength(1);

    const ModelDataUrl = job.ModelArtifacts!.S3ModelArtifacts!;
    await client.send(
      new CreateModelCommand({
        ModelName: 'm1',
        ExecutionRoleArn: role,
        PrimaryContainer: { Image: 'image', ModelDataUrl },
      }),
    );
    const model = await client.send(new DescribeModelCommand({ ModelName: 'm1' }));
    expect(model.PrimaryContainer?.ModelDataUrl).toBe(ModelDataUrl);

    await client.send(
      new CreateTransformJobCommand({
        TransformJobName: 'score-1',
        ModelName: 'm1',
        TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/train' } } },
        TransformOutput: { S3OutputPath: 's3://data/scores' },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      }),
    );
    await account.advanceTo(NOON + 2 * HOUR);
    const transform = await client.send(new DescribeTransformJobCommand({ TransformJobName: 'score-1' }));
    expect(transform.TransformJobStatus).toBe('Completed');
    expect(account.s3.text('data', 'scores/a.csv.out')).toBe('0.5');

    for (const name of ['c1', 'c2'])
      await client.send(
        new CreateEndpointConfigCommand(configRequest(name, 'm1') as CreateEndpointConfigCommand['input']),
      );
    const config = await client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'c1' }));
    expect(config.DataCaptureConfig?.EnableCapture).toBe(true);
    await client.send(new CreateEndpointCommand({ EndpointName: 'live', EndpointConfigName: 'c1' }));
    await account.advanceTo(NOON + 3 * HOUR);
    const { AutoRollbackConfiguration: _, ...deployment } = CANARY;
    const DeploymentConfig = deployment as UpdateEndpointCommand['input']['DeploymentConfig'];
    await client.send(new UpdateEndpointCommand({ EndpointName: 'live', EndpointConfigName: 'c2', DeploymentConfig }));
    const described = () => client.send(new DescribeEndpointCommand({ EndpointName: 'live' }));
    expect(await described()).toMatchObject({
      EndpointStatus: 'Updating',
      EndpointConfigName: 'c1',
      PendingDeploymentSummary: { EndpointConfigName: 'c2', StartTime: new Date(NOON + 3 * HOUR) },
    });
    await account.advanceTo(NOON + 4 * HOUR);
    expect(await described()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'c2' });
    await ask();
  });

  /** Asks the endpoint `live`, which answers, captures, and fails as its model does. */
  async function ask(): Promise<void> {
    const { account } = opened;
    const credentials = account.access.assumeRole('arn:aws:iam::123456789012:role/Operator', 'states.amazonaws.com');
    const { endpoint } = account;
    const runtime = new SageMakerRuntimeClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    account.sagemaker.endpoints.serving.predictor = (_, text) => (text === '1,2' ? '0.25' : { failure: 'no number' });
    const request = { EndpointName: 'live', ContentType: 'text/csv', InferenceId: 'row-1' };
    const { Body, ContentType } = await runtime.send(new InvokeEndpointCommand({ ...request, Body: '1,2' }));
    expect([Body.transformToString(), ContentType]).toEqual(['0.25', 'text/csv']);
    await expect(runtime.send(new InvokeEndpointCommand({ ...request, Body: 'x' }))).rejects.toThrow('no number');
    await account.advanceTo(account.now + HOUR);
    const captured = account.s3.keys('data', 'captured/').map((key) => account.s3.text('data', key));
    expect(captured).toEqual([expect.stringContaining('"inferenceId":"row-1"')]);
    runtime.destroy();
  }

  it('a model is registered and tagged', async () => {
    const { ModelPackageGroupArn } = await client.send(
      new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'flights' }),
    );
    const { ModelPackageArn } = await client.send(
      new CreateModelPackageCommand({ ModelPackageGroupName: 'flights', ClientToken: 'run-1' }),
    );
    const found = await client.send(new DescribeModelPackageCommand({ ModelPackageName: ModelPackageArn! }));
    expect(found).toMatchObject({ ModelPackageVersion: 1, ModelApprovalStatus: 'PendingManualApproval' });
    const list = await client.send(new ListModelPackagesCommand({ ModelPackageGroupName: 'flights' }));
    expect(list.ModelPackageSummaryList).toMatchObject([{ ModelPackageArn, CreationTime: new Date(NOON) }]);
    const Tags = [{ Key: 'team', Value: 'a' }];
    await client.send(new AddTagsCommand({ ResourceArn: ModelPackageGroupArn!, Tags }));
    expect((await client.send(new ListTagsCommand({ ResourceArn: ModelPackageGroupArn! }))).Tags).toEqual(Tags);
  });

  it('errors come as their classes, and what is not imitated fails the test', async () => {
    await client.send(training());
    await expect(client.send(training())).rejects.toBeInstanceOf(ResourceInUse);
    opened.account.sagemaker.refusals.next('DescribeTrainingJob', 'ThrottlingException');
    const describeJob = () => client.send(new DescribeTrainingJobCommand({ TrainingJobName: 'train-1' }));
    await expect(describeJob()).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(await refusal(client.send(new ListEndpointsCommand()))).toMatch(/does not imitate SageMaker ListEndpoints/);
    await expect(opened.account.advanceTo(opened.account.now)).rejects.toThrow(/ListEndpoints/);
  });
});
