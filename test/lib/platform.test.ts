import { App, NestedStack, PermissionsBoundary, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import type { MonitorDefinition } from '../../lib/monitor-definition.ts';
import { MonitoringPlatform } from '../../lib/monitoring-platform.ts';
import { MonitoringStack } from '../../lib/monitoring-stack.ts';
import { SharedResources } from '../../lib/shared-resources.ts';
import { define, FLIGHTS, MINIMAL, RETRAINED } from './definitions.ts';
import { resourcesOf, synthesize } from './templates.ts';

const { template } = synthesize([define(FLIGHTS)]);
const queueArn = { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLettersQueue'), 'Arn'] };

/** The functions of a template but the watchdog's. */
function functionsOf(of: Template) {
  const functions = [...resourcesOf(of, 'AWS::Lambda::Function').entries()];
  return functions.filter(([id]) => !id.includes('Watchdog')).map(([, { Properties }]) => Properties);
}

describe('functions', () => {
  it('run on Node 24, arm64, with memory and time for a large window', () => {
    expect(functionsOf(template)).toHaveLength(3);
    for (const properties of functionsOf(template)) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        MemorySize: 2048,
        Timeout: 900,
      });
    }
  });

  it('have the memory, the concurrency, the logs and the network that are given, with the rights that Lambda needs for it', () => {
    const { template } = synthesize([define(RETRAINED)], {
      memorySize: 512,
      reservedConcurrency: 5,
      logRetention: RetentionDays.ONE_YEAR,
      network: {
        subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
        securityGroupIds: ['sg-0123456789abcdef0'],
      },
    });
    const functions = [...resourcesOf(template, 'AWS::Lambda::Function').entries()];
    expect(functions).toHaveLength(7);
    for (const [id, { Properties }] of functions) {
      expect(Properties).toMatchObject({
        ReservedConcurrentExecutions: id.includes('Watchdog') ? 1 : 5,
        VpcConfig: {
          SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
          SecurityGroupIds: ['sg-0123456789abcdef0'],
        },
      });
    }
    const memory = functions.map(([, { Properties }]) => Properties.MemorySize);
    expect(memory.sort()).toEqual([3008, 512, 512, 512, 512, 512, 512]);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
    const policies = [...resourcesOf(template, 'AWS::IAM::Policy').values()];
    const networked = policies.filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes('ec2:CreateNetworkInterface'),
    );
    expect(networked).toHaveLength(7);
  });

  it('and every other role have the permissions boundary that is given', () => {
    const arn = 'arn:aws:iam::123456789012:policy/boundary';
    const { template } = synthesize([define(RETRAINED)], { permissionsBoundary: PermissionsBoundary.fromArn(arn) });
    template.allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: arn });
    expect(resourcesOf(template, 'AWS::IAM::Role').size).toBeGreaterThan(6);
  });

  it('publish metrics in a namespace with the name of the stack', () => {
    const metrics = (stack: Stack) => JSON.stringify(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    const definitions = [define(FLIGHTS)];
    expect(metrics(new MonitoringStack(new App(), 'Driftwarden-team-b', { definitions }))).toContain(
      '"METRIC_NAMESPACE":"Driftwarden-team-b"',
    );
    const parent = new Stack(new App(), 'Parent');
    const nested = new NestedStack(parent, 'Nested');
    expect(new MonitoringPlatform(nested, 'Platform', { definitions }).namespace).toBe('Parent');
  });

  it('have the bucket, the topic and the namespace in their environment', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          STATE_BUCKET: { Ref: 'PlatformStateBucket729EB67A' },
          ALERT_TOPIC_ARN: { Ref: Match.stringLikeRegexp('AlertsTopic') },
          METRIC_NAMESPACE: 'Driftwarden',
        },
      },
    });
  });

  it('have the format of alerts in their environment where it is not the default', () => {
    const chat = synthesize([define(FLIGHTS)], { alertFormat: 'chat' }).template;
    chat.allResourcesProperties('AWS::Lambda::Function', { Environment: { Variables: { ALERT_FORMAT: 'chat' } } });
    expect(JSON.stringify(template.toJSON())).not.toContain('ALERT_FORMAT');
  });

  it('are tried twice more, then go to the dead letters', () => {
    const configs = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 7200 };
    template.allResourcesProperties('AWS::Lambda::EventInvokeConfig', configs);
    const destination = { DestinationConfig: { OnFailure: { Destination: queueArn } } };
    template.resourcePropertiesCountIs('AWS::Lambda::EventInvokeConfig', destination, 3);
  });

  it('keep their logs for a limited time', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });
});

describe('the alert topic', () => {
  it('is encrypted with a rotated key that CloudWatch may use', () => {
    template.hasResourceProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('AlertsKey'), 'Arn'] },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Condition: { StringEqualsIfExists: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  it('takes messages over TLS only, and from alarms of this account', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ],
      },
    });
  });
});

