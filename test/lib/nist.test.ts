import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { NIST80053R5Checks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { MonitoringStack, type MonitoringStackProps } from '../../lib/monitoring-stack.ts';
import { define, RETRAINED } from './definitions.ts';

const NETWORK = {
  subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  securityGroupIds: ['sg-0123456789abcdef0'],
};

/** The rules that a stack with monitors that retrain deviates from. */
function deviations(props: Partial<MonitoringStackProps> = {}): string[] {
  const app = new App();
  const stack = new MonitoringStack(app, 'Test', { ...props, definitions: [define(RETRAINED)] });
  const { violations } = new NIST80053R5Checks(app).validateScope(stack);
  return [...new Set(violations.map(({ ruleName }) => ruleName.replace('NIST.800.53.R5-', '')))].sort();
}

/** The table of docs/deploy.md: by rule, why the stack deviates. */
const documented = new Map(
  [...readFileSync('docs/deploy.md', 'utf8').matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, rule, reason]) => [
    rule,
    reason,
  ]),
);

describe("the rules of cdk-nag's pack for NIST 800-53", () => {
  it('hold but for those that docs/deploy.md gives reasons for', () => {
    const found = deviations();
    expect(found.filter((rule) => !documented.has(rule))).toEqual([]);
    const rules = [...documented.keys()].filter((name) => /^(S3|CloudWatch|IAM|Lambda|SNS|SQS|KMS)[A-Z]/.test(name));
    expect(rules.sort()).toEqual(found);
  });

  it('hold about network and concurrency with settings', () => {
    const without = deviations({ network: NETWORK, reservedConcurrency: 5 });
    expect(deviations().filter((rule) => !without.includes(rule))).toEqual(['LambdaConcurrency', 'LambdaInsideVPC']);
  });

  it('hold likewise with PagerDuty and a webhook', () => {
    const targets = { pagerDuty: { secret: 'key' }, webhook: { url: 'https://example.com', secret: 'secret' } };
    expect(deviations(targets)).toEqual(deviations());
  });

  it('hold about encryption with a key', () => {
    const without = deviations({ key: 'new' });
    expect(deviations().filter((rule) => !without.includes(rule))).toEqual([
      'CloudWatchLogGroupEncrypted',
      'S3DefaultEncryptionKMS',
    ]);
    expect(without.filter((rule) => !documented.has(rule))).toEqual([]);
  });
});
