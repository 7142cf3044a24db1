import { afterEach, describe, expect, it } from 'vitest';
import { plannedSteps } from '../../smoke/plan.ts';
import { SmokeAccount, synthesizeSmoke } from './smoke-account.ts';

const synthesized = synthesizeSmoke(null);
let opened: SmokeAccount | undefined;

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

describe('the steps without SageMaker, in the test account', () => {
  it('see alerts and alarms arrive, and find the assumptions confirmed', async () => {
    opened = await SmokeAccount.start(synthesized, null);
    await opened.runChecks();
    const { deployment, lines, session, steps } = opened;
    const apart = ['bucket', 'data', 'deploy', 'queue', 'recursion'];
    expect(steps.ids).toEqual(plannedSteps(false).filter((id) => !apart.includes(id)));
    expect(lines.filter((line) => line.startsWith('  failed'))).toEqual([]);
    expect(session.evidence.refuted).toEqual([]);
    expect(session.evidence.table().filter((line) => line.startsWith('confirmed'))).toEqual([
      expect.stringContaining('Lambda retries a failed asynchronous event twice'),
      expect.stringContaining('have one winner'),
      expect.stringContaining('404 for a missing key'),
      expect.stringContaining('the key of the alert topic'),
      expect.stringContaining('STS verifies each header'),
      expect.stringContaining('`GetCallerIdentity` needs no permission'),
    ]);
    expect(deployment.account.denied()).toEqual([]);
  });
});
