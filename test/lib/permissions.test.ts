import { App, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { MonitoringStack, type MonitoringStackProps } from '../../lib/monitoring-stack.ts';
import { MAX_MONITORS } from '../../lib/stack-limits.ts';
import { define, FLIGHTS, mostThatFit, RETRAINED } from './definitions.ts';
import { TEMPLATES } from './kinds-of-templates.ts';
import { linesOf, nameOf, resolve } from './policies.ts';
import { resourcesOf, synthesize } from './templates.ts';

const { template } = synthesize([define(FLIGHTS)], { dataKeys: ['arn:aws:kms:eu-west-1:111122223333:key/data'] });

const lines = (role: string) => linesOf(template, role);

/** As many monitors as one stack holds when the paths of their data are longer by so many characters. */
const mostWithPaths = (longer: number) =>
  mostThatFit((i) => {
    const name = `flight-delays-${i}`;
    return define(FLIGHTS.replaceAll('/flight-delays', `/${'x'.repeat(longer)}${name}`), name);
  });

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:oncall/webhook-a1B2c3';
const SECRETS_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/secrets';
const METRICS = 'cloudwatch:PutMetricData * {"StringEquals":{"cloudwatch:namespace":"Driftwarden"}}';
const DATA_KEY = 'kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/data';
const CAPTURE = [
  's3:ListBucket ml-capture {"StringLike":{"s3:prefix":["flight-delays/AllTraffic/*"]}}',
  's3:GetObject ml-capture/flight-delays/AllTraffic/*',
];
const ALERTS = [
  'sns:Publish AlertsTopic',
  'kms:Decrypt AlertsKey {"StringEquals":{"kms:ViaService":["sns.AWS::Region.AWS::URLSuffix"]}}',
  'kms:GenerateDataKey AlertsKey {"StringEquals":{"kms:ViaService":["sns.AWS::Region.AWS::URLSuffix"]}}',
];

describe('permissions', () => {
  it('of the drift check', () => {
    expect(lines('CheckDrift')).toEqual([
      'logs:CreateLogStream CheckDriftLogs',
      'logs:PutLogEvents CheckDriftLogs',
      'sqs:SendMessage DeadLettersQueue',
      ...CAPTURE,
      DATA_KEY,
      's3:ListBucket StateBucket',
      's3:GetObject StateBucket/*/state.json',
      's3:GetObject StateBucket/*/baselines/*',
      's3:GetObject StateBucket/*/profiles/*',
      's3:GetObject StateBucket/*/history/drift/*',
      's3:GetObject StateBucket/*/runs/drift.json',
      's3:PutObject StateBucket/*/state.json',
      's3:PutObject StateBucket/*/profiles/*',
      's3:PutObject StateBucket/*/checks/drift/*',
      's3:PutObject StateBucket/*/history/drift/*',
      's3:PutObject StateBucket/*/runs/drift.json',
      METRICS,
      ...ALERTS,
    ]);
  });

  it('of both checks include what is known of captured files, where captures are plain tables', () => {
    const plain = FLIGHTS.replace('AllTraffic,', 'AllTraffic, format: parquet, time: at, id: id,');
    const { template } = synthesize([define(plain)]);
    const known = ['CheckDrift', 'CheckAccuracy'].map((role) =>
      linesOf(template, role).filter((line) => line.includes('captured-files')),
    );
    expect(known).toEqual(
      ['drift', 'accuracy'].map((kind) =>
        ['s3:GetObject', 's3:PutObject'].map((action) => `${action} StateBucket/*/captured-files/${kind}.json`),
      ),
    );
  });

  it('of the accuracy check', () => {
    expect(lines('CheckAccuracy')).toEqual([
      'logs:CreateLogStream CheckAccuracyLogs',
      'logs:PutLogEvents CheckAccuracyLogs',
      'sqs:SendMessage DeadLettersQueue',
      ...CAPTURE,
      's3:ListBucket ml-labels {"StringLike":{"s3:prefix":["flight-delays/*"]}}',
      's3:GetObject ml-labels/flight-delays/*',
      DATA_KEY,
      's3:ListBucket StateBucket',
      's3:GetObject StateBucket/*/state.json',
      's3:GetObject StateBucket/*/baselines/*',
      's3:GetObject StateBucket/*/history/accuracy/*',
      's3:GetObject StateBucket/*/runs/accuracy.json',
      's3:GetObject StateBucket/*/answers-key.txt',
      's3:GetObject StateBucket/kept_answers/*',
      's3:PutObject StateBucket/*/state.json',
      's3:PutObject StateBucket/*/checks/accuracy/*',
      's3:PutObject StateBucket/*/history/accuracy/*',
      's3:PutObject StateBucket/*/runs/accuracy.json',
      's3:PutObject StateBucket/*/answers-key.txt',
      's3:PutObject StateBucket/kept_answers/*',
      METRICS,
      ...ALERTS,
      'lambda:InvokeFunction CheckAccuracyFunction',
    ]);
  });

  it('of the baseline builder, which sends no alerts', () => {
    expect(lines('BuildBaseline')).toEqual([
      'logs:CreateLogStream BuildBaselineLogs',
      'logs:PutLogEvents BuildBaselineLogs',
      'sqs:SendMessage DeadLettersQueue',
      's3:ListBucket ml-training {"StringLike":{"s3:prefix":["flight-delays/2001-01.parquet","flight-delays/2001-01.parquet/*"]}}',
      's3:GetObject ml-training/flight-delays/2001-01.parquet',
      's3:GetObject ml-training/flight-delays/2001-01.parquet/*',
      DATA_KEY,
      's3:ListBucket StateBucket',
      's3:GetObject StateBucket/*/state.json',
      's3:PutObject StateBucket/*/state.json',
      's3:PutObject StateBucket/*/baselines/*',
      METRICS,
    ]);
  });

  it('of the watchdog, which reads no data, and writes and publishes nothing about models', () => {
    expect(lines('WatchdogRole')).toEqual([
      'logs:CreateLogStream WatchdogLogs',
      'logs:PutLogEvents WatchdogLogs',
      's3:ListBucket StateBucket',
      's3:GetObject StateBucket/*/state.json',
      's3:GetObject StateBucket/*/runs/*',
      's3:GetObject StateBucket/watchdog.json',
      's3:PutObject StateBucket/watchdog.json',
      's3:PutObject StateBucket/index.html',
      METRICS,
      ...ALERTS,
      'sns:ListSubscriptionsByTopic AlertsTopic',
      'cloudwatch:DescribeAlarmHistory arn:AWS::Partition:cloudwatch:AWS::Region:AWS::AccountId:alarm:*',
    ]);
    expect(lines('WatchdogSchedules')).toEqual(['lambda:InvokeFunction WatchdogFunction']);
  });

  it('of the function that sends alerts to PagerDuty and a webhook: two secrets, states and a document of its own', () => {
    const { template: withTargets } = synthesize([define(FLIGHTS)], {
      pagerDuty: { secret: 'oncall/pagerduty' },
      webhook: { url: 'https://example.com', secret: SECRET },
      secretsKey: SECRETS_KEY,
    });
    expect(linesOf(withTargets, 'DeliveryRole')).toEqual([
      'logs:CreateLogStream DeliveryLogs',
      'logs:PutLogEvents DeliveryLogs',
      'sqs:SendMessage DeadLettersQueue',
      's3:ListBucket StateBucket',
      's3:GetObject StateBucket/*/state.json',
      's3:GetObject StateBucket/deliveries.json',
      's3:PutObject StateBucket/deliveries.json',
      'secretsmanager:GetSecretValue arn:AWS::Partition:secretsmanager:AWS::Region:AWS::AccountId:secret:oncall/pagerduty-??????',
      `secretsmanager:GetSecretValue ${SECRET}`,
      `kms:Decrypt ${SECRETS_KEY} {"StringEquals":{"kms:ViaService":["secretsmanager.AWS::Region.AWS::URLSuffix"]}}`,
    ]);
    expect(linesOf(withTargets, 'DeliverySchedules')).toEqual(['lambda:InvokeFunction DeliveryFunction']);
    const [permission, ...more] = resourcesOf(withTargets, 'AWS::Lambda::Permission').values();
    expect(more).toEqual([]);
    expect(permission.Properties).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [expect.stringContaining('DeliveryFunction'), 'Arn'] },
      Principal: 'sns.amazonaws.com',
      SourceArn: { Ref: expect.stringContaining('AlertsTopic') },
    });
  });

  it.each([
    ['shows them', 'show', []],
    ['hashes them', 'hash', ['CheckDrift', 'CheckAccuracy', 'RetrainingData']],
    ['hides them, and names them by hashes in the history of drift', 'hide', ['CheckDrift']],
  ])('on the key of hashes are given where a monitor needs hashes of values: one that %s', (_, values, functions) => {
    const definition = define(`${RETRAINED}privacy: { values: ${values} }\n`);
    const { template: hashing } = synthesize([definition]);
    const roles = ['CheckDrift', 'CheckAccuracy', 'BuildBaseline', 'RetrainingControl', 'RetrainingOperations'];
    const given = [...roles, 'RetrainingData', 'Watchdog'].flatMap((role) =>
      linesOf(hashing, role)
        .filter((line) => line.includes('value-key'))
        .map((line) => [role, line]),
    );
    expect(given).toEqual(
      functions.flatMap((role) => [
        [role, 's3:GetObject StateBucket/*/value-key.txt'],
        [role, 's3:PutObject StateBucket/*/value-key.txt'],
      ]),
    );
  });

  it('of the schedules: to invoke both checks and to send dead letters', () => {
    expect(lines('PlatformSchedules')).toEqual([
      'lambda:InvokeFunction CheckDriftFunction',
      'lambda:InvokeFunction CheckAccuracyFunction',
      'sqs:SendMessage DeadLettersQueue',
    ]);
  });

  it('are given to one service each, that of the schedules for this account and its default group', () => {
    const trust = [...resourcesOf(template, 'AWS::IAM::Role').values()].map(
      ({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0],
    );
    expect(trust.map(({ Principal }) => Principal.Service).sort()).toEqual([
      'lambda.amazonaws.com',
      'lambda.amazonaws.com',
      'lambda.amazonaws.com',
      'lambda.amazonaws.com',
      'scheduler.amazonaws.com',
      'scheduler.amazonaws.com',
    ]);
    const { Condition } = trust.find(({ Principal }) => Principal.Service === 'scheduler.amazonaws.com');
    expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    expect(nameOf(Condition.ArnEquals['aws:SourceArn'])).toMatch(/:scheduler:.*:schedule-group\/default$/);
    expect(
      [...resourcesOf(template, 'AWS::IAM::Role').values()].filter(({ Properties }) => Properties.ManagedPolicyArns),
    ).toEqual([]);
  });

  it.each([
    ['short places', 0, MAX_MONITORS, MAX_MONITORS],
    ['places of 100 characters', 60, 60, MAX_MONITORS],
    ['places of 300 characters', 260, 20, 40],
    ['places as long as S3 allows', 960, 5, 15],
  ])('of many monitors stay within the sizes that IAM accepts: %s', (_, length, least, most) => {
    const definitions = mostWithPaths(length);
    expect(definitions.length).toBeGreaterThanOrEqual(least);
    expect(definitions.length).toBeLessThanOrEqual(most);
    const many = synthesize(definitions).template;
    const sizes = (type: string) =>
      [...resourcesOf(many, type).values()].map(
        ({ Properties }) => JSON.stringify(resolve(Properties.PolicyDocument)).length,
      );
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, without asking for more
    expect(Math.max(...sizes('AWS::IAM::Policy'))).toBeLessThanOrEqual(10_240);
    expect(Math.max(...sizes('AWS::IAM::ManagedPolicy'))).toBeLessThanOrEqual(6144);
    const attached = new Map<string, number>();
    for (const { Properties } of resourcesOf(many, 'AWS::IAM::ManagedPolicy').values()) {
      for (const { Ref } of Properties.Roles) attached.set(Ref, (attached.get(Ref) ?? 0) + 1);
    }
    expect(attached.size).toBe(3);
    expect(Math.max(...attached.values())).toBeLessThanOrEqual(10);
  });
});

