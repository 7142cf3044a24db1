import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AwsContextOptions, awsContext } from '../../../lambdas/adapters/aws/aws-context.ts';
import { buildBaseline } from '../../../lambdas/core/build-baseline/build-baseline.ts';
import { checkDrift } from '../../../lambdas/core/check/check-drift.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { Window } from '../../../lambdas/core/window.ts';
import { type LoopbackServer, startServer, xmlError } from './loopback-server.ts';
import { MemoryS3 } from './memory-s3.ts';

const DAY = 24 * 3_600_000;
const START = Date.UTC(2024, 0, 15);
const monitor = parseMonitor(
  `model: parcel-prices
problem: regression
capture: { uri: s3://ml-data/capture, format: jsonl, time: at, features: [weight], prediction: { value: price } }
baseline: { uri: s3://ml-data/train.csv, value: price }
`,
  'monitors/parcels.yaml',
);

let s3: MemoryS3;
let storage: LoopbackServer;
let cloudWatch: LoopbackServer;
let sns: LoopbackServer;
let clients: AwsContextOptions['clients'];

beforeEach(async () => {
  s3 = new MemoryS3();
  storage = await startServer(s3.answer);
  cloudWatch = await startServer((_request, response) => void response.end('{}'));
  sns = await startServer(
    (_request, response) => void response.end('<PublishResponse><PublishResult/></PublishResponse>'),
  );
  clients = {
    s3: new S3Client(storage.clientSettings),
    cloudWatch: new CloudWatchClient(cloudWatch.clientSettings),
    sns: new SNSClient(sns.clientSettings),
  };
  keep('train.csv', ['weight,price', ...Array.from({ length: 1000 }, (_, i) => `${weight(i)},${10 + (i % 7)}`)]);
});
afterEach(async () => {
  for (const client of Object.values(clients)) client.destroy();
  for (const server of [storage, cloudWatch, sns]) await server.close();
});

function keep(key: string, lines: readonly string[]): void {
  s3.objects.set(`ml-data/${key}`, { bytes: Buffer.from(`${lines.join('\n')}\n`), etag: `"${key}"`, metadata: {} });
}

/** 0 to 99.9, each as often as the others. */
function weight(i: number): number {
  return ((i * 337) % 1000) / 10;
}

/** One day of captured answers whose weights lie `shift` above those of the training data. */
function serve(day: number, shift: number): Window {
  const start = START + day * DAY;
  const name = new Date(start).toISOString().slice(0, 10);
  const lines = Array.from({ length: 1000 }, (_, i) =>
    JSON.stringify({ at: new Date(start + i * 60_000).toISOString(), weight: weight(i) + shift, price: 10 + (i % 7) }),
  );
  keep(`capture/${name}.jsonl`, lines);
  return { name, start, end: start + DAY };
}

function contextAt(now: number, runId: string, more: Partial<AwsContextOptions> = {}) {
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
  return awsContext({ clients, bucket: 'results', prefix: 'driftwarden/', topicArn, now, runId, ...more });
}

function alertsSent(): string[] {
  return sns.received.map(
    ({ body }) => JSON.parse(JSON.parse(new URLSearchParams(body.toString()).get('Message')!).sqs).state,
  );
}

async function checkQuietDay(): Promise<void> {
  await buildBaseline(monitor, contextAt(START, 'baseline'));
  await checkDrift(monitor, serve(0, 0), contextAt(START + DAY, 'run-0'));
}

