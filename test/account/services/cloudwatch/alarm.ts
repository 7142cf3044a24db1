import { UnsupportedError } from '../../aws-error.ts';
import type { Resource } from '../../template/stack.ts';
import { type MetricName, type Metrics, STATISTICS, type Statistic, statistic } from './metrics.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm on one metric. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly metric: MetricName;
  readonly statistic: Statistic;
  /** Milliseconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: string;
  readonly missing: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  readonly actions: ReadonlyMap<AlarmState, readonly string[]>;
  readonly tags: ReadonlyMap<string, string>;
}

const COMPARISONS = new Map<string, (value: number, threshold: number) => boolean>([
  ['GreaterThanThreshold', (value, threshold) => value > threshold],
  ['GreaterThanOrEqualToThreshold', (value, threshold) => value >= threshold],
  ['LessThanThreshold', (value, threshold) => value < threshold],
  ['LessThanOrEqualToThreshold', (value, threshold) => value <= threshold],
]);

const DAY = 86_400_000;

/**
 * @throws UnsupportedError for metric math, percentiles and anomaly detection
 * @throws RangeError for what CloudWatch itself refuses
 */
export function readAlarm({ id, ref, arn, properties }: Resource): Alarm {
  const own = properties.Metrics?.length === 1 ? fromMetricStat(properties.Metrics[0].MetricStat) : properties;
  if (own?.MetricName === undefined || !STATISTICS.includes(own.Statistic))
    throw new UnsupportedError(`${id}: the test account evaluates alarms on one metric and plain statistics only`);
  if (properties.EvaluationWindow?.WallClockWindow !== undefined)
    throw new UnsupportedError(`${id}: the test account evaluates sliding windows, not wall-clock ones`);
  if (!COMPARISONS.has(properties.ComparisonOperator))
    throw new UnsupportedError(`${id}: the test account does not evaluate ${properties.ComparisonOperator}`);
  const period = own.Period * 1000;
  if (period % 60_000 !== 0) throw new UnsupportedError(`${id}: the test account evaluates periods of whole minutes`);
  const evaluationPeriods = Number(properties.EvaluationPeriods);
  const longest = period < 3_600_000 ? DAY : 7 * DAY;
  if (period * evaluationPeriods > longest)
    throw new RangeError(
      `${id}: ${evaluationPeriods} periods of ${own.Period} s are longer than CloudWatch looks back`,
    );
  const enabled = properties.ActionsEnabled !== false;
  const tags = (properties.Tags ?? []) as { Key: string; Value: string }[];
  const dimensions = (own.Dimensions ?? []) as { Name: string; Value: string }[];
  return {
    name: ref,
    arn,
    description: properties.AlarmDescription ?? '',
    metric: {
      namespace: own.Namespace,
      name: own.MetricName,
      dimensions: dimensions.map(({ Name, Value }) => [Name, Value]),
    },
    statistic: own.Statistic,
    period,
    evaluationPeriods,
    datapointsToAlarm: Number(properties.DatapointsToAlarm ?? evaluationPeriods),
    threshold: Number(properties.Threshold),
    comparison: properties.ComparisonOperator,
    missing: properties.TreatMissingData ?? 'missing',
    actions: new Map<AlarmState, string[]>([
      ['ALARM', enabled ? (properties.AlarmActions ?? []) : []],
      ['OK', enabled ? (properties.OKActions ?? []) : []],
      ['INSUFFICIENT_DATA', enabled ? (properties.InsufficientDataActions ?? []) : []],
    ]),
    tags: new Map(tags.map(({ Key, Value }) => [Key, Value])),
  };
}

/**
 * The state at `now`, from the periods that end there: CloudWatch's default, the sliding window.
 *
 * CloudWatch also looks a little further back when points of these periods are missing, for reports that come late; here
 * a report is there at once, so that a missing point is missing.
 */
export function evaluateAlarm(alarm: Alarm, metrics: Metrics, now: number, current: AlarmState): AlarmState {
  const { period, evaluationPeriods, datapointsToAlarm, missing } = alarm;
  const compare = COMPARISONS.get(alarm.comparison)!;
  const series = metrics.series(alarm.metric);
  let present = 0;
  let breaching = 0;
  for (let back = 1; back <= evaluationPeriods; back++) {
    const start = now - back * period;
    const value = series && statistic(series, alarm.statistic, start, start + period);
    if (value !== undefined) present++;
    if (value === undefined ? missing === 'breaching' : compare(value, alarm.threshold)) breaching++;
  }
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (present > 0 || missing === 'breaching' || missing === 'notBreaching') return 'OK';
  return missing === 'ignore' ? current : 'INSUFFICIENT_DATA';
}

function fromMetricStat(stat: { Metric: object; Period: number; Stat: string } | undefined) {
  // biome-ignore lint/suspicious/noExplicitAny: the same loosely typed properties as those of the alarm itself
  return stat && ({ ...stat.Metric, Period: stat.Period, Statistic: stat.Stat } as Record<string, any>);
}
