import { afterEach, describe, expect, it } from 'vitest';
import type { Template } from '../account/template/assembly.ts';
import { SmokeAccount, synthesizeSmoke } from './smoke-account.ts';

const synthesized = synthesizeSmoke(null);
let opened: SmokeAccount | undefined;

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

/** Runs the steps that need no SageMaker in an account that is not as it should be. */
async function run(change: (template: Template) => void): Promise<void> {
  opened = await SmokeAccount.start(synthesized, null, change);
  await opened.runChecks();
}

describe('the steps without SageMaker, in an account that refutes an assumption,', () => {
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

  it('find out that Lambda makes fewer attempts', async () => {
    const forget = ({ Resources }: Template) => {
      for (const { Type, Properties } of Object.values(Resources)) {
        if (Type === 'AWS::Lambda::EventInvokeConfig') Object.assign(Properties as object, { MaximumRetryAttempts: 1 });
      }
    };
    await expect(run(forget)).rejects.toThrow(/^2 attempts in /);
    expect(opened?.session.evidence.refuted).toEqual(['asynchronous-retries']);
  });
});
