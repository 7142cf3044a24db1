import * as z from 'zod';
import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { Access } from '../../iam/access.ts';
import type { Context } from '../../iam/conditions.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Place } from '../../template/identity.ts';
import { readAlarm } from './alarm.ts';
import type { Alarms } from './alarms.ts';
import { type Metrics, type Series, STATISTICS, type Statistic, statistic } from './metrics.ts';

const DIMENSIONS = z.array(z.strictObject({ Name: z.string().min(1), Value: z.string().min(1) })).max(30);
const NAME = z.string().min(1).max(255);
const TAGS = z
  .array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
  .max(50)
  .optional();

export const PUT_METRIC_ALARM = z.strictObject({
  AlarmName: NAME,
  AlarmDescription: z.string().max(1024).optional(),
  Namespace: NAME,
  MetricName: NAME,
  Dimensions: DIMENSIONS,
  Statistic: z.enum(STATISTICS),
  Period: z.number().int().min(60).multipleOf(60),
  EvaluationPeriods: z.number().int().min(1),
  DatapointsToAlarm: z.number().int().min(1).optional(),
  Threshold: z.number(),
  ComparisonOperator: z.string(),
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
  Tags: TAGS,
});
const DELETE_ALARMS = z.strictObject({ AlarmNames: z.array(NAME).max(100) });
const TIME = z.iso.datetime().transform((text) => Date.parse(text));
const GET_METRIC_DATA = z.strictObject({
  StartTime: TIME,
  EndTime: TIME,
  MetricDataQueries: z
    .array(
      z.strictObject({
        Id: z.string().regex(/^[a-z]\w*$/),
        MetricStat: z.strictObject({
          Metric: z.strictObject({ Namespace: NAME, MetricName: NAME, Dimensions: DIMENSIONS }),
          Period: z.number().int().min(60).multipleOf(60),
          Stat: z.enum(STATISTICS),
        }),
      }),
    )
    .min(1)
    .max(500),
});

/** What CloudWatch does for Step Functions: alarms that come and go, and what metrics were. */
export class CloudWatchActions {
  readonly #metrics: Metrics;
  readonly #alarms: Alarms;
  readonly #access: Access;
  readonly #place: Place;

  constructor(around: { metrics: Metrics; alarms: Alarms; access: Access; place: Place }) {
    this.#metrics = around.metrics;
    this.#alarms = around.alarms;
    this.#access = around.access;
    this.#place = around.place;
  }

  /**
   * One call of the API.
   *
   * @returns The output with times as ISO 8601 texts.
   * @throws AwsError with CloudWatch's codes
   * @throws UnsupportedError for actions that are not imitated
   */
  call(action: string, input: unknown, principal: Principal): object {
    switch (action) {
      case 'PutMetricAlarm':
        return this.#putAlarm(read(PUT_METRIC_ALARM, input), principal);
      case 'DeleteAlarms':
        return this.#deleteAlarms(read(DELETE_ALARMS, input), principal);
      case 'GetMetricData':
        this.#access.authorize(principal, 'cloudwatch:GetMetricData', '*');
        return { MetricDataResults: this.#data(read(GET_METRIC_DATA, input)) };
      default:
        throw new UnsupportedError(`the test account does not imitate CloudWatch ${action}`);
    }
  }

  /** An alarm of the same name is replaced; its state stays until the next evaluation. */
  #putAlarm(input: z.infer<typeof PUT_METRIC_ALARM>, principal: Principal): object {
    const { AlarmName: name, Tags: tags = [] } = input;
    const arn = this.#arn(name);
    this.#access.authorize(principal, 'cloudwatch:PutMetricAlarm', arn);
    if (tags.length > 0) this.#access.authorize(principal, 'cloudwatch:TagResource', arn, tagContext(tags));
    const resource = { id: name, type: 'AWS::CloudWatch::Alarm', ref: name, arn, properties: input, isRetained: false };
    this.#alarms.put(readAlarm(resource));
    return {};
  }

  /** All of them or none. */
  #deleteAlarms({ AlarmNames: names }: z.infer<typeof DELETE_ALARMS>, principal: Principal): object {
    for (const name of names) this.#access.authorize(principal, 'cloudwatch:DeleteAlarms', this.#arn(name));
    const unknown = names.filter((name) => !this.#alarms.states().has(name));
    if (unknown.length > 0) throw new AwsError('ResourceNotFound', `there is no alarm ${unknown.join(', ')}`, 404);
    for (const name of names) this.#alarms.delete(name);
    return {};
  }

  /** Periods that begin at whole multiples of their length, newest first, where anything was reported. */
  #data({ StartTime: start, EndTime: end, MetricDataQueries }: z.infer<typeof GET_METRIC_DATA>): object[] {
    if (start >= end) throw new AwsError('ValidationError', 'The parameter StartTime must be less than EndTime.');
    return MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
      const dimensions = Metric.Dimensions.map(({ Name, Value }): [string, string] => [Name, Value]);
      const series = this.#metrics.series({ namespace: Metric.Namespace, name: Metric.MetricName, dimensions });
      const points = series === undefined ? [] : pointsOf(series, Stat, { start, end, period: Period * 1000 });
      return {
        Id,
        Label: Metric.MetricName,
        StatusCode: 'Complete',
        Timestamps: points.map(({ time }) => new Date(time).toISOString()),
        Values: points.map(({ value }) => value),
      };
    });
  }

  #arn(name: string): string {
    const { region, account } = this.#place;
    return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
  }
}

/** What a policy can ask of tags. */
function tagContext(tags: readonly { readonly Key: string; readonly Value: string }[]): Context {
  const values = tags.map(({ Key, Value }): [string, string[]] => [`aws:requesttag/${Key.toLowerCase()}`, [Value]]);
  return new Map([...values, ['aws:tagkeys', tags.map(({ Key }) => Key)]]);
}

function pointsOf(
  series: Series,
  stat: Statistic,
  { start, end, period }: { start: number; end: number; period: number },
): { time: number; value: number }[] {
  const points: { time: number; value: number }[] = [];
  for (let time = Math.floor(start / period) * period; time < end; time += period) {
    const value = statistic(series, stat, time, time + period);
    if (value !== undefined) points.unshift({ time, value });
  }
  return points;
}

function read<Shape>(schema: z.ZodType<Shape>, input: unknown): Shape {
  const { data, error } = schema.safeParse(input);
  if (error !== undefined) throw new AwsError('ValidationError', z.prettifyError(error));
  return data as Shape;
}
