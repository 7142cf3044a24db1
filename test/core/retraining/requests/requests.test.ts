import { describe, expect, it } from 'vitest';
import { RetrainingKeys } from '../../../../lambdas/core/decision/retraining/keys.ts';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import { modelRequest } from '../../../../lambdas/core/retraining/requests/model.ts';
import type { Tag } from '../../../../lambdas/core/retraining/requests/tags.ts';
import { type Retraining, trainingJobRequest } from '../../../../lambdas/core/retraining/requests/training-job.ts';
import { transformJobRequest } from '../../../../lambdas/core/retraining/requests/transform-job.ts';

const ID = 'retraining-2001-02-05';

/** @param retraining The YAML of the section. */
function retrainingOf(retraining: string, name = 'parcels', tags: readonly Tag[] = []): Retraining {
  const file = `
model: parcels-v1
problem: binary-classification
capture: { uri: 's3://captures/parcels/AllTraffic', features: [weight], prediction: { score: 0 } }
labels: { uri: 's3://labels/parcels' }
retraining: ${retraining}
`;
  const monitor = parseMonitor(file, `${name}.yaml`);
  const settings = monitor.retraining!;
  return {
    monitor,
    id: ID,
    settings,
    keys: new RetrainingKeys(name, ID),
    resultsUri: 's3://results/',
    outputKey: null,
    tags,
  };
}

const JOB =
  '{ image: train:1, instanceType: ml.m5.xlarge, maxRuntime: PT90M, hyperParameters: { depth: 6, __proto__: x } }';
const ROLE = 'arn:aws:iam::111122223333:role/training';
const IN_ACCOUNT = `{ role: ${ROLE}, endpoint: parcels, trainingJob: ${JOB} }`;

describe('trainingJobRequest', () => {
  it('is CreateTrainingJob', () => {
    expect(trainingJobRequest(retrainingOf(IN_ACCOUNT))).toEqual({
      TrainingJobName: 'driftwarden-parcels-retraining-2001-02-05',
      RoleArn: ROLE,
      AlgorithmSpecification: { TrainingImage: 'train:1', TrainingInputMode: 'File' },
      HyperParameters: Object.fromEntries([
        ['depth', '6'],
        ['__proto__', 'x'],
      ]),
      InputDataConfig: [
        {
          ChannelName: 'train',
          ContentType: 'text/csv',
          DataSource: {
            S3DataSource: {
              S3DataType: 'S3Prefix',
              S3Uri: `s3://results/retraining_data/parcels/${ID}/training/`,
              S3DataDistributionType: 'FullyReplicated',
            },
          },
        },
      ],
      OutputDataConfig: { S3OutputPath: `s3://results/parcels/retrainings/${ID}/model/` },
      ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30 },
      EnableNetworkIsolation: true,
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 5400, MaxWaitTimeInSeconds: 10_800 },
    });
  });

  it('waits for no spare capacity where none is used', () => {
    const job = JOB.replace('{', '{ spot: false,');
    expect(trainingJobRequest(retrainingOf(`{ role: ${ROLE}, endpoint: parcels, trainingJob: ${job} }`))).toMatchObject(
      {
        EnableNetworkIsolation: true,
        EnableManagedSpotTraining: false,
        StoppingCondition: { MaxRuntimeInSeconds: 5400 },
      },
    );
  });

  it('has names and places without a training job', () => {
    const request = trainingJobRequest(
      retrainingOf('{ commands: { train: [t], score: [s] }, data: { format: jsonl } }'),
    );
    expect(Object.keys(request)).toEqual(['TrainingJobName', 'InputDataConfig', 'OutputDataConfig']);
    expect(request).toMatchObject({ InputDataConfig: [{ ContentType: 'application/jsonlines' }] });
  });
});

describe('modelRequest', () => {
  it.each([
    ['the serving container', '{ image: serve:1, environment: { WORKERS: 2 } }', 'serve:1', { WORKERS: '2' }],
    ['the training one where none is given', '{}', 'train:1', {}],
  ])('is CreateModel with %s', (_, scoring, Image, Environment) => {
    const given = `{ role: ${ROLE}, endpoint: parcels, trainingJob: ${JOB}, scoring: ${scoring} }`;
    expect(modelRequest(retrainingOf(given))).toEqual({
      ModelName: 'driftwarden-parcels-retraining-2001-02-05',
      ExecutionRoleArn: ROLE,
      PrimaryContainer: { Image, Environment },
    });
  });

  it('has a container to put the artifacts into without a training job', () => {
    expect(modelRequest(retrainingOf('{ commands: { train: [t], score: [s] } }'))).toEqual({
      ModelName: 'driftwarden-parcels-retraining-2001-02-05',
      PrimaryContainer: { Environment: {} },
    });
  });
});

describe('transformJobRequest', () => {
  it('is CreateTransformJob, a row a request', () => {
    expect(transformJobRequest(retrainingOf(IN_ACCOUNT), 'candidate', 'the-model')).toEqual({
      TransformJobName: 'driftwarden-parcels-retraining-2001-02-05-candidate',
      ModelName: 'the-model',
      BatchStrategy: 'SingleRecord',
      TransformInput: {
        ContentType: 'text/csv',
        SplitType: 'Line',
        DataSource: {
          S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://results/retraining_data/parcels/${ID}/held-out/` },
        },
      },
      TransformOutput: {
        S3OutputPath: `s3://results/retraining_data/parcels/${ID}/candidate-answers/`,
        AssembleWith: 'Line',
      },
      TransformResources: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1 },
    });
  });

  it('uses the instances that scoring names', () => {
    const given = `{ role: ${ROLE}, endpoint: parcels, trainingJob: ${JOB}, scoring: { instanceType: ml.c5.xlarge } }`;
    expect(transformJobRequest(retrainingOf(given), 'live', 'm')).toMatchObject({
      TransformResources: { InstanceType: 'ml.c5.xlarge' },
      TransformOutput: { S3OutputPath: `s3://results/retraining_data/parcels/${ID}/live-answers/` },
    });
  });

  it('has a name of its own for each model that leaves room for the attempt, however long the monitor is called', () => {
    const long = retrainingOf(IN_ACCOUNT, 'm'.repeat(60));
    const names = (['candidate', 'live'] as const).map(
      (whose) => transformJobRequest(long, whose, 'm')['TransformJobName'] as string,
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(61);
  });
});

describe('the disks of jobs', () => {
  it('are encrypted with the key of the file', () => {
    const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const retraining = retrainingOf(IN_ACCOUNT.replace('image: train:1', `image: train:1, volumeKey: '${key}'`));
    expect(trainingJobRequest(retraining)).toMatchObject({ ResourceConfig: { VolumeKmsKeyId: key } });
    expect(transformJobRequest(retraining, 'live', 'm')).toMatchObject({ TransformResources: { VolumeKmsKeyId: key } });
  });
});

describe('every request that creates something', () => {
  it('has the tags of the deployment', () => {
    const tags = [{ Key: 'team', Value: 'ml' }];
    const [plain, marked] = [[], tags].map((each) => {
      const retraining = retrainingOf(IN_ACCOUNT, 'parcels', each);
      return [trainingJobRequest(retraining), modelRequest(retraining), transformJobRequest(retraining, 'live', 'm')];
    });
    expect(marked).toEqual(plain.map((request) => ({ ...request, Tags: tags })));
  });
});
