import { describe, expect, it } from 'vitest';
import { retrainingMachine } from '../../lambdas/core/retraining/machine/machine.ts';
import { define, FLIGHTS, mostThatFit, RETRAINED } from './definitions.ts';
import { linesOf, nameOf, resolve } from './policies.ts';
import { inventory, resourcesOf, synthesize, synthesizeNested } from './templates.ts';

const { template } = synthesize([define(RETRAINED)], { dataKeys: ['arn:aws:kms:eu-west-1:111122223333:key/data'] });
const MACHINE = `stateMachine:${machine().StateMachineName}`;

function machine() {
  const [found, ...others] = [...resourcesOf(template, 'AWS::StepFunctions::StateMachine').values()];
  expect(others).toEqual([]);
  return found.Properties;
}

/** Without region and account. */
function lines(role: string): string[] {
  return linesOf(template, role).map((line) => line.replace(/arn:AWS::Partition:\w+:AWS::Region:AWS::AccountId:/, ''));
}

describe('a monitor that retrains', () => {
  it('adds a machine, its functions and an alarm on its endpoint, and nothing else', () => {
    const before = new Set(inventory(synthesize([define(FLIGHTS)]).template));
    const added = inventory(template).filter((line) => !before.has(line));
    expect(added.map((line) => line.replace(/[0-9A-F]{8}$/, '').replace('Platform', ''))).toEqual([
      'AWS::CloudWatch::Alarm MonitorflightdelaysFailedRequests',
      'AWS::CloudWatch::Alarm RetrainingControlErrors',
      'AWS::CloudWatch::Alarm RetrainingDataErrors',
      'AWS::CloudWatch::Alarm RetrainingMachineAborted',
      'AWS::CloudWatch::Alarm RetrainingMachineFailed',
      'AWS::CloudWatch::Alarm RetrainingOperationsErrors',
      'AWS::IAM::Policy RetrainingControlRoleDefaultPolicy',
      'AWS::IAM::Policy RetrainingDataRoleDefaultPolicy',
      'AWS::IAM::Policy RetrainingMachineRoleDefaultPolicy',
      'AWS::IAM::Policy RetrainingOperationsRoleDefaultPolicy',
      'AWS::IAM::Policy StateServedModelsmltraining',
      'AWS::IAM::Role RetrainingControlRole',
      'AWS::IAM::Role RetrainingDataRole',
      'AWS::IAM::Role RetrainingMachineRole',
      'AWS::IAM::Role RetrainingOperationsRole',
      'AWS::Lambda::EventInvokeConfig RetrainingControlFunctionEventInvokeConfig',
      'AWS::Lambda::EventInvokeConfig RetrainingDataFunctionEventInvokeConfig',
      'AWS::Lambda::EventInvokeConfig RetrainingOperationsFunctionEventInvokeConfig',
      'AWS::Lambda::Function RetrainingControlFunction',
      'AWS::Lambda::Function RetrainingDataFunction',
      'AWS::Lambda::Function RetrainingOperationsFunction',
      'AWS::Logs::LogGroup RetrainingControlLogs',
      'AWS::Logs::LogGroup RetrainingDataLogs',
      'AWS::Logs::LogGroup RetrainingOperationsLogs',
      'AWS::StepFunctions::StateMachine RetrainingMachineStateMachine',
    ]);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it.each([
    ['says nothing of retraining', FLIGHTS],
    ['trains on a laptop only', RETRAINED.replace(/trainingJob: .*/, 'commands: { train: [t], score: [s] }')],
  ])('is none when its file %s', (_, text) => {
    synthesize([define(text)]).template.resourceCountIs('AWS::StepFunctions::StateMachine', 0);
  });

  it('runs the text that laptops interpret, as a standard machine: executions of days, each once', () => {
    const { DefinitionString, StateMachineType = 'STANDARD' } = machine();
    const text = nameOf(DefinitionString);
    const functions = ['RetrainingControlFunction', 'RetrainingDataFunction'];
    const [controlFunction, dataFunction] = functions;
    const partition = 'AWS::Partition';
    expect(JSON.parse(text)).toEqual(
      JSON.parse(JSON.stringify(retrainingMachine({ partition, controlFunction, dataFunction }))),
    );
    expect(StateMachineType).toBe('STANDARD');
  });

  it('rolls a deployment back when requests to its variant fail', () => {
    const alarms = [...resourcesOf(template, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);
    const [alarm] = alarms.filter(({ Namespace }) => Namespace === 'AWS/SageMaker');
    expect(alarm).toMatchObject({
      AlarmName: `${machine().StateMachineName}-flight-delays-failed-requests`,
      MetricName: 'Invocation5XXErrors',
      Dimensions: [
        { Name: 'EndpointName', Value: 'Flight-Delays' },
        { Name: 'VariantName', Value: 'AllTraffic' },
      ],
      // More than 5 % in each of two minutes.
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: 0.05,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
    // The retraining tells of it.
    expect(alarm.AlarmActions).toBeUndefined();
  });

  it('rolls a small canary back when half of its requests fail', () => {
    const canary = synthesize([define(`${RETRAINED}  deploy: { percent: 4 }\n`)]).template;
    const alarms = [...resourcesOf(canary, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);
    const [alarm] = alarms.filter(({ Namespace }) => Namespace === 'AWS/SageMaker');
    expect(alarm.Threshold).toBe(0.02);
  });

  it('names the function for operations and the machine in the outputs', () => {
    const outputs = template.toJSON().Outputs as Record<string, { Value: unknown }>;
    expect(nameOf(outputs.RetrainingFunction.Value)).toBe('RetrainingOperationsFunction');
    expect(nameOf(outputs.RetrainingMachineArn.Value)).toMatch(new RegExp(`:${MACHINE}$`));
  });
});

describe('permissions', () => {
  it('of the function that moves the state, which reads no data', () => {
    expect(lines('RetrainingControl')).toEqual([
      'logs:CreateLogStream RetrainingControlLogs',
      'logs:PutLogEvents RetrainingControlLogs',
      'sqs:SendMessage DeadLettersQueue',
      's3:ListBucket StateBucket',
      's3:GetObject StateBucket/*/state.json',
      's3:GetObject StateBucket/*/retrainings/*',
      's3:GetObject StateBucket/retraining_data/*/prepared/*',
      's3:PutObject StateBucket/*/state.json',
      's3:PutObject StateBucket/*/retrainings/*',
      'cloudwatch:PutMetricData * {"StringEquals":{"cloudwatch:namespace":"Driftwarden"}}',
      'sns:Publish AlertsTopic',
      'kms:Decrypt AlertsKey {"StringEquals":{"kms:ViaService":["sns.AWS::Region.AWS::URLSuffix"]}}',
      'kms:GenerateDataKey AlertsKey {"StringEquals":{"kms:ViaService":["sns.AWS::Region.AWS::URLSuffix"]}}',
    ]);
  });

  it('of the function for operations, which reads no rows, and writes the state and the record of a retraining that died', () => {
    expect(lines('RetrainingOperations')).toEqual([
      'logs:CreateLogStream RetrainingOperationsLogs',
      'logs:PutLogEvents RetrainingOperationsLogs',
      'sqs:SendMessage DeadLettersQueue',
      's3:ListBucket StateBucket',
      's3:GetObject StateBucket/*/state.json',
      's3:GetObject StateBucket/*/retrainings/*/approval.json',
      's3:GetObject StateBucket/*/retrainings/*/comparison.json',
      's3:PutObject StateBucket/*/state.json',
      's3:PutObject StateBucket/*/retrainings/*/retraining.json',
      'cloudwatch:PutMetricData * {"StringEquals":{"cloudwatch:namespace":"Driftwarden"}}',
      'sns:Publish AlertsTopic',
      'kms:Decrypt AlertsKey {"StringEquals":{"kms:ViaService":["sns.AWS::Region.AWS::URLSuffix"]}}',
      'kms:GenerateDataKey AlertsKey {"StringEquals":{"kms:ViaService":["sns.AWS::Region.AWS::URLSuffix"]}}',
      `states:StartExecution ${MACHINE}`,
      `states:SendTaskSuccess ${MACHINE}`,
      `states:SendTaskFailure ${MACHINE}`,
    ]);
  });

  it('of the function that reads the data, which sends no alerts and writes no state', () => {
    expect(lines('RetrainingData')).toEqual([
      'logs:CreateLogStream RetrainingDataLogs',
      'logs:PutLogEvents RetrainingDataLogs',
      'sqs:SendMessage DeadLettersQueue',
      's3:ListBucket ml-capture {"StringLike":{"s3:prefix":["flight-delays/AllTraffic/*"]}}',
      's3:GetObject ml-capture/flight-delays/AllTraffic/*',
      's3:ListBucket ml-labels {"StringLike":{"s3:prefix":["flight-delays/*"]}}',
      's3:GetObject ml-labels/flight-delays/*',
      'kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/data',
      's3:ListBucket StateBucket',
      's3:GetObject StateBucket/*/state.json',
      's3:GetObject StateBucket/*/retrainings/*',
      's3:GetObject StateBucket/retraining_data/*',
      's3:PutObject StateBucket/*/retrainings/*',
      's3:PutObject StateBucket/retraining_data/*',
      's3:PutObject StateBucket/*/baselines/*',
    ]);
  });

  it('of the machine: names of its own, one endpoint, one role', () => {
    const job = (kind: string) => {
      const resource = `${kind.toLowerCase()}-job/driftwarden-*`;
      const actions = [...['Create', 'Describe', 'Stop'].map((verb) => `${verb}${kind}Job`), 'AddTags', 'ListTags'];
      return actions.map((action) => `sagemaker:${action} ${resource}`);
    };
    const rules = ['Training', 'Transform'].map((kind) => `rule/StepFunctionsGetEventsForSageMaker${kind}JobsRule`);
    expect(lines('RetrainingMachine')).toEqual([
      'lambda:InvokeFunction RetrainingControlFunction',
      'lambda:InvokeFunction RetrainingDataFunction',
      ...job('Training'),
      ...job('Transform'),
      ...['PutTargets', 'PutRule', 'DescribeRule'].flatMap((action) => rules.map((rule) => `events:${action} ${rule}`)),
      'iam:PassRole arn:aws:iam::111122223333:role/ml-training {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}',
      'sagemaker:CreateModel model/driftwarden-*',
      'sagemaker:AddTags model/driftwarden-*',
      'sagemaker:DescribeModel model/*',
      'sagemaker:CreateModelPackageGroup model-package-group/driftwarden-*',
      'sagemaker:AddTags model-package-group/driftwarden-*',
      'sagemaker:CreateModelPackage model-package-group/driftwarden-*',
      'sagemaker:CreateModelPackage model-package/driftwarden-*/*',
      'sagemaker:UpdateModelPackage model-package/driftwarden-*/*',
      'sagemaker:DescribeEndpoint endpoint/flight-delays',
      'sagemaker:UpdateEndpoint endpoint/flight-delays',
      'sagemaker:DescribeEndpointConfig endpoint-config/*',
      'sagemaker:CreateEndpointConfig endpoint-config/driftwarden-flight-delays-*',
      'sagemaker:AddTags endpoint-config/driftwarden-flight-delays-*',
      'sagemaker:UpdateEndpoint endpoint-config/driftwarden-flight-delays-*',
      'cloudwatch:GetMetricData *',
      `cloudwatch:PutMetricAlarm alarm:${machine().StateMachineName}-*-of-candidate`,
      `cloudwatch:TagResource alarm:${machine().StateMachineName}-*-of-candidate`,
      `cloudwatch:DeleteAlarms alarm:${machine().StateMachineName}-*-of-candidate`,
    ]);
  });

  it('of the machine on keys: to have grants made for instances, and nothing else', () => {
    const [jobs, endpoint] = ['1', '2'].map((id) => `arn:aws:kms:eu-west-1:111122223333:key/${id}`);
    const given = RETRAINED.replace('ml.m5.xlarge', `ml.m5.xlarge, volumeKey: '${jobs}'`);
    const withKeys = [
      define(`${given}  endpointKey: '${endpoint}'\n`),
      define(given.replace('Flight-D', 'd'), 'other'),
    ];
    const { template } = synthesize(withKeys);
    expect(linesOf(template, 'RetrainingMachine').filter((line) => line.startsWith('kms:'))).toEqual([
      ...[jobs, endpoint].map((key) => `kms:CreateGrant ${key} {"Bool":{"kms:GrantIsForAWSResource":"true"}}`),
      ...[jobs, endpoint].map((key) => `kms:DescribeKey ${key}`),
    ]);
    const others = ['RetrainingControl', 'RetrainingData', 'RetrainingOperations'];
    for (const role of others) expect(linesOf(template, role).filter((line) => line.includes(jobs))).toEqual([]);
    expect(lines('RetrainingMachine').filter((line) => line.startsWith('kms:'))).toEqual([]);
  });

  it('of the checks: one more, to start it', () => {
    for (const check of ['CheckDrift', 'CheckAccuracy']) {
      expect(lines(check).filter((line) => line.startsWith('states:'))).toEqual([`states:StartExecution ${MACHINE}`]);
    }
    expect(lines('BuildBaseline').join()).not.toContain('states:');
  });

  it('of the machine are given to Step Functions, for this machine', () => {
    const roles = [...resourcesOf(template, 'AWS::IAM::Role')].filter(([id]) => id.includes('RetrainingMachine'));
    expect(roles.map(([, { Properties }]) => Properties.AssumeRolePolicyDocument.Statement)).toEqual([
      [
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'states.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnEquals: { 'aws:SourceArn': expect.anything() },
          },
        },
      ],
    ]);
    const [[, { Properties }]] = roles;
    const { ArnEquals } = Properties.AssumeRolePolicyDocument.Statement[0].Condition;
    expect(nameOf(ArnEquals['aws:SourceArn'])).toMatch(new RegExp(`:${MACHINE}$`));
  });

  it('of the jobs are those on what they work with, without the labels to judge by', () => {
    const [{ Properties }] = [...resourcesOf(template, 'AWS::S3::BucketPolicy').values()];
    const statements = Properties.PolicyDocument.Statement as Record<string, unknown>[];
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    const ownAccount = { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } };
    const rows = (folder: string) => `retraining_data/flight-delays/*/${folder}/*`;
    const model = 'flight-delays/retrainings/*/model/*';
    const read = [rows('training'), rows('held-out')];
    const inBucket = (keys: string[]) => keys.map((key) => `StateBucket/${key}`);
    expect(allowed.map(({ Principal }) => Principal)).toEqual(
      Array(3).fill({ AWS: 'arn:aws:iam::111122223333:role/ml-training' }),
    );
    expect(
      allowed.map(({ Action, Resource, Condition }) => [Action, [Resource].flat().map(nameOf), Condition]),
    ).toEqual([
      ['s3:GetObject', inBucket(read), ownAccount],
      ['s3:PutObject', inBucket([model, rows('*-answers')]), ownAccount],
      ['s3:ListBucket', ['StateBucket'], { ...ownAccount, StringLike: { 's3:prefix': [...read, model] } }],
    ]);
  });
});

describe('what a promoted model needs', () => {
  it('stays with its role and its bucket, whatever is removed', () => {
    const kept = ['AWS::IAM::Policy', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy'].flatMap((type) =>
      [...resourcesOf(template, type).values()].filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain'),
    );
    expect(kept.map(({ Type, UpdateReplacePolicy }) => [Type, UpdateReplacePolicy])).toEqual([
      ['AWS::IAM::Policy', 'Retain'],
      ['AWS::S3::Bucket', 'Retain'],
      ['AWS::S3::BucketPolicy', 'Retain'],
    ]);
    const [{ Properties }] = kept;
    expect(Properties.Roles).toEqual(['ml-training']);
    expect(nameOf(Properties.PolicyName)).toBe('driftwarden-models-StateBucket');
    const [{ Action, Resource }, ...others] = Properties.PolicyDocument.Statement;
    expect([Action, nameOf(Resource), others]).toEqual(['s3:GetObject', 'StateBucket/*/retrainings/*/model/*', []]);
  });

  it('belongs to the role without its path', () => {
    const { template } = synthesize([define(RETRAINED.replace('role/ml-training', 'role/teams/ml/training'))]);
    const policies = [...resourcesOf(template, 'AWS::IAM::Policy')].filter(([id]) => id.includes('ServedModels'));
    expect(policies.map(([, { Properties }]) => Properties.Roles)).toEqual([['training']]);
  });
});

describe('many monitors that retrain', { timeout: 60_000 }, () => {
  it.each([
    ['with one role, short names', 8, () => 'ml-training'],
    ['with a role each', 8, (i: number) => `ml-training-${i}`],
    ['with a role each, long names', 63, (i: number) => `r${i}`.padEnd(40, 'x')],
  ])('stay within the limits of CloudFormation, IAM and S3: %s', (_, length, roleOf) => {
    const text = (i: number) =>
      RETRAINED.replaceAll('/flight-delays', `/${i}`)
        .replace('role/ml-training', `role/${roleOf(i)}`)
        .replace('Flight-Delays', `e${i}`.padEnd(length, 'x'));
    const definitions = mostThatFit((i) => define(text(i), `m${i}-`.padEnd(length, 'x')));
    expect(definitions).toHaveLength(60);
    const [[, { Resources, bytes }], ...others] = synthesizeNested(definitions).templates;

    expect(others).toEqual([]);
    expect(Object.keys(Resources).length).toBeLessThanOrEqual(500);
    expect(bytes).toBeLessThanOrEqual(1_000_000);
    const largest = (type: string) =>
      Object.values(Resources)
        .filter(({ Type }) => Type === type)
        .map(({ Properties }) => JSON.stringify(resolve(Properties.PolicyDocument)).length)
        .reduce((most, size) => Math.max(most, size), 0);
    expect(largest('AWS::IAM::Policy')).toBeLessThanOrEqual(10_240);
    expect(largest('AWS::IAM::ManagedPolicy')).toBeLessThanOrEqual(6144);
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
    expect(largest('AWS::S3::BucketPolicy')).toBeLessThanOrEqual(20 * 1024);
  });
});
