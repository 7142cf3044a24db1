import { afterEach, describe, expect, it } from 'vitest';
import { putFiles } from '../../smoke/aws/bucket.ts';
import { plannedSteps, STEPS } from '../../smoke/plan.ts';
import { buildBaselines } from '../../smoke/steps/checks.ts';
import { startTraining } from '../../smoke/steps/endpoint.ts';
import { retrainingStory } from '../../smoke/steps/retraining-story.ts';
import { SETTINGS, SmokeAccount, synthesizeSmoke } from './smoke-account.ts';

const synthesized = synthesizeSmoke(SETTINGS);
let opened: SmokeAccount | undefined;

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

/** Runs the steps that need SageMaker, and what they rest on. */
async function run(): Promise<SmokeAccount> {
  opened = await SmokeAccount.start(synthesized, SETTINGS);
  opened.addContainer();
  const { session, steps, deployed, generated } = opened;
  await putFiles(session, deployed.bucket, generated.files);
  await steps.run('training', () => startTraining(session, deployed.bucket, SETTINGS));
  await buildBaselines(session, deployed);
  await retrainingStory(session, steps, deployed, SETTINGS);
  return opened;
}

describe('the steps with SageMaker, in the test account', () => {
  it('train, capture, retrain, approve, deploy and roll back, with the rights of the bucket policies', async () => {
    const { deployment, lines, session, steps } = await run();
    const { evidence, meter, time } = session;
    expect(steps.ids).toEqual(plannedSteps(true).filter((id) => 'retraining' in STEPS[id]));
    expect(lines.filter((line) => line.startsWith('  failed'))).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}approving: \[APPROVE\?\]/));
    expect(lines.filter((line) => /^ {2}\d\d:\d\d:\d\d (Train|ScoreCandidate|Done)$/.test(line))).toHaveLength(4);
    expect(evidence.refuted).toEqual([]);
    expect(evidence.table().filter((line) => line.startsWith('confirmed'))).toHaveLength(10);
    expect(meter.running).toMatchObject([{ what: 'endpoint' }]);
    expect(meter.usages(time.now()).map(({ what }) => what)).toEqual([
      'second fleet while deploying',
      'second fleet while deploying',
      'endpoint',
    ]);
    expect(deployment.account.denied()).toEqual([]);
    expect(deployment.account.sagemaker.endpoints.serving.captures.lost).toEqual([]);
  });
});
