import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
import type { Principal } from '../../iam/evaluate.ts';
import { refuseAsJson, type Service, type ServiceRequest, type ServiceResponse } from '../request.ts';
import type { Alarm, AlarmState } from './alarm.ts';
import type { Alarms } from './alarms.ts';
import type { Metrics } from './metrics.ts';
import { type PutMetricData, putMetricData } from './put-metric-data.ts';

interface AlarmInput {
  readonly AlarmNamePrefix?: string;
  readonly AlarmName?: string;
  readonly StateValue?: AlarmState;
  readonly StateReason?: string;
}

interface DescribeAlarmHistory {
  readonly AlarmName?: string;
  readonly HistoryItemType?: string;
  readonly ScanBy?: string;
  /** Seconds since the epoch. */
  readonly StartDate?: number;
  readonly EndDate?: number;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

/** CloudWatch's JSON protocol: PutMetricData; DescribeAlarmHistory for the actions of all alarms, DescribeAlarms by a prefix, SetAlarmState. */
export class CloudWatchApi implements Service {
  readonly #metrics: Metrics;
  readonly #access: Access;
  readonly #clock: VirtualClock;
  readonly #alarms: Alarms;

  constructor(metrics: Metrics, access: Access, clock: VirtualClock, alarms: Alarms) {
    this.#alarms = alarms;
    this.#metrics = metrics;
    this.#access = access;
    this.#clock = clock;
  }

  handle({ principal, headers, body }: ServiceRequest): ServiceResponse {
    const operation = String(headers['x-amz-target']).replace('GraniteServiceVersion20100801.', '');
    const may = (resource: string) => this.#access.authorize(principal, `cloudwatch:${operation}`, resource);
    if (operation === 'DescribeAlarms') {
      may('*');
      const { AlarmNamePrefix = '' } = JSON.parse(body.toString()) as AlarmInput;
      return answer({ MetricAlarms: this.#alarms.list(AlarmNamePrefix).map((alarm) => this.#describe(alarm)) });
    }
    if (operation === 'SetAlarmState') {
      const { AlarmName = '', StateValue = 'OK', StateReason = '' } = JSON.parse(body.toString()) as AlarmInput;
      may(this.#alarms.list(AlarmName).find(({ name }) => name === AlarmName)?.arn ?? '*');
      this.#alarms.set(AlarmName, StateValue, StateReason, this.#clock.now);
      return answer({});
    }
    if (operation === 'DescribeAlarmHistory')
      return this.#describeHistory(principal, JSON.parse(body.toString()) as DescribeAlarmHistory);
    if (operation !== 'PutMetricData')
      throw new AwsError('NotImplemented', `the test account does not imitate CloudWatch ${operation}`, 501);
    const input = JSON.parse(body.toString()) as PutMetricData;
    const context = new Map([['cloudwatch:namespace', [input.Namespace ?? '']]]);
    this.#access.authorize(principal, 'cloudwatch:PutMetricData', '*', context);
    putMetricData(input, body.length, this.#clock.now, this.#metrics);
    return answer({});
  }

  #describe({ name, arn, description, actions }: Alarm): object {
    return {
      AlarmName: name,
      AlarmArn: arn,
      AlarmDescription: description,
      AlarmActions: actions.get('ALARM'),
      OKActions: actions.get('OK'),
      StateValue: this.#alarms.state(name),
    };
  }

  /** Newest first, as long as it is not asked otherwise. */
  #describeHistory(principal: Principal, input: DescribeAlarmHistory): ServiceResponse {
    const { AlarmName, HistoryItemType, StartDate = 0, EndDate, MaxRecords = 50, NextToken = '0', ...rest } = input;
    const { ScanBy = 'TimestampDescending', ...others } = rest;
    if (HistoryItemType !== 'Action' || ScanBy !== 'TimestampDescending' || Object.keys(others).length > 0)
      throw new UnsupportedError('the test account describes the actions of alarms only, newest first');
    const named =
      AlarmName === undefined ? undefined : this.#alarms.list(AlarmName).find(({ name }) => name === AlarmName);
    this.#access.authorize(principal, 'cloudwatch:DescribeAlarmHistory', named?.arn ?? this.#alarms.allArn);
    if (MaxRecords > 100) throw new AwsError('InvalidParameterValue', `MaxRecords: ${MaxRecords} is more than 100`);
    const until = EndDate ?? Number.POSITIVE_INFINITY;
    const items = this.#alarms.history
      .filter(({ alarm }) => AlarmName === undefined || alarm === AlarmName)
      .filter(({ time }) => time / 1000 >= StartDate && time / 1000 <= until)
      .map(({ alarm, time, summary }) => ({
        AlarmName: alarm,
        AlarmType: 'MetricAlarm',
        HistoryItemType: 'Action',
        HistorySummary: summary,
        Timestamp: time / 1000,
      }))
      .reverse();
    const end = Number(NextToken) + MaxRecords;
    const next = end < items.length ? { NextToken: String(end) } : {};
    return answer({ AlarmHistoryItems: items.slice(Number(NextToken), end), ...next });
  }

  refuse(error: AwsError): ServiceResponse {
    return refuseAsJson(error);
  }
}

function answer(output: object): ServiceResponse {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(output) };
}