describe('subscriptions', () => {
  const subscriptions = (emails: readonly (readonly string[])[]) => {
    const definitions = emails.map((list, i) =>
      define(FLIGHTS.replace('[ml-oncall@example.com]', `[${list.join(', ')}]`), `m${i}`),
    );
    const found = synthesize(definitions).template;
    const all = [...resourcesOf(found, 'AWS::SNS::Subscription').values()].map(({ Properties }) => ({
      to: Properties.Endpoint,
      topic: Properties.TopicArn.Ref.includes('Operations') ? 'operations' : 'alerts',
      only: Properties.FilterPolicy?.email ?? 'all',
      saved: Properties.RedrivePolicy !== undefined,
    }));
    return { all, topics: resourcesOf(found, 'AWS::SNS::Topic').size };
  };

  it('get every alert where all monitors have the same recipients', () => {
    expect(
      subscriptions([
        ['a@x.org', 'b@x.org'],
        ['b@x.org', 'a@x.org'],
      ]),
    ).toEqual({
      all: [
        { to: 'a@x.org', topic: 'alerts', only: 'all', saved: true },
        { to: 'b@x.org', topic: 'alerts', only: 'all', saved: true },
      ],
      topics: 1,
    });
  });

  it("get their monitors' alerts, and all alarms, where monitors have different recipients", () => {
    const { all, topics } = subscriptions([['a@x.org', 'b@x.org'], ['b@x.org']]);
    expect(topics).toBe(2);
    expect(all).toEqual([
      { to: 'a@x.org', topic: 'alerts', only: ['a@x.org'], saved: true },
      { to: 'b@x.org', topic: 'alerts', only: 'all', saved: true },
      { to: 'a@x.org', topic: 'operations', only: 'all', saved: true },
      { to: 'b@x.org', topic: 'operations', only: 'all', saved: true },
    ]);
  });
});

describe('shared resources', () => {
  it('warn of monitors without a subscriber, which no message can report', () => {
    const stack = new Stack(new App(), 'Test');
    new SharedResources(stack, 'Shared', { definitions: [define(FLIGHTS), define(MINIMAL, 'mute')] });
    Annotations.fromStack(stack).hasWarning(
      '/Test/Shared',
      Match.stringLikeRegexp('subscribed to the alerts of mute:'),
    );
  });

  it('warn that an existing bucket does not delete rows of retrainings and kept answers by itself', () => {
    const warningsOf = (...definitions: MonitorDefinition[]) => {
      const stack = new Stack(new App(), 'Test');
      new SharedResources(stack, 'Shared', { definitions, stateBucket: 'ml-monitoring' });
      return Annotations.fromStack(stack)
        .findWarning('*', Match.stringLikeRegexp('keeps rows of'))
        .map(({ entry }) => entry.data);
    };
    const silent = FLIGHTS.replace('/flight-delays/ }', '/flight-delays/, keepAnswers: P0D }');
    expect(warningsOf(define(MINIMAL), define(silent))).toEqual([]);
    expect(warningsOf(define(silent), define(RETRAINED, 'again'))).toEqual([
      expect.stringMatching(
        /rows of again until .*: retraining_data\/ 30 days, kept_answers\/ 400 days, kept_answers\/flight-delays\/ 1 day \(docs\/deploy\.md\)/,
      ),
    ]);
  });

  it('send each of two teams with hundreds of monitors the alerts of its own', () => {
    const definitions = Array.from({ length: 400 }, (_, i) =>
      define(FLIGHTS.replace('ml-oncall', i % 2 === 0 ? 'even' : 'odd'), `m${i}`),
    );
    const stack = new Stack(new App(), 'Test');
    new SharedResources(stack, 'Shared', { definitions });
    const policies = [...resourcesOf(Template.fromStack(stack), 'AWS::SNS::Subscription').values()].map(
      ({ Properties }) => Properties.FilterPolicy,
    );
    expect(policies).toEqual([{ email: ['even@example.com'] }, { email: ['odd@example.com'] }, undefined, undefined]);
  });
});

describe('alarms', () => {
  it('send messages when they are raised; when they end, only those that begin in the state ALARM', () => {
    const alarms = [...resourcesOf(template, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);
    expect(alarms.filter(({ AlarmActions }) => AlarmActions?.length !== 1)).toEqual([]);
    const ended = alarms.filter(({ OKActions }) => OKActions?.length === 1);
    expect(ended.map(({ MetricName }) => MetricName)).toEqual(['HoursOverdue']);
  });

  it('are raised by one check that is overdue, and by the silence of the watchdog', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Driftwarden',
      MetricName: 'HoursOverdue',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('WatchdogFunction') } }],
      Statistic: 'Maximum',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'breaching',
    });
  });

  it('are raised by a message that could not be delivered, on either topic', () => {
    const emails = ['a@x.org', 'b@x.org'].map((email, i) =>
      define(FLIGHTS.replace('ml-oncall@example.com', email), `m${i}`),
    );
    for (const [definitions, topics] of [
      [emails.slice(1), 1],
      [emails, 2],
    ] as const) {
      synthesize(definitions).template.resourcePropertiesCountIs(
        'AWS::CloudWatch::Alarm',
        {
          MetricName: 'NumberOfNotificationsFailed',
          // By which `driftwarden doctor` finds the topics.
          Dimensions: [{ Name: 'TopicName', Value: Match.anyValue() }],
          Threshold: 1,
          TreatMissingData: 'notBreaching',
        },
        topics,
      );
    }
  });

  it('are raised by a single dead letter', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  it('are raised by a single failed run of any function', () => {
    const errors = [...resourcesOf(template, 'AWS::CloudWatch::Alarm').values()].filter(
      ({ Properties }) => Properties.Namespace === 'AWS/Lambda',
    );
    expect(errors.map(({ Properties }) => [Properties.MetricName, Properties.Threshold, Properties.Statistic])).toEqual(
      Array.from({ length: 3 }, () => ['Errors', 1, 'Sum']),
    );
  });
});