describe('a drift check in an account', () => {
  it('keeps its results under the prefix, publishes metrics, and sends no alert on a quiet day', async () => {
    await checkQuietDay();
    const names = [...s3.objects.keys()].filter((name) => !name.startsWith('ml-data/'));
    expect(names.filter((name) => !name.startsWith('results/driftwarden/parcels/'))).toEqual([]);
    expect(names).toContain('results/driftwarden/parcels/state.json');
    expect(names).toContain('results/driftwarden/parcels/checks/drift/2024-01-15/result.json');
    const { Namespace, MetricData } = JSON.parse(cloudWatch.received[0].body.toString());
    expect(Namespace).toBe('Driftwarden');
    expect(MetricData).toContainEqual({
      MetricName: 'Rows',
      Value: 1000,
      Unit: 'Count',
      Timestamp: (START + DAY) / 1000,
      Dimensions: [{ Name: 'Monitor', Value: 'parcels' }],
    });
    expect(alertsSent()).toEqual([]);
  });

  it('alerts on drift once, whichever request fails', async () => {
    await checkQuietDay();
    const window = serve(1, 20);
    storage.next(xmlError(503, 'SlowDown'));
    sns.next(xmlError(500, 'InternalFailure'));
    await checkDrift(monitor, window, contextAt(START + 2 * DAY, 'run-1'));
    // The first try failed in the service, before anything was published.
    expect(alertsSent()).toEqual(['open', 'open']);
    await checkDrift(monitor, window, contextAt(START + 2 * DAY, 'run-1 again'));
    expect(sns.received).toHaveLength(2);
  });

  it('alerts once when two runs check the same window at once', async () => {
    await checkQuietDay();
    const window = serve(1, 20);
    const runs = ['a', 'b', 'c'].map((runId) => checkDrift(monitor, window, contextAt(START + 2 * DAY, runId)));
    const results = await Promise.all(runs);
    expect(results.map(({ verdict }) => verdict.dataMatches)).toEqual(['no', 'no', 'no']);
    expect(alertsSent()).toEqual(['open']);
    const published = cloudWatch.received.filter(({ body }) => body.includes(String((START + 2 * DAY) / 1000)));
    expect(published).toHaveLength(1);
  });

  it('sends an alert that could not be sent when the run is repeated', async () => {
    await checkQuietDay();
    const window = serve(1, 20);
    sns.next(...Array.from({ length: 3 }, () => xmlError(500, 'InternalFailure')));
    await expect(checkDrift(monitor, window, contextAt(START + 2 * DAY, 'run-1'))).rejects.toThrow();
    sns.forget();
    await checkDrift(monitor, window, contextAt(START + 2 * DAY, 'run-1'));
    expect(alertsSent()).toEqual(['open']);
  });

  it('is not held up by unpublished metrics of a run weeks ago', async () => {
    await checkQuietDay();
    cloudWatch.next(...Array.from({ length: 3 }, () => xmlError(500, 'InternalFailure')));
    await expect(checkDrift(monitor, serve(1, 200), contextAt(START + 2 * DAY, 'dead'))).rejects.toThrow();
    cloudWatch.forget();
    const tooOld: string[] = [];
    const onTooOldMetrics: AwsContextOptions['onTooOldMetrics'] = (points) =>
      tooOld.push(...points.map(({ name }) => name));
    await checkDrift(monitor, serve(30, 0), contextAt(START + 31 * DAY, 'later', { onTooOldMetrics }));
    expect(alertsSent()).toEqual(['open', 'recovered']);
    expect(tooOld).toContain('DriftedShare');
    const times = cloudWatch.received.flatMap(({ body }) => JSON.parse(body.toString()).MetricData);
    expect(new Set(times.map(({ Timestamp }) => Timestamp))).toEqual(new Set([(START + 31 * DAY) / 1000]));
  });

  it('writes and publishes nothing in a dry run', async () => {
    await checkQuietDay();
    const before = new Map(s3.objects);
    cloudWatch.forget();
    const window = serve(1, 20);
    const result = await checkDrift(monitor, window, contextAt(START + 2 * DAY, 'dry', { dryRun: true }));
    expect(result.verdict.dataMatches).toBe('no');
    before.set('ml-data/capture/2024-01-16.jsonl', s3.objects.get('ml-data/capture/2024-01-16.jsonl')!);
    expect(s3.objects).toEqual(before);
    expect([cloudWatch.received, sns.received]).toEqual([[], []]);
  });

  it('refuses places that are not in S3', () => {
    expect(() => contextAt(START, 'run').open('data/train.csv')).toThrow('"data/train.csv" is not an S3 URI');
  });
});
