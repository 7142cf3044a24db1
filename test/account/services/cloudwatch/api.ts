import { AwsError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
import { refuseAsJson, type Service, type ServiceRequest, type ServiceResponse } from '../request.ts';
import type { Metrics } from './metrics.ts';
import { type PutMetricData, putMetricData } from './put-metric-data.ts';

/** CloudWatch's JSON protocol: PutMetricData. */
export class CloudWatchApi implements Service {
  readonly #metrics: Metrics;
  readonly #access: Access;
  readonly #clock: VirtualClock;

  constructor(metrics: Metrics, access: Access, clock: VirtualClock) {
    this.#metrics = metrics;
    this.#access = access;
    this.#clock = clock;
  }

  handle({ principal, headers, body }: ServiceRequest): ServiceResponse {
    const operation = String(headers['x-amz-target']).replace('GraniteServiceVersion20100801.', '');
    if (operation !== 'PutMetricData')
      throw new AwsError('NotImplemented', `the test account does not imitate CloudWatch ${operation}`, 501);
    const input = JSON.parse(body.toString()) as PutMetricData;
    const context = new Map([['cloudwatch:namespace', [input.Namespace ?? '']]]);
    this.#access.authorize(principal, 'cloudwatch:PutMetricData', '*', context);
    putMetricData(input, body.length, this.#clock.now, this.#metrics);
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' };
  }

  refuse(error: AwsError): ServiceResponse {
    return refuseAsJson(error);
  }
}
