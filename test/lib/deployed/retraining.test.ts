import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, FIRST_DAY, HOUR } from '../../core/stories/story-fixture.ts';
import { Deployment, synthesizeStack } from './deployment.ts';
import { executionsOf, operate, recordOf, retrainingMails, stateOf, Team } from './retraining-account.ts';
import { DATA, FAR, HEAVY, labelFile, PARCELS, retrainedDefinition } from './retraining-parcels.ts';

const MINUTE = 60_000;
/** Far parcels are late from the second day on; the third bad day is known on the sixth morning. */
const TRUTH = [HEAVY, FAR, FAR, FAR, FAR, FAR, FAR, FAR];
const ID = 'retraining-2001-02-04';
const CANDIDATE = `driftwarden-parcels-${ID}`;
/** The copy of the configuration that a person made. */
const PREVIOUS = `${CANDIDATE}-previous`;

describe('a model whose world has changed, deployed', () => {
  const synthesized = synthesizeStack([retrainedDefinition({ name: PARCELS })], { tags: { team: 'ml' } });
  let deployment: Deployment;
  let team: Team;
  /** The active baseline before the retraining. */
  let firstBaseline: string | null;

  beforeAll(async () => {
    deployment = await Deployment.start(synthesized, { now: FIRST_DAY + 11 * HOUR });
    team = new Team(deployment);
    await team.createEndpoint(PARCELS);
    await deployment.buildBaseline(PARCELS);
    firstBaseline = stateOf(deployment, PARCELS).baseline;
    for (const [day, truth] of TRUTH.entries()) deployment.upload(DATA, labelFile(day, truth));
    for (const day of TRUTH.keys()) await team.serveDay(day);
    await team.serveDay(TRUTH.length);
    await deployment.account.advanceTo(FIRST_DAY + (TRUTH.length + 1) * DAY + 7 * HOUR);
  });
  afterAll(() => deployment?.account.stop());

  it('is retrained once, by the check that found the third bad day', () => {
    const executions = executionsOf(deployment, PARCELS);

    expect(executions.map(({ name, status, output }) => [name, status, output])).toEqual([
      [
        CANDIDATE,
        'SUCCEEDED',
        { end: 'promoted', message: expect.stringMatching(/^accuracy 0\.9500 \(live model 0\.4700\)/), notified: true },
      ],
    ]);
    // With the check of half past six, and what the schedule lets it be late.
    const begun = executions[0].startDate - (FIRST_DAY + 5 * DAY + 6 * HOUR);
    expect([begun >= 30 * MINUTE, begun <= 45 * MINUTE]).toEqual([true, true]);
    expect(deployment.account.sagemaker.training.jobs.map(({ name }) => name)).toEqual([`${CANDIDATE}-0`]);
  });

  it('serves a model of the present rule, with data capture and network isolation as before', async () => {
    expect(await team.serving(PARCELS)).toEqual({ config: CANDIDATE, captured: true });
    const before = await team.call('DescribeEndpointConfig', { EndpointConfigName: 'parcels-first' });
    const after = await team.call('DescribeEndpointConfig', { EndpointConfigName: CANDIDATE });
    const { DataCaptureConfig, EnableNetworkIsolation } = before;
    expect(after).toMatchObject({ DataCaptureConfig, EnableNetworkIsolation });
    expect(EnableNetworkIsolation).toBe(true);
    expect(await team.call('DescribeModel', { ModelName: CANDIDATE })).toMatchObject({ EnableNetworkIsolation });
    expect(after.ProductionVariants).toEqual([{ ...(before.ProductionVariants as object[])[0], ModelName: CANDIDATE }]);
  });

  it('is made of resources with the tags of the stack, as is the copy of what served before', async () => {
    const { transform } = deployment.account.sagemaker;
    const made = [
      `training-job/${CANDIDATE}-0`,
      ...transform.jobs.map(({ input }) => `transform-job/${input.TransformJobName}`),
      `model/${CANDIDATE}`,
      `model-package-group/driftwarden-${PARCELS}`,
      `endpoint-config/${CANDIDATE}`,
      `endpoint-config/${PREVIOUS}`,
    ];
    expect(made).toHaveLength(transform.jobs.length + 5);
    for (const resource of made) {
      const ResourceArn = `arn:aws:sagemaker:us-east-1:123456789012:${resource}`;
      const { Tags } = await team.call('ListTags', { ResourceArn });
      expect([resource, Tags]).toEqual([resource, expect.arrayContaining([{ Key: 'team', Value: 'ml' }])]);
    }
  });

  it('gets a baseline of its own, and the old one is kept', () => {
    const { baseline, model, lock, retraining } = stateOf(deployment, PARCELS);

    expect(baseline).not.toBe(firstBaseline);
    expect(model).toEqual({
      retraining: ID,
      endpointConfig: CANDIDATE,
      baseline,
      since: expect.any(Number),
      previous: { retraining: null, endpointConfig: PREVIOUS, baseline: firstBaseline },
    });
    expect([lock, retraining]).toEqual([null, null]);
    const stored = [...deployment.stored().keys()].filter((key) => key.startsWith('parcels/baselines/'));
    expect(new Set(stored.map((key) => key.split('/')[2]))).toEqual(new Set([firstBaseline, baseline]));
  });

  it('is one alert, after three bad days and before quiet ones', () => {
    expect(deployment.alerts().map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^\[OPEN critical\] parcels: accuracy 0\.5000/),
      expect.stringMatching(/^\[STILL OPEN critical\] parcels: accuracy 0\.4550/),
      expect.stringMatching(/^\[STILL OPEN critical\] parcels: accuracy 0\.4700/),
      expect.stringMatching(/^\[RETRAINED\] parcels: accuracy 0\.9500 \(live model 0\.4700\)/),
    ]);
    const [{ text }] = retrainingMails(deployment, PARCELS);
    expect(text).toMatch(/^in service +the retrained model/m);
    expect(text).toMatch(/accuracy < 0\.8.*2001-02-04/);
    expect(text).toMatch(/^dedupe key +parcels\/retraining-2001-02-04\/promoted$/m);
    expect(recordOf(deployment, PARCELS, ID)).toMatchObject({ end: 'promoted', id: ID, baseline: firstBaseline });
  });

  it('performs well from then on', () => {
    const { checks, incidents } = stateOf(deployment, PARCELS);
    const met = checks.accuracy.map(({ window, limits }) => [window, limits.map((limit) => limit.met)]);

    expect(met.slice(-3)).toEqual([
      // The old model's last day is measured when it is gone, and asks for nothing any more.
      ['2001-02-06', [false, false]],
      ['2001-02-07', [false, false]],
      ['2001-02-08', [false, false]],
    ]);
    expect(incidents.map(({ state }) => state)).toEqual(['recovered']);
  });

  it('needed no permission that it lacks, and left nothing behind', () => {
    const { account } = deployment;
    expect(account.denied()).toEqual([]);
    expect(account.lambda.runs.map(({ error }) => error).filter(Boolean)).toEqual([]);
    expect(account.sagemaker.endpoints.serving.captures.lost).toEqual([]);
    expect(deployment.deadLetters()).toEqual([]);
    expect(deployment.alarmMails().filter(({ subject }) => /retraining/i.test(subject))).toEqual([]);
  });

  it('is rolled back to the previous model and its baseline on request, once', async () => {
    const ask = (person: string) => operate(deployment, { operation: 'rollback', monitor: PARCELS }, person);
    const requested = await Promise.all([ask('Ann'), ask('Bob')]);
    await deployment.account.advanceTo(deployment.account.now + HOUR);

    // The second request reports that it runs, or starts the same execution.
    expect(requested.map(({ result }) => (result as { id: string }).id)).toEqual([
      `rollback-of-${ID}`,
      `rollback-of-${ID}`,
    ]);
    expect(executionsOf(deployment, PARCELS).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(await team.serving(PARCELS)).toEqual({ config: PREVIOUS, captured: true });
    const { baseline, model, lock } = stateOf(deployment, PARCELS);
    expect([baseline, model?.endpointConfig, model?.previous, lock]).toEqual([firstBaseline, PREVIOUS, null, null]);
    expect(retrainingMails(deployment, PARCELS).map(({ subject }) => subject.split(':')[0])).toEqual([
      '[RETRAINED] parcels',
      '[RESTORED] parcels',
    ]);
    expect(deployment.account.denied()).toEqual([]);
  });

  it('cannot be replaced by a configuration that a person made, whatever the caller sends to the machine', async () => {
    const { account } = deployment;
    const { role } = account.states.machine(deployment.idOf(deployment.stack.platform.retraining!.machine.machine));
    const update = (EndpointConfigName: string) =>
      account.sagemaker.call('UpdateEndpoint', { EndpointName: PARCELS, EndpointConfigName }, role);
    await expect(update('parcels-first')).rejects.toThrow(/not authorized to perform: sagemaker:UpdateEndpoint/);
    await expect(update('driftwarden-others-1')).rejects.toThrow(/not authorized to perform: sagemaker:UpdateEndpoint/);
  });
});
