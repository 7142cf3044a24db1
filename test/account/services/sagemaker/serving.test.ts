import { beforeEach, describe, expect, it } from 'vitest';
import { CAPTURE, configRequest, startEndpoint } from '../../fixture/endpoint.ts';
import { JOBS, type SageMakerAccount } from '../../fixture/sagemaker.ts';
import { MINUTE, NOON } from '../../fixture/start.ts';
import { passes } from './share.ts';

/** When the endpoint has come into service. */
const START = NOON + 4 * MINUTE;

let opened: SageMakerAccount;

beforeEach(async () => {
  opened = await startEndpoint();
});

const invoke = (body: string, more: object = {}) =>
  opened.account.sagemaker.endpoints.invoke('live', { body, ...more });

/** Brings a new configuration of `m1` into service. */
async function reconfigure(config: object, update: object = {}): Promise<void> {
  await opened.call('CreateEndpointConfig', configRequest('c3', 'm1', config));
  await opened.call('UpdateEndpoint', { EndpointName: 'live', EndpointConfigName: 'c3', ...update });
  await opened.account.advanceTo(opened.account.now + 5 * MINUTE);
}

async function captured(): Promise<string[]> {
  await opened.account.advanceTo(opened.account.now + MINUTE);
  const { s3 } = opened.account;
  const texts = s3.keys('data', 'captured/').map((key) => s3.text('data', key)!.trimEnd());
  return texts.flatMap((text) => text.split('\n'));
}

