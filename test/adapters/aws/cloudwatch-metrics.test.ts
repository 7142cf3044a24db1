import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CloudWatchMetricSink } from '../../../lambdas/adapters/aws/cloudwatch-metrics.ts';
import { InvalidMetricError } from '../../../lambdas/adapters/aws/metric-datum.ts';
import type { MetricPoint } from '../../../lambdas/core/ports.ts';
import { type LoopbackServer, startServer } from './loopback-server.ts';

const NOW = Date.UTC(2024, 0, 15, 6);
const DAY = 24 * 3_600_000;
const point: MetricPoint = { name: 'Rows', value: 42, unit: 'Count', dimensions: { Monitor: 'flights' }, time: NOW };

let server: LoopbackServer;
let client: CloudWatchClient;
let sink: CloudWatchMetricSink;

beforeAll(async () => {
  server = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  });
  client = new CloudWatchClient(server.clientSettings);
});
afterAll(async () => {
  client.destroy();
  await server.close();
});
beforeEach(() => {
  server.forget();
  sink = new CloudWatchMetricSink({ client, now: NOW });
});

interface Body {
  readonly Namespace: string;
  readonly MetricData: { readonly MetricName: string; readonly Value: number }[];
}

function sentBodies(): Body[] {
  return server.received.map(({ body }) => JSON.parse(body.toString()));
}

describe('publish', () => {
  it('sends the points as they are', async () => {
    const dimensions = { Monitor: 'flights', __proto__x: 'y' };
    await sink.publish([point, { name: 'roc_auc', value: -0.5, unit: 'None', dimensions, time: NOW + 1 }]);
    expect(server.received[0].headers['x-amz-target']).toBe('GraniteServiceVersion20100801.PutMetricData');
    expect(sentBodies()).toEqual([
      {
        Namespace: 'Driftwarden',
        MetricData: [
          {
            MetricName: 'Rows',
            Value: 42,
            Unit: 'Count',
            Timestamp: NOW / 1000,
            Dimensions: [{ Name: 'Monitor', Value: 'flights' }],
          },
          {
            MetricName: 'roc_auc',
            Value: -0.5,
            Unit: 'None',
            Timestamp: (NOW + 1) / 1000,
            Dimensions: [
              { Name: 'Monitor', Value: 'flights' },
              { Name: '__proto__x', Value: 'y' },
            ],
          },
        ],
      },
    ]);
  });

  it('sends nothing for no points', async () => {
    await sink.publish([]);
    expect(server.received).toEqual([]);
  });

  it('uses the given namespace', async () => {
    await new CloudWatchMetricSink({ client, now: NOW, namespace: 'Team/Models' }).publish([point]);
    expect(sentBodies()[0].Namespace).toBe('Team/Models');
  });

  it.each(['', ':x', 'AWS/Lambda', 'ä', 'n'.repeat(256), ' '])('refuses the namespace %j', (namespace) => {
    expect(() => new CloudWatchMetricSink({ client, now: NOW, namespace })).toThrow('not a CloudWatch namespace');
  });

  it('tries again after a failure of the service, and throws what stays', async () => {
    server.next((_request, response) => void response.writeHead(500).end('{}'));
    await sink.publish([point]);
    expect(server.received).toHaveLength(2);

    server.next((_request, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"com.amazonaws.cloudwatch#AccessDeniedException","message":"not allowed"}');
    });
    await expect(sink.publish([point])).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('the limits of a call', () => {
  it.each([
    [1000, [1000]],
    [1001, [1000, 1]],
    [2500, [1000, 1000, 500]],
  ])('%d metrics', async (count, expected) => {
    const points = Array.from({ length: count }, (_, value) => ({ ...point, value }));
    await sink.publish(points);
    const sent = sentBodies().map(({ MetricData }) => MetricData);
    expect(sent.map(({ length }) => length)).toEqual(expected);
    expect(sent.flat().map(({ Value }) => Value)).toEqual(points.map(({ value }) => value));
  });

  it('bytes: no body is above a megabyte, no call is made that could be spared, and nothing is lost', async () => {
    const full = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`Dimension${i}`, 'v'.repeat(1024)]));
    const points = Array.from({ length: 100 }, (_, value) => ({ ...point, value, dimensions: full }));
    await sink.publish(points);
    const sizes = server.received.map(({ body }) => body.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000_000);
    // The last body apart, each has no room for one metric more (31 kB).
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(1_000_000 - 1000 - 33_000);
    expect(sentBodies().flatMap(({ MetricData }) => MetricData.map(({ Value }) => Value))).toEqual(
      points.map(({ value }) => value),
    );
  });

  it('age: points older than two weeks are left out and reported', async () => {
    const onTooOld = vi.fn();
    const old = { ...point, time: NOW - 14 * DAY };
    const young = { ...point, time: NOW - 13 * DAY };
    const careful = new CloudWatchMetricSink({ client, now: NOW, onTooOld });
    await careful.publish([old, young]);
    await careful.publish([old]);
    expect(sentBodies().map(({ MetricData }) => MetricData.length)).toEqual([1]);
    expect(onTooOld.mock.calls).toEqual([[[old]], [[old]]]);
  });
});

