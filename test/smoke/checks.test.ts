import { afterEach, describe, expect, it } from 'vitest';
import { putFiles } from '../../smoke/aws/bucket.ts';
import { plannedSteps } from '../../smoke/plan.ts';
import { checkStory } from '../../smoke/steps/check-story.ts';
import type { Template } from '../account/template/assembly.ts';
import { SmokeAccount, synthesizeSmoke } from './smoke-account.ts';

const synthesized = synthesizeSmoke(null);
let opened: SmokeAccount | undefined;

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

/** Runs the steps that need no SageMaker. */
async function run(change?: (template: Template) => void): Promise<SmokeAccount> {
  opened = await SmokeAccount.start(synthesized, null, change);
  const { session, steps, deployed, generated } = opened;
  await putFiles(session, deployed.bucket, generated.files);
  await checkStory(session, steps, deployed, generated.windows);
  return opened;
}

describe('the steps without SageMaker, in the test account', () => {
  it('see alerts and alarms arrive, and find the assumptions confirmed', async () => {
    const { deployment, lines, session, steps } = await run();
    const apart = ['bucket', 'data', 'deploy', 'queue', 'recursion'];
    expect(steps.ids).toEqual(plannedSteps(false).filter((id) => !apart.includes(id)));
    expect(lines.filter((line) => line.startsWith('  failed'))).toEqual([]);
    expect(session.evidence.refuted).toEqual([]);
    expect(session.evidence.table().filter((line) => line.startsWith('confirmed'))).toEqual([
      expect.stringContaining('Lambda retries a failed asynchronous event twice'),
      expect.stringContaining('have one winner'),
      expect.stringContaining('404 for a missing key'),
      expect.stringContaining('the key of the alert topic'),
    ]);
    expect(deployment.account.denied()).toEqual([]);
  });

  it('find out that CloudWatch may not use the key of the alert topic', async () => {
    const forget = ({ Resources }: Template) => {
      for (const { Type, Properties } of Object.values(Resources)) {
        if (Type !== 'AWS::KMS::Key') continue;
        const { KeyPolicy } = Properties as { KeyPolicy: { Statement: { Principal: { Service?: string } }[] } };
        KeyPolicy.Statement = KeyPolicy.Statement.filter(
          ({ Principal }) => Principal.Service !== 'cloudwatch.amazonaws.com',
        );
      }
    };
    await expect(run(forget)).rejects.toThrow(/in vain for the message of .*; 2 other messages arrived/);
    expect(opened?.session.evidence.refuted).toEqual(['alarm-key']);
    expect(opened?.lines.at(-1)).toMatch(/^ {2}failed, 2 min \d+ s: waited 2 min 0 s in vain/);
  });

  it('find out that failed events are not handed over', async () => {
    const forget = ({ Resources }: Template) => {
      for (const { Type, Properties } of Object.values(Resources)) {
        if (Type === 'AWS::Lambda::EventInvokeConfig') Object.assign(Properties as object, { MaximumRetryAttempts: 1 });
      }
    };
    await expect(run(forget)).rejects.toThrow(/^2 attempts in /);
    expect(opened?.session.evidence.refuted).toEqual(['asynchronous-retries']);
  });
});