describe('data capture', () => {
  it('writes requests and responses, a file a minute', async () => {
    invoke('1,2', { inferenceId: 'i1', customAttributes: 'x' });
    await opened.account.advanceTo(START + 59_000);
    invoke('3,4');
    await opened.account.advanceTo(START + 2 * MINUTE);
    invoke('5,6');
    await opened.account.advanceTo(START + 3 * MINUTE);
    const { s3 } = opened.account;
    const folder = 'captured/live/AllTraffic/2026/01/10/12/';
    expect(s3.keys('data', 'captured/').map((key) => key.replace(/-0{8}-.*$/, ''))).toEqual([
      `${folder}04-00-000`,
      `${folder}06-00-000`,
    ]);
    const [first, second] = s3.text('data', s3.keys('data', 'captured/')[0])!.trimEnd().split('\n');
    const { eventMetadata, ...record } = JSON.parse(first);
    expect(record).toEqual({
      captureData: {
        endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: '1,2', encoding: 'CSV' },
        endpointOutput: { observedContentType: 'text/csv', mode: 'OUTPUT', data: 'm1:1,2', encoding: 'CSV' },
      },
      eventVersion: '0',
    });
    expect(eventMetadata).toMatchObject({
      inferenceId: 'i1',
      customAttributes: ['x'],
      inferenceTime: '2026-01-10T12:04:00Z',
    });
    expect(JSON.parse(second).eventMetadata.inferenceTime).toBe('2026-01-10T12:04:59Z');
  });

  it('stops with a configuration that does not say it', async () => {
    await reconfigure({ DataCaptureConfig: undefined });
    invoke('1');
    expect(await captured()).toEqual([]);
  });

  it('is retained with all properties of the variants, unless it is left out of them', async () => {
    await reconfigure({ DataCaptureConfig: undefined }, { RetainAllVariantProperties: true });
    invoke('1');
    expect(await captured()).toHaveLength(1);
    const left = [{ VariantPropertyType: 'DataCaptureConfig' }];
    const update = { RetainAllVariantProperties: true, ExcludeRetainedVariantProperties: left };
    await opened.call('UpdateEndpoint', { EndpointName: 'live', EndpointConfigName: 'c3', ...update });
    await opened.account.advanceTo(opened.account.now + 5 * MINUTE);
    invoke('2');
    expect(await captured()).toHaveLength(1);
  });

  it('takes its share, one side only, in base64 when the content type is not listed', async () => {
    const CaptureOptions = [{ CaptureMode: 'Input' }];
    await reconfigure({ DataCaptureConfig: { ...CAPTURE, InitialSamplingPercentage: 20, CaptureOptions } });
    for (let request = 1; request <= 10; request++) invoke(`{"a":${request}}`, { contentType: 'application/json' });
    const records = (await captured()).map((line) => JSON.parse(line).captureData);
    const input = { observedContentType: 'application/json', mode: 'INPUT', encoding: 'BASE64' };
    expect(records).toEqual([
      { endpointInput: { ...input, data: Buffer.from('{"a":5}').toString('base64') } },
      { endpointInput: { ...input, data: Buffer.from('{"a":10}').toString('base64') } },
    ]);
  });

  it('is lost without an error when the role may not write', async () => {
    opened = await startEndpoint({
      jobs: [...JOBS, { Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::data/captured/*' }],
    });
    expect(invoke('1')).toMatchObject({ status: 200 });
    expect(await captured()).toEqual([]);
    expect(opened.account.sagemaker.endpoints.serving.captures.lost).toHaveLength(1);
  });
});

describe('a request that fails', () => {
  it('is counted, under the endpoint and under its configuration, and not captured', async () => {
    const { serving } = opened.account.sagemaker.endpoints;
    serving.latency = () => 2500;
    invoke('1');
    serving.predictor = () => ({ failure: 'HTTP 500' });
    expect(invoke('2')).toMatchObject({ status: 424, body: 'HTTP 500' });
    expect(await captured()).toHaveLength(1);
    const sums = (name: string) =>
      opened.account
        .metrics({ namespace: 'AWS/SageMaker', name, dimensions: { EndpointName: 'live' } })
        .map(({ dimensions, samples }) => [dimensions.length, samples.reduce((sum, sample) => sum + sample.sum, 0)]);
    expect(sums('Invocations')).toEqual([
      [2, 2],
      [3, 2],
    ]);
    expect(sums('Invocation5XXErrors')).toEqual([
      [2, 1],
      [3, 1],
    ]);
    expect(sums('ModelLatency')).toEqual([
      [2, 2 * 2500],
      [3, 2 * 2500],
    ]);
  });

  it.each([
    ['a status of 4XX', 415, [1, 0, 1]],
    ['a status of 5XX', 503, [0, 1, 1]],
    ['a timeout', 'timeout', [0, 0, 1]],
    ['a malformed response', 'malformed', [0, 0, 1]],
  ] as const)('is counted in the metrics of its kind: %s', (_, how, errors) => {
    const { serving } = opened.account.sagemaker.endpoints;
    serving.predictor = () => ({ failure: 'failed', how });
    expect(invoke('1')).toMatchObject({ status: 424 });
    const sums = ['Invocation4XXErrors', 'Invocation5XXErrors', 'InvocationModelErrors'].map((name) => {
      const dimensions = { EndpointName: 'live', EndpointConfigName: 'c1' };
      const [{ samples }] = opened.account.metrics({ namespace: 'AWS/SageMaker', name, dimensions });
      return samples.reduce((sum, sample) => sum + sample.sum, 0);
    });
    expect(sums).toEqual(errors);
  });

  it('for an endpoint that does not serve is refused', async () => {
    await opened.call('CreateEndpoint', { EndpointName: 'new', EndpointConfigName: 'c1' });
    const { endpoints } = opened.account.sagemaker;
    expect(() => endpoints.invoke('new', { body: '1' })).toThrow(/not in service/);
    expect(() => endpoints.invoke('none', { body: '1' })).toThrow(/Could not find endpoint/);
  });
});

it.each([0, 0.1, 0.25, 1 / 3, 0.5, 0.7, 1])('a share of %s passes as many of the first n as it says', (share) => {
  let passed = 0;
  for (let number = 1; number <= 300; number++) {
    if (passes(number, share)) passed++;
    expect(Math.abs(passed - number * share)).toBeLessThan(1);
  }
});
