import { describe, expect, it } from 'vitest';
import { watchedSampling } from '../../../lambdas/core/retraining/live-capture.ts';

const DESTINATION = { EnableCapture: true, DestinationS3Uri: 's3://captures/all/' };
const WATCHED = { format: 'sagemaker-data-capture', uri: 's3://captures/all/parcels/blue/' } as const;

interface Given {
  readonly endpoint?: object;
  readonly config?: object;
  readonly capture?: Parameters<typeof watchedSampling>[2];
}

const samplingOf = ({ endpoint = {}, config = {}, capture = WATCHED }: Given) =>
  watchedSampling({ endpoint: { EndpointName: 'parcels', ...endpoint }, config: { ...config } }, 'blue', capture);

const configured = { DataCaptureConfig: { ...DESTINATION, InitialSamplingPercentage: 20 } };

describe('the share of the requests that is captured where the monitor reads', () => {
  it.each<[string, Given, number]>([
    ['the configuration', { config: configured }, 20],
    [
      'the endpoint, which may have kept what the configuration does not say',
      { config: configured, endpoint: { DataCaptureConfig: { ...DESTINATION, CurrentSamplingPercentage: 5 } } },
      5,
    ],
    ['the endpoint alone', { endpoint: { DataCaptureConfig: { ...DESTINATION, CurrentSamplingPercentage: 7 } } }, 7],
  ])('is that of %s', (_, given, share) => {
    expect(samplingOf(given)).toBe(share);
  });

  it.each<[string, Given]>([
    ['nothing is captured', {}],
    [
      'the capture is off',
      { config: { DataCaptureConfig: { ...configured.DataCaptureConfig, EnableCapture: false } } },
    ],
    ['the monitor reads a copy', { config: configured, capture: { ...WATCHED, uri: 's3://copy/parcels/blue' } }],
    [
      'the monitor reads another variant',
      { config: configured, capture: { ...WATCHED, uri: 's3://captures/all/parcels/green' } },
    ],
    ['the monitor reads another format', { config: configured, capture: { ...WATCHED, format: 'jsonl' } }],
    ['on a laptop', { capture: { ...WATCHED, uri: 'captures/blue' } }],
  ])('is unknown where %s', (_, given) => {
    expect(samplingOf(given)).toBeNull();
  });
});
