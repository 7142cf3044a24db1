import { beforeEach, describe, expect, it } from 'vitest';
import { CANARY, configRequest, startEndpoint } from '../../fixture/endpoint.ts';
import { allow, JOBS, OPERATOR, refusal, type SageMakerAccount } from '../../fixture/sagemaker.ts';
import { MINUTE, NOON } from '../../fixture/start.ts';

const named = { EndpointName: 'live' };
/** When the endpoint has come into service and the update begins. */
const START = NOON + 4 * MINUTE;

let opened: SageMakerAccount;
let call: SageMakerAccount['call'];

async function open(...roles: Parameters<typeof startEndpoint>): Promise<void> {
  opened = await startEndpoint(...roles);
  call = opened.call;
}

beforeEach(() => open());

const update = (more: object = {}) => call('UpdateEndpoint', { ...named, EndpointConfigName: 'c2', ...more });
/** Minutes from the beginning of the update. */
const advance = (minutes: number) => opened.account.advanceTo(START + minutes * MINUTE);
async function state(): Promise<unknown[]> {
  const endpoint = await call('DescribeEndpoint', named);
  return [endpoint['EndpointStatus'], endpoint['EndpointConfigName']];
}
/** How many of a hundred requests each model answers. */
function served(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let request = 0; request < 100; request++) {
    const { model } = opened.account.sagemaker.endpoints.invoke('live', { body: '1' });
    counts[model] = (counts[model] ?? 0) + 1;
  }
  return counts;
}

describe('an endpoint', () => {
  it('is created, serves, and is deleted', async () => {
    expect(await call('DescribeEndpoint', named)).toMatchObject({
      EndpointArn: 'arn:aws:sagemaker:us-east-1:123456789012:endpoint/live',
      EndpointStatus: 'InService',
      EndpointConfigName: 'c1',
      ProductionVariants: [{ VariantName: 'AllTraffic', CurrentWeight: 1, CurrentInstanceCount: 2 }],
      DataCaptureConfig: { EnableCapture: true, CaptureStatus: 'Started' },
      CreationTime: NOON / 1000,
      LastModifiedTime: START / 1000,
    });
    expect(served()).toEqual({ m1: 100 });
    await call('DeleteEndpoint', named);
    expect(await refusal(call('DescribeEndpoint', named))).toMatch(/^ValidationException: Could not find endpoint/);
  });

  it('has one name whatever its case, in lower case in its ARN', async () => {
    const { EndpointArn } = await call('CreateEndpoint', { EndpointName: 'Other', EndpointConfigName: 'c1' });
    expect(EndpointArn).toMatch(/:endpoint\/other$/);
    const again = call('CreateEndpoint', { EndpointName: 'OTHER', EndpointConfigName: 'c1' });
    expect(await refusal(again)).toMatch(/^ValidationException: Cannot create already existing endpoint/);
  });

  it('splits its traffic by the weights of its variants', async () => {
    const variant = (name: string, model: string, weight: number) => ({
      VariantName: name,
      ModelName: model,
      InstanceType: 'ml.m5.large',
      InitialInstanceCount: 1,
      InitialVariantWeight: weight,
    });
    const ProductionVariants = [variant('a', 'm1', 3), variant('b', 'm2', 1)];
    await call('CreateEndpointConfig', { EndpointConfigName: 'both', ProductionVariants });
    await update({ EndpointConfigName: 'both' });
    await advance(4);
    expect(served()).toEqual({ m1: 75, m2: 25 });
  });

  it('whose machines never come has failed', async () => {
    opened.account.sagemaker.endpoints.deployments.plan = () => ({ fails: 'no capacity' });
    await call('CreateEndpoint', { EndpointName: 'other', EndpointConfigName: 'c1' });
    await advance(4);
    expect(await call('DescribeEndpoint', { EndpointName: 'other' })).toMatchObject({
      EndpointStatus: 'Failed',
      FailureReason: 'no capacity',
    });
    const again = call('UpdateEndpoint', { EndpointName: 'other', EndpointConfigName: 'c2' });
    expect(await refusal(again)).toMatch(/^ValidationException: Cannot update failed endpoint/);
  });
});

