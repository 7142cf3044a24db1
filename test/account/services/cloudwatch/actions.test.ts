import { describe, expect, it } from 'vitest';
import { allow, trust } from '../../fixture/sagemaker.ts';
import { MINUTE, NOON, startAccount } from '../../fixture/start.ts';
import { CloudWatchActions } from './actions.ts';
import { Metrics } from './metrics.ts';

const ALARM = {
  AlarmName: 'made',
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: 'q' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};
const STATEMENTS = [
  allow(
    ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
    'arn:aws:cloudwatch:us-east-1:123456789012:alarm:ma*',
  ),
  allow('cloudwatch:GetMetricData', '*'),
];

async function open(statements: readonly object[] = STATEMENTS) {
  const account = await startAccount();
  const arn = account.access.addRole('Watcher', {
    trust: trust('states.amazonaws.com'),
    identity: [{ Statement: statements }],
  });
  const { principal } = account.access.assumeRole(arn, 'states.amazonaws.com');
  const { alarms, access, stack } = account;
  const metrics = new Metrics();
  const cloudWatch = new CloudWatchActions({ metrics, alarms, access, place: stack.place });
  return { account, metrics, call: (action: string, input: object) => cloudWatch.call(action, input, principal) };
}

describe('an alarm that is made', () => {
  it('is evaluated like those of the stack, replaced by its name, and removed', async () => {
    const { account, call } = await open();
    expect(call('PutMetricAlarm', ALARM)).toEqual({});
    expect(account.alarms.state('made')).toBe('INSUFFICIENT_DATA');
    await account.advanceTo(NOON + 2 * MINUTE);
    expect(account.alarms.state('made')).toBe('OK');
    call('PutMetricAlarm', { ...ALARM, TreatMissingData: 'breaching' });
    expect(account.alarms.state('made')).toBe('OK');
    await account.advanceTo(NOON + 4 * MINUTE);
    expect(account.alarms.state('made')).toBe('ALARM');
    expect(() => call('DeleteAlarms', { AlarmNames: ['made', 'made-by-nobody'] })).toThrow(/there is no alarm/);
    expect(account.alarms.state('made')).toBe('ALARM');
    call('DeleteAlarms', { AlarmNames: ['made'] });
    expect(account.alarms.states().has('made')).toBe(false);
  });

  it('needs permissions for its name', async () => {
    const { call } = await open();
    expect(() => call('PutMetricAlarm', { ...ALARM, AlarmName: 'other' })).toThrow(/not authorized.*PutMetricAlarm/);
    expect(() => call('DeleteAlarms', { AlarmNames: ['other'] })).toThrow(/not authorized.*DeleteAlarms/);
  });

  it('has the tags that it was made with, which need a permission of their own', async () => {
    const tagged = { ...ALARM, Tags: [{ Key: 'team', Value: 'ml' }] };
    const refused = await open();
    expect(() => refused.call('PutMetricAlarm', tagged)).toThrow(/not authorized.*TagResource/);
    const { account, call } = await open([...STATEMENTS, allow('cloudwatch:TagResource', '*')]);
    call('PutMetricAlarm', tagged);
    call('PutMetricAlarm', { ...ALARM, Tags: [{ Key: 'team', Value: 'other' }] });
    expect(account.alarms.list('made').map(({ tags }) => tags)).toEqual([new Map([['team', 'ml']])]);
  });

  it('has no parameter that is not imitated', async () => {
    const { call } = await open();
    expect(() => call('PutMetricAlarm', { ...ALARM, ExtendedStatistic: 'p99' })).toThrow(/ExtendedStatistic/);
    expect(() => call('SetAlarmState', {})).toThrow(/does not imitate CloudWatch SetAlarmState/);
  });
});

describe('what metrics were', () => {
  const query = (Stat: string) => ({
    Id: Stat.toLowerCase(),
    MetricStat: {
      Metric: { Namespace: 'AWS/Lambda', MetricName: 'm', Dimensions: [{ Name: 'd', Value: 'v' }] },
      Period: 300,
      Stat,
    },
  });
  const between = (minutes: number, until: number) => ({
    StartTime: new Date(NOON + minutes * MINUTE).toISOString(),
    EndTime: new Date(NOON + until * MINUTE).toISOString(),
  });

  it('is a value for each period with data, newest first', async () => {
    const { metrics, call } = await open();
    for (const [minute, value] of [
      [0, 1],
      [4, 2],
      [11, 5],
    ])
      metrics.addValue({ namespace: 'AWS/Lambda', name: 'm', dimensions: [['d', 'v']] }, value, NOON + minute * MINUTE);
    const times = [10, 0].map((minute) => new Date(NOON + minute * MINUTE).toISOString());
    expect(
      call('GetMetricData', { ...between(1, 12), MetricDataQueries: [query('Sum'), query('SampleCount')] }),
    ).toMatchObject({
      MetricDataResults: [
        { Id: 'sum', Timestamps: times, Values: [5, 3] },
        { Id: 'samplecount', Timestamps: times, Values: [1, 2] },
      ],
    });
  });

  it('is nothing of a metric that there is not, and needs a permission', async () => {
    const { call } = await open();
    const request = { ...between(0, 1), MetricDataQueries: [query('Sum')] };
    expect(call('GetMetricData', request)).toMatchObject({ MetricDataResults: [{ Timestamps: [], Values: [] }] });
    expect(() => call('GetMetricData', { ...request, ...between(1, 0) })).toThrow(/StartTime must be less/);
    const { call: without } = await open([]);
    expect(() => without('GetMetricData', request)).toThrow(/not authorized/);
  });
});
