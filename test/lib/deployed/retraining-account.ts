import type { MonitorState } from '../../../lambdas/core/decision/state.ts';
import type { OperationRequest } from '../../../lambdas/runtime/operation-event.ts';
import { allow, trust } from '../../account/fixture/sagemaker.ts';
import type { Principal } from '../../account/iam/evaluate.ts';
import type { Run } from '../../account/services/lambda/lambda.ts';
import type { Execution } from '../../account/services/states/execution.ts';
import { DAY, FIRST_DAY, HOUR } from '../../core/stories/story-fixture.ts';
import type { Deployment, Mail } from './deployment.ts';
import { askAs } from './people.ts';
import {
  DATA,
  HEAVY,
  JOBS_ROLE,
  learn,
  modelBytes,
  PARCELS,
  predict,
  requestsOf,
  trainingFile,
} from './retraining-parcels.ts';

const MINUTE = 60_000;

/**
 * What docs/retraining.md says that `retraining.role` needs, and nothing else: a test compares the two. The permissions for a VPC
 * are left out, because the account has none.
 *
 * @param key ARN of the key that the capture destination is encrypted with
 */
export function documentedRights(captures: string, key?: string) {
  return [
    allow('s3:PutObject', [captures, `${captures}/*`]),
    allow('ecr:GetAuthorizationToken', '*'),
    allow(
      ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
      'arn:aws:ecr:us-east-1:1:repository/rule',
    ),
    allow(
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      'arn:aws:logs:*:*:log-group:/aws/sagemaker/*',
    ),
    allow(['cloudwatch:PutMetricData', 'cloudwatch:DescribeAlarms'], '*'),
    ...(key === undefined ? [] : [allow(['kms:Decrypt', 'kms:GenerateDataKey'], key)]),
  ];
}

