import { App, Duration } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { readAppSettings } from '../../bin/app-settings.ts';
import { SettingError } from '../../bin/setting.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:oncall/pagerduty-a1B2c3';
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:ml-alerts';

/** As the CDK's command line hands settings on, or as cdk.json has them. */
function read(given: Readonly<Record<string, unknown>>) {
  const { node } = new App({ context: given });
  return readAppSettings((key) => node.tryGetContext(key));
}

describe('readAppSettings', () => {
  it('leaves everything at its default', () => {
    expect(read({})).toEqual({ dataKeys: [], dashboards: true });
  });

  it.each([
    ['namespace', 'ML', { namespace: 'ML' }],
    ['alertFormat', 'chat', { alertFormat: 'chat' }],
    ['dashboards', 'false', { dashboards: false }],
    ['dashboards', false, { dashboards: false }],
    ['dataKeys', 'a, b', { dataKeys: ['a', 'b'] }],
    ['memory', '512', { memorySize: 512 }],
    ['memory', 10_240, { memorySize: 10_240 }],
    ['reservedConcurrency', '1', { reservedConcurrency: 1 }],
    ['readingConcurrency', '20', { readingConcurrency: 20 }],
    ['toleratedReadingFailures', 0, { toleratedReadingFailures: 0 }],
    ['flexibleWindow', '60', { flexibleWindow: Duration.minutes(60) }],
    ['logRetention', '365', { logRetention: RetentionDays.ONE_YEAR }],
    ['tags', 'team=ml, stage=a=b', { tags: { team: 'ml', stage: 'a=b' } }],
    ['tags', { team: 'ml' }, { tags: { team: 'ml' } }],
    ['key', 'new', { key: 'new' }],
    ['key', KEY, { key: KEY }],
    ['formerKeys', `${KEY},${KEY}`, { formerKeys: [KEY, KEY] }],
    ['stateBucket', 'ml-monitoring', { stateBucket: 'ml-monitoring' }],
    ['alertTopic', TOPIC, { alertTopic: TOPIC }],
    ['pagerDuty', 'oncall/pagerduty', { pagerDuty: { secret: 'oncall/pagerduty' } }],
    ['pagerDuty', SECRET, { pagerDuty: { secret: SECRET } }],
  ])('reads %s %j', (key, given, expected) => {
    expect(read({ [key]: given })).toEqual({ dataKeys: [], dashboards: true, ...expected });
  });

  it('reads targets of alerts', () => {
    const given = { pagerDuty: 'key', pagerDutyRegion: 'eu', webhook: 'https://example.com/a?b=c', webhookSecret: 's' };
    expect(read({ ...given, secretsKey: KEY })).toMatchObject({
      pagerDuty: { secret: 'key', region: 'eu' },
      webhook: { url: 'https://example.com/a?b=c', secret: 's' },
      secretsKey: KEY,
    });
  });

  it.each<[Record<string, string>, string]>([
    [{ pagerDuty: 'a secret' }, 'the name or ARN of a secret'],
    [{ pagerDuty: SECRET.replace('-a1B2c3', '') }, 'the name or ARN of a secret'],
    [{ pagerDuty: 'key', pagerDutyRegion: 'uk' }, 'us or eu'],
    [{ pagerDutyRegion: 'eu' }, 'pagerDutyRegion belongs to pagerDuty'],
    [{ webhook: 'https://example.com' }, 'webhook and webhookSecret belong together'],
    [{ webhookSecret: 's' }, 'webhook and webhookSecret belong together'],
    [{ webhook: 'http://example.com', webhookSecret: 's' }, 'an https address'],
    [{ webhook: 'https://user:password@example.com', webhookSecret: 's' }, 'without a user name'],
    [{ webhook: 'example.com', webhookSecret: 's' }, 'an https address'],
    [{ secretsKey: KEY }, 'give one of them'],
    [{ pagerDuty: 'key', secretsKey: 'alias/key' }, 'the ARN of a KMS key'],
  ])('refuses the targets %j', (given, message) => {
    const reading = () => read(given);
    expect(reading).toThrow(SettingError);
    expect(reading).toThrow(message);
  });

  it.each([
    ['pagerDuty', 'e93facc04764012d7bfb002500d5d1a6'],
    ['webhookSecret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['webhookSecret', 'whsec_a whsec_b'],
  ])('does not quote a secret that is given for the name of one: %s', (key, secret) => {
    const reading = () => read({ webhook: 'https://example.com', [key]: secret });
    expect(reading).toThrow(`${key} has to be the name or ARN of a secret of Secrets Manager, not the secret itself`);
    expect(reading).not.toThrow(secret);
  });

  it('reads the network', () => {
    expect(read({ subnets: 'subnet-1,subnet-2', securityGroups: 'sg-1' })).toMatchObject({
      network: { subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] },
    });
  });

  it.each([
    ['memory', '511', 'a whole number from 512 to 10240'],
    ['memory', '10241', 'a whole number from 512 to 10240'],
    ['memory', '2048.5', 'a whole number from 512 to 10240'],
    ['memory', '2 GB', 'a whole number from 512 to 10240'],
    ['memory', '', 'a whole number from 512 to 10240'],
    ['memory', {}, 'it has to be a text'],
    ['reservedConcurrency', '0', 'a whole number from 1 to 1000'],
    ['flexibleWindow', '1441', 'a whole number from 1 to 1440'],
    ['logRetention', '2', 'CloudWatch Logs accepts days: 1, 3, 5, 7, '],
    ['logRetention', '9999', 'CloudWatch Logs accepts days: 1, 3, 5, 7, '],
    ['tags', 'team', 'it has to be key=value'],
    ['tags', '=ml', 'it has to be key=value'],
    ['tags', { team: 1 }, 'it has to be key=value'],
    ['key', 'alias/ml', 'new or the ARN of a KMS key'],
    ['key', `${KEY}x`, 'new or the ARN of a KMS key'],
    ['key', 'newer', 'new or the ARN of a KMS key'],
    ['formerKeys', 'new', 'the ARNs of KMS keys'],
    ['stateBucket', 's3://ml', 'the name of a bucket'],
    ['alertTopic', 'ml-alerts', 'the ARN of a topic'],
    ['alertTopicKey', KEY, 'give both'],
    ['subnets', 'subnet-1', 'belong together'],
    ['securityGroups', 'sg-1', 'belong together'],
  ])('refuses %s %j', (key, given, problem) => {
    expect(() => read({ [key]: given })).toThrow(SettingError);
    expect(() => read({ [key]: given })).toThrow(problem);
  });
});