describe('points that CloudWatch does not take', () => {
  it.each<[string, Partial<MetricPoint>, string]>([
    ['NaN', { value: Number.NaN }, 'metric "Rows": the value NaN is not a number from -2^360 to 2^360'],
    ['infinity', { value: Number.POSITIVE_INFINITY }, 'the value Infinity'],
    ['minus infinity', { value: Number.NEGATIVE_INFINITY }, 'the value -Infinity'],
    ['too large', { value: 2 ** 361 }, 'the value 4.'],
    ['no time', { time: Number.NaN }, 'the time NaN'],
    ['a time that is none', { time: 9e15 }, 'the time 9000000000000000'],
    ['no name', { name: '' }, 'its name ""'],
    ['a name in another script', { name: 'Zeilenzähler' }, 'its name "Zeilenzähler"'],
    ['a name with a colon', { name: ':Rows' }, 'its name ":Rows"'],
    ['a long name', { name: 'n'.repeat(256) }, 'its name "nnn'],
    ['a line break', { dimensions: { Monitor: 'a\nb' } }, 'the dimension Monitor "a\\nb"'],
    ['an empty dimension', { dimensions: { Monitor: '' } }, 'the dimension Monitor ""'],
    ['a blank dimension', { dimensions: { Monitor: '  ' } }, 'the dimension Monitor "  "'],
    ['a long dimension', { dimensions: { Monitor: 'v'.repeat(1025) } }, 'is not 1 to 1024 printable ASCII'],
    ['a dimension with a bad name', { dimensions: { ':M': 'v' } }, 'the dimension name ":M"'],
    [
      'too many dimensions',
      { dimensions: Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`D${i}`, 'v'])) },
      'the number of dimensions 31 is not at most 30',
    ],
  ])('are refused before anything is sent: %s', async (_what, change, message) => {
    const publishing = sink.publish([point, { ...point, ...change }]);
    await expect(publishing).rejects.toThrow(InvalidMetricError);
    await expect(publishing).rejects.toThrow(message);
    expect(server.received).toEqual([]);
  });

  it('arrive unchanged when they are finite, and as 0 when they are too small for CloudWatch', async () => {
    const largest = 2 ** 360;
    const value = fc.double({ min: -largest, max: largest, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 5 }), async (values) => {
        server.forget();
        await sink.publish(values.map((value) => ({ ...point, value })));
        const sent = sentBodies()[0].MetricData.map(({ Value }) => Value);
        expect(sent).toEqual(values.map((value) => (Math.abs(value) < 1 / largest ? 0 : value)));
      }),
      { numRuns: 50 },
    );
  });
});