/** What the page says that another role of the live model needs. */
export function documentedRightsOfLiveModel(stateBucket: string, stateKey: string | undefined) {
  return [
    allow('cloudwatch:DescribeAlarms', '*'),
    allow('s3:ListBucket', stateBucket),
    allow('s3:GetObject', `${stateBucket}/retraining_data/*/held-out/*`),
    allow('s3:PutObject', `${stateBucket}/retraining_data/*/live-answers/*`),
    ...(stateKey === undefined ? [] : [allow(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'], stateKey)]),
  ];
}

/**
 * What the team has besides the stack: the role of its first model, the role of its jobs, which needs nothing on the state bucket,
 * and the role of the person who deploys by hand.
 */
export class Team {
  readonly #deployment: Deployment;
  readonly #operator: Principal;
  readonly #liveModel: string;
  readonly #change: (text: string, day: number) => string;
  readonly #dataKey: string | undefined;

  /**
   * Bucket, roles, training data, and a container that trains and serves.
   *
   * @param dataKey ARN of a key that the data is encrypted with.
   * @param change Changes the training data (day -1) and the requests and ids of a day.
   */
  constructor(deployment: Deployment, dataKey?: string, change = (text: string, _day: number) => text) {
    const { account } = deployment;
    this.#deployment = deployment;
    this.#change = change;
    this.#dataKey = dataKey;
    if (dataKey !== undefined) account.keys.createKey(dataKey);
    account.s3.createBucket(DATA, dataKey === undefined ? {} : { kmsKey: dataKey });
    account.s3.put(DATA, 'training.csv', change(trainingFile(), -1));
    account.s3.put(DATA, 'models/first.tar.gz', modelBytes(HEAVY));
    const bucket = `arn:aws:s3:::${DATA}`;
    this.#liveModel = account.access.addRole('LiveModel', {
      trust: trust('sagemaker.amazonaws.com'),
      identity: [
        {
          Statement: [
            allow('s3:ListBucket', bucket),
            allow(['s3:GetObject', 's3:PutObject'], `${bucket}/*`),
            ...documentedRightsOfLiveModel(`arn:aws:s3:::${deployment.stateBucket}`, deployment.stateKey),
            ...(dataKey === undefined ? [] : [allow(['kms:Decrypt', 'kms:GenerateDataKey'], dataKey)]),
          ],
        },
      ],
    });
    const operator = account.access.addRole('Operator', {
      trust: trust('states.amazonaws.com'),
      identity: [
        {
          Statement: [
            allow('sagemaker:*', '*'),
            allow('iam:PassRole', [JOBS_ROLE, this.#liveModel]),
            allow(['kms:CreateGrant', 'kms:DescribeKey'], '*'),
          ],
        },
      ],
    });
    this.#operator = account.access.assumeRole(operator, 'states.amazonaws.com').principal;
    this.ownWork();
  }

  /** Containers and SageMaker do their work, whatever a test had them do. */
  ownWork(): void {
    this.letJobsCapture(true);
    const { training, transform, endpoints, refusals } = this.#deployment.account.sagemaker;
    refusals.clear();
    endpoints.deployments.plan = () => ({});
    training.trainer = (_, files) => modelBytes(learn(files));
    training.plan = () => ({});
    transform.predictor = predict;
    transform.plan = () => ({});
    endpoints.serving.predictor = predict;
    endpoints.serving.latency = () => 1000;
  }

  /** Calls SageMaker as a person who deploys by hand. */
  call(action: string, input: object): Promise<Record<string, unknown>> {
    return this.#deployment.account.sagemaker.call(action, input, this.#operator);
  }

  /** An endpoint with the first model and data capture, in service in four minutes. @param volumeKey See {@link createConfig} */
  async createEndpoint(name: string, volumeKey?: string): Promise<void> {
    await this.createConfig(`${name}-first`, volumeKey);
    await this.call('CreateEndpoint', { EndpointName: name, EndpointConfigName: `${name}-first` });
  }

  /** Puts an endpoint back to the configuration that it began with, whatever was deployed since. */
  async restoreEndpoint(name: string): Promise<void> {
    const { account } = this.#deployment;
    const { EndpointConfigName } = await this.call('DescribeEndpoint', { EndpointName: name });
    if (EndpointConfigName === `${name}-first`) return;
    await this.call('UpdateEndpoint', { EndpointName: name, EndpointConfigName: `${name}-first` });
    await account.advanceTo(account.now + 10 * MINUTE);
  }

  /** A configuration of the first model, with data capture. @param volumeKey ARN of the key of its disks */
  async createConfig(name: string, volumeKey?: string): Promise<void> {
    await this.call('CreateModel', {
      ModelName: name,
      ExecutionRoleArn: this.#liveModel,
      EnableNetworkIsolation: true,
      PrimaryContainer: { Image: 'rule', ModelDataUrl: `s3://${DATA}/models/first.tar.gz` },
    });
    await this.call('CreateEndpointConfig', {
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 2 },
      ],
      EnableNetworkIsolation: true,
      ...(volumeKey !== undefined && { KmsKeyId: volumeKey }),
      DataCaptureConfig: {
        EnableCapture: true,
        InitialSamplingPercentage: 100,
        DestinationS3Uri: `s3://${DATA}/captures`,
        CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
        CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'] },
      },
    });
  }

  /** The requests of a day: one in the morning, which a new model answers first, the others at noon. */
  async serveDay(day: number, endpoint = PARCELS): Promise<void> {
    const { account } = this.#deployment;
    const [first, ...others] = requestsOf(day).map(({ body, inferenceId }) => ({
      body: this.#change(body, day),
      inferenceId: this.#change(inferenceId, day),
    }));
    await account.advanceTo(Math.max(account.now + 5 * MINUTE, FIRST_DAY + day * DAY + 8.25 * HOUR));
    account.sagemaker.endpoints.invoke(endpoint, first);
    await account.advanceTo(FIRST_DAY + day * DAY + 12 * HOUR);
    for (const request of others) account.sagemaker.endpoints.invoke(endpoint, request);
    await account.advanceTo(account.now + 2 * MINUTE);
  }

  /** Whether the role of the jobs, which is the candidate's too, may write captures. */
  letJobsCapture(mayCapture: boolean): void {
    const [captures, ...others] = documentedRights(`arn:aws:s3:::${DATA}/captures`, this.#dataKey);
    this.#deployment.account.access.addRole('Jobs', {
      trust: trust('sagemaker.amazonaws.com', { StringEquals: { 'aws:SourceAccount': '123456789012' } }),
      identity: [{ Statement: mayCapture ? [captures, ...others] : others }],
    });
  }

  /** What one endpoint has captured, as if another had. */
  copyCaptures(from: string, to: string): void {
    const { s3 } = this.#deployment.account;
    if (from === to) return;
    for (const key of s3.keys(DATA).filter((key) => key.startsWith(`captures/${from}/`)))
      s3.put(DATA, key.replace(from, to), s3.get(DATA, key)!);
  }

  /** Configuration of the model that answers a request, and whether that was captured two minutes later. */
  async serving(endpoint: string): Promise<{ readonly config: string; readonly captured: boolean }> {
    const { account } = this.#deployment;
    const count = () => account.s3.keys(DATA).filter((key) => key.startsWith(`captures/${endpoint}/`)).length;
    const before = count();
    const { config } = account.sagemaker.endpoints.invoke(endpoint, { body: '1,2,north' });
    await account.advanceTo(account.now + 2 * MINUTE);
    return { config, captured: count() > before };
  }
}

export function stateOf(deployment: Deployment, monitor: string): MonitorState {
  return JSON.parse(deployment.account.s3.text(deployment.stateBucket, `${monitor}/state.json`)!) as MonitorState;
}

/** The record of a retraining's end; undefined when there is none. */
export function recordOf({ account, stateBucket }: Deployment, monitor: string, id: string): unknown {
  const text = account.s3.text(stateBucket, `${monitor}/retrainings/${id}/retraining.json`);
  return text === undefined ? undefined : JSON.parse(text);
}

/** What people ask of retrainings: invokes the function that the stack's outputs name. */
export function operate(deployment: Deployment, request: OperationRequest, person = 'Ann'): Promise<Run> {
  const { operations } = deployment.stack.platform.retraining!;
  return askAs(deployment.account, person, deployment.idOf(operations), request);
}

/** E-mails about retrainings of a monitor. */
export function retrainingMails(deployment: Deployment, monitor: string): Mail[] {
  const mark = new RegExp(`^dedupe key +${monitor}/(retraining|rollback-of)-`, 'm');
  return deployment.alerts().filter(({ text }) => mark.test(text));
}

/** Executions of a monitor's retrainings. */
export function executionsOf({ account }: Deployment, monitor: string): Execution[] {
  return account.states.executions().filter(({ input }) => (input as { monitor?: string }).monitor === monitor);
}
