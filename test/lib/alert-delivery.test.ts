import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, it } from 'vitest';
import { SharedResources } from '../../lib/shared-resources.ts';
import { define, FLIGHTS, MINIMAL } from './definitions.ts';
import { resourcesOf, synthesize } from './templates.ts';

const PAGERDUTY = { secret: 'oncall/pagerduty' };
const WEBHOOK = { url: 'https://example.com/driftwarden', secret: 'oncall/webhook' };
/** Monitors with different recipients: their alarms have a topic of their own. */
const TWO = [define(FLIGHTS), define(FLIGHTS.replace('ml-oncall', 'other'), 'other')];

const deliveryOf = (...given: Parameters<typeof synthesize>) => {
  const { template } = synthesize(...given);
  const functions = [...resourcesOf(template, 'AWS::Lambda::Function').entries()];
  return { template, own: functions.find(([id]) => id.includes('Delivery'))?.[1].Properties };
};

describe('the function that sends alerts to PagerDuty and to a webhook', () => {
  it('is there for a target only', () => {
    expect(deliveryOf(TWO).own).toBeUndefined();
    expect(Object.keys(deliveryOf(TWO).template.toJSON().Resources).filter((id) => id.includes('Delivery'))).toEqual(
      [],
    );
  });

  it.each([
    [{ pagerDuty: PAGERDUTY }, { PAGERDUTY_SECRET: 'oncall/pagerduty' }],
    [
      { pagerDuty: { ...PAGERDUTY, region: 'eu' as const } },
      { PAGERDUTY_SECRET: 'oncall/pagerduty', PAGERDUTY_URL: 'https://events.eu.pagerduty.com/v2/enqueue' },
    ],
    [{ webhook: WEBHOOK }, { WEBHOOK_URL: WEBHOOK.url, WEBHOOK_SECRET: 'oncall/webhook' }],
  ])('has the names of secrets, not their text: %j', (props, variables) => {
    const { STATE_BUCKET: _, STATE_BUCKET_OWNER: __, ...rest } = deliveryOf(TWO, props).own.Environment.Variables;
    expect(rest).toEqual(variables);
  });

  it.each([
    [{ webhook: { ...WEBHOOK, url: 'http://example.com/Xabc' } }, 'webhook.url has to be an https address'],
    [{ webhook: { ...WEBHOOK, url: 'https://ann:Xabc@example.com' } }, 'without a user name and a password'],
    [
      { webhook: { ...WEBHOOK, secret: 'whsec_Xabc9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } },
      'webhook.secret has to be the name',
    ],
    [{ pagerDuty: { secret: 'Xabccc04764012d7bfb002500d5d1a6f' } }, 'pagerDuty.secret has to be the name'],
  ])('is refused with an address or a secret that is none, which no message quotes: %j', (targets, message) => {
    const create = () => new SharedResources(new Stack(), 'Shared', { definitions: TWO, ...targets });
    expect(create).toThrow(message);
    expect(create).toThrow(/^[^X]*$/);
  });

  it('may have an address that is known only when the stack is deployed, and the constructs of secrets with their keys', () => {
    const stack = new Stack();
    const url = new CfnParameter(stack, 'Url').valueAsString;
    const secret = new Secret(stack, 'Secret', { encryptionKey: new Key(stack, 'SecretKey') });
    new SharedResources(stack, 'Shared', { definitions: TWO, webhook: { url, secret } });
    const template = Template.fromStack(stack);
    const secretArn = { Ref: Match.stringLikeRegexp('^Secret') };
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { WEBHOOK_URL: { Ref: 'Url' }, WEBHOOK_SECRET: secretArn } },
    });
    const statement = (actions: string, resource: object) =>
      Match.objectLike({ Action: Match.arrayWith([actions]), Effect: 'Allow', Resource: resource });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([statement('secretsmanager:GetSecretValue', secretArn)]) },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'kms:Decrypt',
            Principal: { AWS: { 'Fn::GetAtt': [Match.stringLikeRegexp('Delivery'), 'Arn'] } },
          }),
        ]),
      },
    });
  });

  it('needs the construct of a secret whose name is known only when the stack is deployed', () => {
    const stack = new Stack();
    const secret = new CfnParameter(stack, 'Name').valueAsString;
    expect(() => new SharedResources(stack, 'Shared', { definitions: TWO, pagerDuty: { secret } })).toThrow(
      "pagerDuty.secret is known only when the stack is deployed: give the secret's construct",
    );
  });

  it('gets the messages of every topic, and what it cannot get is kept', () => {
    const { template } = deliveryOf(TWO, { pagerDuty: PAGERDUTY });
    const subscriptions = [...resourcesOf(template, 'AWS::SNS::Subscription').values()]
      .map(({ Properties }) => Properties)
      .filter(({ Protocol }) => Protocol === 'lambda');
    expect(subscriptions.map(({ TopicArn }) => TopicArn.Ref.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'PlatformAlertsTopic',
      'PlatformOperationsTopic',
    ]);
    for (const { FilterPolicy, RedrivePolicy } of subscriptions) {
      expect(FilterPolicy).toBeUndefined();
      expect(RedrivePolicy.deadLetterTargetArn).toEqual({
        'Fn::GetAtt': [expect.stringMatching(/DeadLettersQueue/), 'Arn'],
      });
    }
  });

  it('is tried twice more, looks every quarter of an hour, and has an alarm', () => {
    const { template } = deliveryOf(TWO, { pagerDuty: PAGERDUTY, reservedConcurrency: 5 });
    const config = { FunctionName: { Ref: Match.stringLikeRegexp('DeliveryFunction') }, MaximumRetryAttempts: 2 };
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      ...config,
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] } },
      },
    });
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(15 minutes)',
      Target: { Input: '{"operation":"reconcile"}' },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Errors',
      Dimensions: [{ Value: { Ref: Match.stringLikeRegexp('DeliveryFunction') } }],
      AlarmActions: [{ Ref: Match.stringLikeRegexp('OperationsTopic') }],
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: Match.stringLikeRegexp('PagerDuty'),
      Timeout: 300,
      ReservedConcurrentExecutions: 1,
    });
  });

  it('is a receiver: nothing warns of monitors without an address', () => {
    const warnings = [{}, { pagerDuty: PAGERDUTY }].map((targets) => {
      const stack = new Stack(new App(), 'Test');
      new SharedResources(stack, 'Shared', { definitions: [define(MINIMAL, 'mute')], ...targets });
      return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('nobody is subscribed')).length;
    });
    expect(warnings).toEqual([1, 0]);
  });
});
