import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { openSmallAccount } from '../../fixture/open.ts';
import { type Alarm, type AlarmState, evaluateAlarm } from './alarm.ts';
import { Metrics, statistic } from './metrics.ts';
import { type PutMetricData, putMetricData } from './put-metric-data.ts';

const NOW = Date.UTC(2026, 0, 10, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;

describe('PutMetricData through the SDK', () => {
  it('takes many data packed, dated and with their dimensions', async () => {
    const { account, client, close } = await openSmallAccount(NOW);
    const cloudWatch = new CloudWatchClient(client);
    const MetricData = Array.from({ length: 500 }, (_, index) => ({
      MetricName: 'Rows',
      Value: index / 2,
      Unit: 'Count' as const,
      Timestamp: new Date(NOW - index * MINUTE),
      Dimensions: [{ Name: 'Monitor', Value: `m${index % 2}` }],
    }));
    await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Small', MetricData }));
    const [series, ...more] = account.metrics({ namespace: 'Small', name: 'Rows', dimensions: { Monitor: 'm1' } });
    expect(more).toEqual([]);
    expect(series.unit).toBe('Count');
    expect(series.samples).toHaveLength(250);
    expect(series.samples.at(-1)).toMatchObject({ time: NOW - MINUTE, sum: 0.5 });
    for (const Value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const broken = new PutMetricDataCommand({ Namespace: 'Small', MetricData: [{ MetricName: 'x', Value }] });
      await expect(cloudWatch.send(broken)).rejects.toThrow(/finite numbers/);
    }
    cloudWatch.destroy();
    await close();
  });
});

describe('an alarm through the SDK', () => {
  const allowing = (...Action: string[]) =>
    openSmallAccount(NOW, (template) => {
      template.Resources['Hand'] = {
        Type: 'AWS::IAM::Policy',
        Properties: {
          Roles: [{ Ref: 'WorkerRole' }],
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
        },
      };
    });

  it('is set off by hand, once, until it is evaluated again', async () => {
    const { account, client, close } = await allowing('cloudwatch:DescribeAlarms', 'cloudwatch:SetAlarmState');
    const cloudWatch = new CloudWatchClient(client);
    const AlarmName = account.nameOf('Buried');
    for (let time = 0; time < 2; time++)
      await cloudWatch.send(
        new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a test', StateReasonData: '{}' }),
      );
    expect(account.inbox('Topic').map(({ text }) => JSON.parse(text))).toMatchObject([
      { AlarmName, NewStateValue: 'ALARM', NewStateReason: 'a test' },
    ]);
    const found = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: AlarmName }));
    const AlarmActions = [account.nameOf('Topic')];
    expect(found.MetricAlarms).toMatchObject([{ AlarmName, AlarmActions, StateValue: 'ALARM' }]);
    await account.advanceTo(NOW + 2 * MINUTE);
    expect(account.alarms.state(AlarmName)).toBe('OK');
    const unknown = new SetAlarmStateCommand({ AlarmName: 'nothing', StateValue: 'OK', StateReason: 'x' });
    await expect(cloudWatch.send(unknown)).rejects.toThrow(/there is no alarm nothing/);
    cloudWatch.destroy();
    await close();
  });

  it('needs permissions', async () => {
    const { account, client, close } = await openSmallAccount(NOW);
    const cloudWatch = new CloudWatchClient(client);
    const AlarmName = account.nameOf('Buried');
    const set = new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a test' });
    await expect(cloudWatch.send(set)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(cloudWatch.send(new DescribeAlarmsCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(account.denied().map(({ action }) => action)).toEqual([
      'cloudwatch:SetAlarmState',
      'cloudwatch:DescribeAlarms',
    ]);
    cloudWatch.destroy();
    await close();
  });
});

describe('the limits of PutMetricData', () => {
  const datum = { MetricName: 'Rows', Value: 1 };
  const call = (input: PutMetricData, bytes = 100) => {
    const metrics = new Metrics();
    putMetricData({ Namespace: 'N', MetricData: [datum], ...input }, bytes, NOW, metrics);
    return [...metrics.all()];
  };
  const seconds = (time: number) => time / 1000;

  it.each([
    ['a thousand data', { MetricData: Array(1000).fill(datum) }],
    ['two weeks back', { MetricData: [{ ...datum, Timestamp: seconds(NOW - 14 * DAY) }] }],
    ['two hours ahead', { MetricData: [{ ...datum, Timestamp: seconds(NOW + 2 * 60 * MINUTE) }] }],
    [
      'thirty dimensions',
      { MetricData: [{ ...datum, Dimensions: Array.from({ length: 30 }, (_, n) => ({ Name: `d${n}`, Value: 'v' })) }] },
    ],
    ['values with counts', { MetricData: [{ MetricName: 'Rows', Values: [1, 2], Counts: [3, 4] }] }],
    ['a unit', { MetricData: [{ ...datum, Unit: 'Kilobytes/Second' }] }],
  ])('allow %s', (_, input) => {
    expect(call(input)).toHaveLength(1);
  });
  it.each([
    ['1001 data', { MetricData: Array(1001).fill(datum) }, /1000 allowed/],
    ['no data', { MetricData: [] }, /required/],
    ['a namespace of AWS', { Namespace: 'AWS/Lambda' }, /reserved/],
    ['no namespace', { Namespace: '' }, /Namespace/],
    ['a missing value', { MetricData: [{ MetricName: 'Rows' }] }, /finite/],
    ['a huge value', { MetricData: [{ ...datum, Value: 2 ** 361 }] }, /finite/],
    ['an old point', { MetricData: [{ ...datum, Timestamp: seconds(NOW - 14 * DAY - 1000) }] }, /two weeks/],
    ['a point of the future', { MetricData: [{ ...datum, Timestamp: seconds(NOW + 121 * MINUTE) }] }, /two hours/],
    [
      '31 dimensions',
      { MetricData: [{ ...datum, Dimensions: Array.from({ length: 31 }, (_, n) => ({ Name: `d${n}`, Value: 'v' })) }] },
      /30 allowed/,
    ],
    ['a blank dimension', { MetricData: [{ ...datum, Dimensions: [{ Name: 'd', Value: ' ' }] }] }, /dimension d/],
    [
      'a dimension that is not ASCII',
      { MetricData: [{ ...datum, Dimensions: [{ Name: 'd', Value: 'ü' }] }] },
      /dimension d/,
    ],
    ['an unknown unit', { MetricData: [{ ...datum, Unit: 'Rows' }] }, /unit Rows/],
    [
      'counts without values',
      { MetricData: [{ MetricName: 'Rows', Values: [1], Counts: [1, 2] }] },
      /differ in length/,
    ],
  ] as [string, PutMetricData, RegExp][])('refuse %s', (_, input, message) => {
    expect(() => call(input)).toThrow(message);
  });
  it('refuse a megabyte and a byte', () => {
    expect(() => call({}, 1_048_577)).toThrow(/1048576 allowed/);
  });
  it('take nothing of a call with one broken datum', () => {
    const metrics = new Metrics();
    const MetricData = [datum, { MetricName: 'Broken' }];
    expect(() => putMetricData({ Namespace: 'N', MetricData }, 1, NOW, metrics)).toThrow();
    expect([...metrics.all()]).toEqual([]);
  });
});

describe('statistics', () => {
  const metric = { namespace: 'N', name: 'm', dimensions: [] };
  it('cover a half-open period', () => {
    const metrics = new Metrics();
    // Out of order, as late reports come.
    for (const [time, value] of [
      [30, 4],
      [10, 2],
      [20, 9],
      [19, -1],
    ])
      metrics.addValue(metric, value, time);
    const of = (kind: Parameters<typeof statistic>[1]) => statistic(metrics.series(metric)!, kind, 10, 30);
    expect([of('Sum'), of('Average'), of('Minimum'), of('Maximum'), of('SampleCount')]).toEqual([10, 10 / 3, -1, 9, 3]);
    expect(statistic(metrics.series(metric)!, 'Sum', 31, 40)).toBeUndefined();
  });
  it('let a gauge hold its last value', () => {
    const metrics = new Metrics();
    for (const [time, value] of [
      [10, 1],
      [20, 5],
      [30, 0],
    ])
      metrics.addValue(metric, value, time, 'Count', true);
    const maximum = (start: number, end: number) => statistic(metrics.series(metric)!, 'Maximum', start, end);
    expect([
      maximum(0, 10),
      maximum(12, 18),
      maximum(15, 25),
      maximum(25, 30),
      maximum(25, 35),
      maximum(40, 50),
    ]).toEqual([undefined, 1, 5, 5, 5, 0]);
  });
});

describe('an alarm', () => {
  const alarm: Alarm = {
    name: 'a',
    arn: 'arn:aws:cloudwatch:us-east-1:1:alarm:a',
    description: '',
    metric: {
      namespace: 'N',
      name: 'm',
      dimensions: [
        ['b', '2'],
        ['a', '1'],
      ],
    },
    statistic: 'Maximum',
    period: MINUTE,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    threshold: 10,
    comparison: 'GreaterThanThreshold',
    missing: 'missing',
    actions: new Map(),
    tags: new Map(),
  };
  /** Oldest period first; null is a period without data. */
  const cases: [string, (number | null)[], Partial<Alarm>, AlarmState][] = [
    ['two of three', [11, 1, 11], {}, 'ALARM'],
    ['one of three', [11, 1, 1], {}, 'OK'],
    ['the limit itself is not above it', [10, 10, 10], {}, 'OK'],
    ['the limit itself is at it', [10, 10, 1], { comparison: 'GreaterThanOrEqualToThreshold' }, 'ALARM'],
    ['below', [9, 9, 10], { comparison: 'LessThanThreshold' }, 'ALARM'],
    ['nothing, missing', [null, null, null], {}, 'INSUFFICIENT_DATA'],
    ['nothing, breaching', [null, null, null], { missing: 'breaching' }, 'ALARM'],
    ['nothing, not breaching', [null, null, null], { missing: 'notBreaching' }, 'OK'],
    ['nothing, ignored: the state stays', [null, null, null], { missing: 'ignore' }, 'ALARM'],
    ['one breach and one missing as a breach', [11, null, 1], { missing: 'breaching' }, 'ALARM'],
    ['one breach and missing otherwise', [11, null, null], {}, 'OK'],
  ];
  it.each(cases)('%s', (_, values, more, state) => {
    const metrics = new Metrics();
    values.forEach((value, index) => {
      const time = NOW - (values.length - index) * MINUTE;
      if (value !== null)
        metrics.addValue(
          {
            namespace: 'N',
            name: 'm',
            dimensions: [
              ['a', '1'],
              ['b', '2'],
            ],
          },
          value,
          time,
        );
    });
    expect(evaluateAlarm({ ...alarm, ...more }, metrics, NOW, 'ALARM')).toBe(state);
  });
});