describe('cdk-nag', () => {
  const report = (definitions: Parameters<typeof synthesize>[0], props: Partial<MonitoringStackProps> = {}) => {
    const app = new App();
    const stack = new MonitoringStack(app, 'Test', { ...props, definitions });
    const packs = [new AwsSolutionsChecks(app), new ServerlessChecks(app)];
    Validations.of(app).addPlugins(...packs);
    app.synth();
    return packs.flatMap((pack) => pack.validateScope(stack).violations.map(({ ruleName }) => ruleName));
  };

  it.each(TEMPLATES.map(({ kind, ...given }) => [kind, given] as const))(
    'finds nothing that is not acknowledged with a reason: %s',
    (_, { definitions, props }) => {
      expect(report(definitions, props)).toEqual([]);
    },
  );

  it('finds an unacknowledged permission', () => {
    const app = new App();
    const stack = new MonitoringStack(app, 'Test', { definitions: [define(FLIGHTS)] });
    stack.platform.functions.drift.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::everything/*'] }),
    );
    const { violations } = new AwsSolutionsChecks(app).validateScope(stack);
    expect(violations.map(({ ruleName }) => ruleName)).toEqual([
      'AwsSolutions-IAM5[Resource::arn:aws:s3:::everything/*]',
    ]);
  });
});
