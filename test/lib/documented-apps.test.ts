import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { blocksOf } from '../documented/blocks.ts';
import { define, FLIGHTS } from './definitions.ts';
import { MonitorOfValues, MonitorWithAlarms, OneMonitor, SharedBucket } from './documented-apps.ts';

const APPS = readFileSync(join(import.meta.dirname, 'documented-apps.ts'), 'utf8');

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'documented-apps-'));
  mkdirSync(join(folder, 'monitors'));
  writeFileSync(join(folder, 'monitors/churn.yaml'), FLIGHTS);
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const roleOf = (scope: Construct, id: string) => new Role(scope, id, { assumedBy: new AccountRootPrincipal() });

it('the code on the page is the code that is compiled and synthesized here', () => {
  const onPage = blocksOf('ts cdk').map(({ text }) => text);
  const here = [...APPS.matchAll(/ {4}\/\/ In docs\/deploy.md:\n([\s\S]*?) {4}\/\/ Up to here./g)];
  expect(onPage).toEqual(here.map(([, code]) => code.replaceAll(/^ {4}/gm, '')));
});

it('one monitor: the alarm goes off when the metric is below its limit, and the roles may do what they are granted', () => {
  const stack = new OneMonitor(new App(), 'One', (scope) => ({
    trainingPipelineRole: roleOf(scope, 'Pipeline'),
    dataScientistsRole: roleOf(scope, 'Scientists'),
  }));
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'roc_auc',
    Dimensions: [{ Name: 'Monitor', Value: 'churn' }],
    Threshold: 0.7,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'notBreaching',
  });
  const allowed = (policy: string, actions: unknown) =>
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp(`^${policy}`) }],
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: actions, Effect: 'Allow' })]) },
    });
  allowed('Pipeline', 'lambda:InvokeFunction');
  allowed('Scientists', Match.arrayWith(['s3:GetObject*']));
});

it('a monitor that is given as values has its schedules and recipients', () => {
  const template = Template.fromStack(new MonitorOfValues(new App(), 'Values'));
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ml-oncall@example.com' });
  const schedules = Object.values(template.findResources('AWS::Scheduler::Schedule'));
  const inputs = schedules.map(({ Properties }) => JSON.stringify(Properties.Target.Input));
  expect(inputs.filter((input) => input.includes('prices')).length).toBe(2);
});

it('the alarms on the metrics of a monitor go off at their thresholds', () => {
  const template = Template.fromStack(new MonitorWithAlarms(new App(), 'Alarms', define(FLIGHTS, 'returns')));
  const Dimensions = [{ Name: 'Monitor', Value: 'returns' }];
  for (const [MetricName, Threshold] of [
    ['Rows', 1000] as const,
    ['roc_auc', 0.75] as const,
    ['roc_auc', 0.6] as const,
  ]) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, Threshold, Dimensions });
  }
});

it('a bucket and a topic that are shared are there once', () => {
  const definitions = (name: string) => [define(FLIGHTS, name)];
  const stack = new SharedBucket(new App(), 'Shared', { fraud: definitions('fraud'), pricing: definitions('pricing') });
  Template.fromStack(stack).resourceCountIs('AWS::S3::Bucket', 1);
  const nested = Template.fromStack(stack.ofFraud);
  nested.resourceCountIs('AWS::S3::Bucket', 0);
  nested.resourceCountIs('AWS::Scheduler::Schedule', 2);
});