describe('an update', () => {
  it('without a deployment configuration moves all traffic when the machines are there', async () => {
    await update();
    expect(await state()).toEqual(['Updating', 'c1']);
    await advance(4);
    expect(await state()).toEqual(['InService', 'c2']);
    expect(served()).toEqual({ m2: 100 });
  });

  it('bakes a canary, then all, and keeps the old machines for a while', async () => {
    await update({ DeploymentConfig: CANARY });
    const pending = async () => (await call('DescribeEndpoint', named))['PendingDeploymentSummary'];
    await advance(3);
    expect(await pending()).toEqual({ EndpointConfigName: 'c2', ProductionVariants: [], StartTime: START / 1000 });
    expect(served()).toEqual({ m1: 100 });
    await advance(4);
    expect(served()).toEqual({ m1: 90, m2: 10 });
    await advance(9);
    expect(served()).toEqual({ m2: 100 });
    // Four minutes of provisioning, two bakings of five, two of waiting.
    await advance(15.9);
    expect(await state()).toEqual(['Updating', 'c1']);
    expect(await pending()).toMatchObject({ ProductionVariants: [{ VariantName: 'AllTraffic' }] });
    await advance(16);
    expect(await state()).toEqual(['InService', 'c2']);
    expect(await pending()).toBeUndefined();
    expect(await call('DescribeEndpoint', named)).toMatchObject({ LastDeploymentConfig: CANARY });
  });

  it('is refused while another one is under way', async () => {
    await update({ DeploymentConfig: CANARY });
    expect(await refusal(update())).toMatch(/^ValidationException: Cannot update in-progress endpoint/);
    expect(await refusal(call('DeleteEndpoint', named))).toMatch(/^ValidationException: Cannot update in-progress/);
  });

  it('uses the last deployment configuration again when it is retained', async () => {
    await update({ DeploymentConfig: CANARY });
    await advance(16);
    await call('UpdateEndpoint', { ...named, EndpointConfigName: 'c1', RetainDeploymentConfig: true });
    await advance(16 + 15.9);
    expect(await state()).toEqual(['Updating', 'c2']);
    await advance(16 + 16);
    expect(await state()).toEqual(['InService', 'c1']);
  });

  it('to a model that is gone fails, and the old one serves on', async () => {
    await call('DeleteModel', { ModelName: 'm2' });
    await update();
    await advance(4);
    expect(await state()).toEqual(['Failed', 'c1']);
    expect(await call('DescribeEndpoint', named)).toMatchObject({
      FailureReason: expect.stringContaining('Could not find model'),
    });
    expect(served()).toEqual({ m1: 100 });
  });
});

describe('a rollback', () => {
  /** The new model fails, the old one does not. */
  const failing = (name: string) => {
    opened.account.sagemaker.endpoints.serving.predictor = (model, text) =>
      model.name === name ? { failure: 'HTTP 500' } : text;
  };

  it.each([
    ['the canary', 5, 6],
    ['the rest', 10, 11],
  ])(
    'is what an alarm on %s leads to: in service, the old configuration, no reason',
    async (_, failsAt, rollsBackAt) => {
      await update({ DeploymentConfig: CANARY });
      await advance(failsAt);
      failing('m2');
      served();
      await advance(rollsBackAt);
      expect(await state()).toEqual(['RollingBack', 'c1']);
      expect(served()).toEqual({ m1: 100 });
      await advance(rollsBackAt + 1);
      const endpoint = await call('DescribeEndpoint', named);
      expect(endpoint).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'c1' });
      expect(endpoint).not.toHaveProperty('FailureReason');
      expect(endpoint).not.toHaveProperty('PendingDeploymentSummary');
      expect(opened.account.alarms.changes.filter(({ alarm }) => alarm === 'Small-Broken').at(-2)).toMatchObject({
        to: 'ALARM',
        time: START + rollsBackAt * MINUTE,
      });
      await advance(120);
      expect(await state()).toEqual(['InService', 'c1']);
    },
  );

  it('is not rolled back without alarms, or after the last baking time', async () => {
    await update({ DeploymentConfig: { ...CANARY, AutoRollbackConfiguration: undefined } });
    await advance(5);
    failing('m2');
    served();
    await advance(16);
    expect(await state()).toEqual(['InService', 'c2']);
    failing('m1');
    await call('UpdateEndpoint', { ...named, EndpointConfigName: 'c1', DeploymentConfig: CANARY });
    await advance(16 + 14);
    served();
    await advance(16 + 16);
    expect(await state()).toEqual(['InService', 'c1']);
  });

  it('is rolled back when it takes longer than its timeout', async () => {
    const endpoints = opened.account.sagemaker.endpoints;
    endpoints.deployments.plan = () => ({ provisioning: 58 * MINUTE });
    await update({ DeploymentConfig: CANARY });
    await advance(60);
    expect(await state()).toEqual(['RollingBack', 'c1']);
    await advance(61);
    expect(await state()).toEqual(['InService', 'c1']);
    expect(served()).toEqual({ m1: 100 });
  });

  it('is rolled back with a reason when the test demands it', async () => {
    opened.account.sagemaker.endpoints.deployments.plan = () => ({ rollsBack: 'no capacity' });
    await update();
    await advance(5);
    expect(await call('DescribeEndpoint', named)).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'c1',
      FailureReason: 'no capacity',
    });
  });
});

