import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { MonitoringStack } from '../../lib/monitoring-stack.ts';
import { define, defineMany, FLIGHTS, MINIMAL } from './definitions.ts';
import { counts, inventory, resourcesOf, synthesize, type TemplateResource } from './templates.ts';

describe('MonitoringStack', () => {
  const { template } = synthesize([define(FLIGHTS)]);

  it('has the template of the snapshot', () => {
    // Asset hashes change with every line of code; everything else is looked at when it changes.
    const text = JSON.stringify(template.toJSON(), null, 2).replaceAll(/[0-9a-f]{64}/g, '<hash>');
    expect(text).toMatchSnapshot();
  });

  it('has these resources and no others', () => {
    expect(counts(template)).toEqual({
      'AWS::CloudWatch::Alarm': 6,
      'AWS::CloudWatch::Dashboard': 1,
      'AWS::IAM::Policy': 7,
      'AWS::IAM::Role': 6,
      'AWS::KMS::Key': 1,
      'AWS::Lambda::EventInvokeConfig': 4,
      'AWS::Lambda::Function': 4,
      'AWS::Logs::LogGroup': 4,
      'AWS::S3::Bucket': 1,
      'AWS::S3::BucketPolicy': 1,
      'AWS::SNS::Subscription': 1,
      'AWS::SNS::Topic': 1,
      'AWS::SNS::TopicPolicy': 1,
      'AWS::SQS::Queue': 1,
      'AWS::SQS::QueuePolicy': 1,
      'AWS::Scheduler::Schedule': 3,
    });
  });

  it('gives nothing a physical name, so that two deployments do not clash', () => {
    const names = Object.values(template.toJSON().Resources as Record<string, TemplateResource>).flatMap(
      ({ Properties }) =>
        [
          'BucketName',
          'TopicName',
          'QueueName',
          'FunctionName',
          'RoleName',
          'AlarmName',
          'DashboardName',
          'LogGroupName',
        ].filter((name) => typeof Properties?.[name] === 'string'),
    );
    expect(names).toEqual([]);
  });

  it('needs two schedules and a dashboard for one monitor more', () => {
    const before = new Set(inventory(synthesize(defineMany(4)).template));
    const after = inventory(synthesize(defineMany(5)).template);
    expect(after.filter((line) => !before.has(line)).map((line) => line.split(' ')[0])).toEqual([
      'AWS::CloudWatch::Dashboard',
      'AWS::Scheduler::Schedule',
      'AWS::Scheduler::Schedule',
    ]);
    expect(after).toEqual(expect.arrayContaining([...before]));
  });

  it('leaves out the resources of absent sections', () => {
    const minimal = synthesize([define(MINIMAL, 'm')], { dashboards: false }).template;
    minimal.resourceCountIs('AWS::Scheduler::Schedule', 2);
    minimal.resourceCountIs('AWS::SNS::Subscription', 0);
    minimal.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });

  it('can be synthesized without a monitor, and says so', () => {
    const app = new App();
    const stack = new MonitoringStack(app, 'Empty', { definitions: [] });
    Template.fromStack(stack).resourceCountIs('AWS::Scheduler::Schedule', 1);
    const warnings = stack.node.metadata.filter(({ type }) => type === 'aws:cdk:warning');
    expect(warnings.map(({ data }) => data)).toEqual([expect.stringContaining('there is no monitor to deploy')]);
  });
});

describe('the state bucket', () => {
  const { template } = synthesize([define(FLIGHTS)]);

  it('is encrypted, versioned, private, and outlives the stack', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: {
          Rules: Match.arrayWith([
            Match.objectLike({
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
              NoncurrentVersionExpiration: { NoncurrentDays: 90 },
              Status: 'Enabled',
            }),
          ]),
        },
      },
    });
  });

  it('refuses requests without TLS', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  it('keeps its logical id: another one would be an empty bucket after an upgrade', () => {
    expect([...resourcesOf(template, 'AWS::S3::Bucket').keys()]).toEqual(['PlatformStateBucket729EB67A']);
  });
});
