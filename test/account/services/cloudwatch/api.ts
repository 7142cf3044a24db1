import { AwsError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
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

/** CloudWatch's JSON protocol: PutMetricData, and of alarms DescribeAlarms by a prefix, and SetAlarmState. */
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
      StateValue: this.#alarms.state(name),
    };
  }

  refuse(error: AwsError): ServiceResponse {
    return refuseAsJson(error);
  }
}

function answer(output: object): ServiceResponse {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(output) };
}
