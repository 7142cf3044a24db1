import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAssembly } from '../../account/template/assembly.ts';
import { define } from '../definitions.ts';
import { synthesizeStack } from './deployment.ts';
import { retrainedDefinition } from './retraining-parcels.ts';
import { Stage } from './retraining-stage.ts';

const sections = { schedule: '{ drift: "cron(0 6 1 * ? *)", accuracy: "cron(30 6 1 * ? *)", timeZone: UTC }' };
const PROMOTES = 'promotes';
const role = 'arn:aws:iam::123456789012:role/OtherJobs';
const OTHER = retrainedDefinition({ name: 'other', sections, retraining: { role } });
const RETRAINED = retrainedDefinition({ name: PROMOTES, sections });
const WITH_OTHER_ROLE = retrainedDefinition({ name: PROMOTES, sections, retraining: { role } });
const WITHOUT = define(JSON.stringify({ ...JSON.parse(RETRAINED.json), retraining: undefined }), PROMOTES);

/** A model that a retraining has deployed reads its artifact whenever an instance starts: when it scales, and when it is deployed again. */
describe('a model that was promoted', () => {
  const synthesized = synthesizeStack([RETRAINED, OTHER]);
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(synthesized, [PROMOTES]);
    await stage.prepare(PROMOTES);
    await stage.ask(PROMOTES);
    await stage.settle(PROMOTES);
    expect((await stage.ending(PROMOTES)).run?.end).toBe('promoted');
  });
  afterAll(() => stage?.deployment.account.stop());
  beforeEach(() => stage.deployment.account.changePolicies());

  /** As if the team gave the endpoint other instances: each of them starts anew. */
  async function redeploy(name: string): Promise<unknown> {
    const { team, deployment } = stage;
    const { EndpointConfigName } = await team.call('DescribeEndpoint', { EndpointName: PROMOTES });
    const { ProductionVariants, DataCaptureConfig } = await team.call('DescribeEndpointConfig', { EndpointConfigName });
    await team.call('CreateEndpointConfig', { EndpointConfigName: name, ProductionVariants, DataCaptureConfig });
    await team.call('UpdateEndpoint', { EndpointName: PROMOTES, EndpointConfigName: name });
    await deployment.account.advanceTo(deployment.account.now + 10 * 60_000);
    const { EndpointStatus, FailureReason } = await team.call('DescribeEndpoint', { EndpointName: PROMOTES });
    return FailureReason ?? EndpointStatus;
  }

  it('starts again while its monitor retrains', async () => {
    expect(await redeploy('as-deployed')).toBe('InService');
  });

  it.each([
    ['its monitor no longer retrains', 'not-retrained', synthesizeStack([WITHOUT, OTHER])],
    ['its monitor has another role', 'with-another-role', synthesizeStack([WITH_OTHER_ROLE, OTHER])],
    ['its monitor is removed', 'not-monitored', synthesizeStack([OTHER])],
    ['nothing retrains any more', 'nothing-retrained', synthesizeStack([WITHOUT])],
  ])('starts again after %s', async (_, name, { cdkOut }) => {
    const { template } = readAssembly(cdkOut);
    stage.deployment.account.changePolicies((deployed) => replace(deployed.Resources, template.Resources));
    expect(await redeploy(name)).toBe('InService');
  });

  it('starts again after the stack is destroyed', async () => {
    stage.deployment.account.changePolicies((deployed) => replace(deployed.Resources, {}));
    expect(await redeploy('destroyed')).toBe('InService');
  });
});

function replace(resources: Record<string, unknown>, others: Readonly<Record<string, unknown>>): void {
  for (const id of Object.keys(resources)) delete resources[id];
  Object.assign(resources, others);
}
