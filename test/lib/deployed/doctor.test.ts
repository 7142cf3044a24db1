import { afterEach, describe, expect, it, vi } from 'vitest';
import { trust } from '../../account/fixture/sagemaker.ts';
import type { Template } from '../../account/template/assembly.ts';
import { run } from '../../bin/fake-process.ts';
import { FIRST_DAY } from '../../core/stories/story-fixture.ts';
import { blocksOf } from '../../documented/blocks.ts';
import { stepsOf } from '../../documented/sessions.ts';
import { type Deployment, deployed, synthesizeStack } from './deployment.ts';
import { parcelDefinition } from './parcels.ts';

const MAILED = { alerts: '{ email: [ann@example.com, bob@example.com] }' };
const ACTIONS = [
  'cloudwatch:DescribeAlarms',
  'cloudwatch:SetAlarmState',
  'cloudwatch:DescribeAlarmHistory',
  'sns:ListSubscriptionsByTopic',
];
const synthesized = synthesizeStack([parcelDefinition(MAILED)]);

/** CloudWatch may no longer use the key of the topics. */
function closeKey({ Resources }: Template): void {
  for (const { Type, Properties } of Object.values(Resources)) {
    if (Type !== 'AWS::KMS::Key') continue;
    const policy = Properties!['KeyPolicy'] as { Statement: unknown[] };
    policy.Statement = policy.Statement.filter((each) => !JSON.stringify(each).includes('cloudwatch.amazonaws.com'));
  }
}

/** Runs the command as a user with these permissions. */
async function doctor({ account }: Deployment, args: readonly string[] = [], actions: readonly string[] = ACTIONS) {
  const role = account.access.addRole('Platform', {
    trust: trust('sso.amazonaws.com'),
    identity: [{ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }],
  });
  const keys = account.access.assumeRole(role, 'sso.amazonaws.com');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ENDPOINT_URL', account.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', keys.sessionToken);
  return run(['doctor', ...args]);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('driftwarden doctor', () => {
  it('sends a test message by an alarm, and leaves the alarm as it was', async () => {
    await deployed(synthesized, { now: FIRST_DAY }, async (deployment) => {
      deployment.account.sns.confirm('bob@example.com', false);
      const before = new Map(deployment.account.alarms.states());
      const { code, stdout, stderr } = await doctor(deployment);
      expect([code, stderr]).toEqual([0, '']);
      const [{ command, output }, ...others] = stepsOf(blocksOf('console account')[0].text);
      expect([command, others]).toEqual(['AWS_REGION=us-east-1 npx driftwarden doctor', []]);
      // CloudFormation ends names with characters of its own.
      const masked = (text: string) => text.replaceAll(/(Driftwarden-\w+?(?:Topic|NotEmpty))[\w-]*/g, '$1…');
      expect(masked(stdout)).toBe(masked(output));
      const mails = deployment.alarmMails();
      expect(mails).toHaveLength(1);
      expect(mails[0].subject).toMatch(/^ALARM: "Driftwarden-/);
      expect(mails[0].text).toContain('driftwarden doctor: a test. Nothing is wrong.');
      expect(new Map(deployment.account.alarms.states())).toEqual(before);
      expect(deployment.account.denied()).toEqual([]);
    });
  });

  it('fails when CloudWatch may not use the key, and says what its history says', async () => {
    await deployed(synthesized, { now: FIRST_DAY, change: closeKey }, async (deployment) => {
      const { code, stdout } = await doctor(deployment);
      expect(code).toBe(1);
      expect(stdout).toMatch(/\n {2}NOT PUBLISHED: Driftwarden-\S+: Failed to execute action /);
      expect(deployment.alarmMails()).toEqual([]);
    });
  });

  it('fails when no subscription is confirmed', async () => {
    await deployed(synthesized, { now: FIRST_DAY }, async (deployment) => {
      for (const address of ['ann@example.com', 'bob@example.com']) deployment.account.sns.confirm(address, false);
      const { code, stdout } = await doctor(deployment, ['--json']);
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject([
        { confirmed: [], pending: ['ann@example.com', 'bob@example.com'], isPublished: true },
      ]);
    });
  });

  it('refuses a stack that is not there, and says what a permission is missing for', async () => {
    await deployed(synthesized, { now: FIRST_DAY }, async (deployment) => {
      const unknown = await doctor(deployment, ['--stack', 'Other']);
      expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('no alarms of a stack Other')]);
      const denied = await doctor(deployment, [], ACTIONS.slice(0, 1));
      expect([denied.code, denied.stderr]).toEqual([1, expect.stringContaining('sns:ListSubscriptionsByTopic')]);
    });
  });
});