describe('what guardrails need', () => {
  const withAlarms = (...names: string[]) => ({
    DeploymentConfig: { ...CANARY, AutoRollbackConfiguration: { Alarms: names.map((AlarmName) => ({ AlarmName })) } },
  });

  it('the same variants, one to ten alarms that exist', async () => {
    await call('CreateEndpointConfig', configRequest('renamed', 'm2', {}, { VariantName: 'Other' }));
    const renamed = update({ EndpointConfigName: 'renamed', DeploymentConfig: CANARY });
    expect(await refusal(renamed)).toMatch(/^ValidationException: Deployment guardrails need the same variants/);
    expect(await refusal(update(withAlarms('Nobody')))).toMatch(/^ValidationException: The alarm Nobody/);
    expect(await refusal(update(withAlarms()))).toMatch(/^ValidationException: 1 validation error.*Alarms/);
    const eleven = Array.from({ length: 11 }, () => 'Small-Broken');
    expect(await refusal(update(withAlarms(...eleven)))).toMatch(/^ValidationException: 1 validation error.*Alarms/);
    const rolling = { DeploymentConfig: { ...CANARY, RollingUpdatePolicy: {} } };
    expect(await refusal(update(rolling))).toMatch(/^UnsupportedError: .*RollingUpdatePolicy/);
    await update(withAlarms('Small-Broken'));
  });

  it('a role that may look at the alarms', async () => {
    await open({ jobs: JOBS.slice(0, 2) });
    expect(await refusal(update({ DeploymentConfig: CANARY }))).toMatch(/cloudwatch:DescribeAlarms/);
    await update();
  });

  it('the permission on the endpoint and on the configuration', async () => {
    const on = (resource: string) => `arn:aws:sagemaker:us-east-1:123456789012:${resource}`;
    const others = { Effect: 'Allow', NotAction: 'sagemaker:UpdateEndpoint', Resource: '*' };
    for (const [resources, may] of [
      [[on('endpoint/live'), on('endpoint-config/c2')], true],
      [[on('endpoint/live')], false],
      [[on('endpoint-config/c2')], false],
    ] as [string[], boolean][]) {
      await open({ operator: [others, allow('sagemaker:UpdateEndpoint', resources), ...OPERATOR.slice(1)] });
      if (may) await update();
      else expect(await refusal(update())).toMatch(/^AccessDeniedException: .*sagemaker:UpdateEndpoint/);
    }
  });
});

describe('an endpoint configuration', () => {
  it('describes its settings, and needs an existing model and a new name', async () => {
    const described = { EndpointConfigName: 'c1' };
    expect(await call('DescribeEndpointConfig', described)).toMatchObject(configRequest('c1', 'm1'));
    expect(await refusal(call('CreateEndpointConfig', configRequest('c1', 'm1')))).toMatch(
      /already existing endpoint conf/,
    );
    expect(await refusal(call('CreateEndpointConfig', configRequest('c3', 'm3')))).toMatch(/Could not find model/);
    await call('DeleteEndpointConfig', described);
    expect(await refusal(call('DescribeEndpointConfig', described))).toMatch(/Could not find endpoint configuration/);
    expect(served()).toEqual({ m1: 100 });
  });
});
