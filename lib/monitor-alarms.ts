import type { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  type MetricOptions,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import { scheduledChecks } from '../lambdas/core/monitor/scheduled-checks.ts';
import { metricNames } from '../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../lambdas/core/performance/types.ts';
import type { AlertTopic } from './alert-topic.ts';

/** Settings of each threshold. */
export interface AlarmThreshold {
  /** Actions when the alarm goes off. @default - a message to the topic of alarms, and so to the recipients of all monitors */
  readonly actions?: readonly IAlarmAction[];
  /** Length of a period. @default - a day */
  readonly period?: Duration;
  /** Number of the latest periods that are looked at. @default 1 */
  readonly evaluationPeriods?: number;
  /** Number of these periods that have to be beyond the threshold. @default - all */
  readonly datapointsToAlarm?: number;
  /** What a period without a value counts as. @default - not beyond the threshold */
  readonly treatMissingData?: TreatMissingData;
  /** @default - the threshold in words */
  readonly alarmDescription?: string;
}

/** Thresholds by names of your choice, such as `Warning` and `Critical`: each is an alarm. */
export type AlarmThresholds<Bound> = Readonly<Record<string, AlarmThreshold & Bound>>;

/** A bound of a performance metric, from below or from above. */
export type PerformanceBound = {
  /** @default - the monitor's primary metric */
  readonly metric?: MetricName;
} & ({ readonly minValue: number } | { readonly maxValue: number });

/**
 * Alarms of CloudWatch on a monitor's metrics, in addition to the alerts of its checks. They compare each value with a fixed threshold and
 * do not allow for chance or usual movement. The properties have the form of those of cdk-monitoring-constructs.
 */
export interface MonitorAlarms {
  /** Too few captured rows. */
  readonly addRowsAlarm?: AlarmThresholds<{ readonly minRows: number }>;
  /** Too many findings of broken data. */
  readonly addDataQualityViolationsAlarm?: AlarmThresholds<{ readonly maxViolations: number }>;
  /** Too many drifted features. */
  readonly addDriftedFeaturesAlarm?: AlarmThresholds<{ readonly maxDriftedFeatures: number }>;
  /** A feature of `drift.publish` that is too far from the baseline. */
  readonly addFeatureDriftAlarm?: AlarmThresholds<{ readonly feature: string; readonly maxDistance: number }>;
  /** Too small a share of predictions with a label, 0 to 1. */
  readonly addLabelCoverageAlarm?: AlarmThresholds<{ readonly minCoverage: number }>;
  /** A performance metric that is too low or too high. */
  readonly addPerformanceAlarm?: AlarmThresholds<PerformanceBound>;
}

/** No check of the monitor publishes this metric, so an alarm on it would never go off. */
export class UnpublishedMetricError extends Error {
  override readonly name = 'UnpublishedMetricError';
  constructor({ name }: Monitor, metric: string, reason: string) {
    super(`${name} does not publish ${metric}: ${reason}`);
  }
}

/** A monitor with its metrics. */
interface Watched {
  readonly monitor: Monitor;
  /** The topic of alarms. */
  readonly topic: AlertTopic;
  metric(name: string, options: MetricOptions): IMetric;
  featureDrift(feature: string, options: MetricOptions): IMetric;
}

interface Bound {
  readonly of: (options: MetricOptions) => IMetric;
  /** In words: `fewer than 100 captured rows`. */
  readonly words: string;
  readonly threshold: number;
  readonly isLeast: boolean;
}

/** Creates the alarms. @throws UnpublishedMetricError, UnpublishedFeatureError */
export function monitorAlarms(scope: Construct, props: MonitorAlarms, watched: Watched): Alarm[] {
  const { monitor } = watched;
  const metric = (name: string) => (options: MetricOptions) => watched.metric(name, options);
  const alarms: Alarm[] = [];
  function add<T>(kind: string, thresholds: AlarmThresholds<T> = {}, boundOf: (given: T) => Bound): void {
    for (const [name, given] of Object.entries(thresholds)) {
      alarms.push(createAlarm(scope, `${kind}Alarm-${name}`, boundOf(given), given, watched));
    }
  }
  add('Rows', props.addRowsAlarm, ({ minRows }) => {
    requireCheck(monitor, 'drift', 'Rows');
    return { of: metric('Rows'), words: `fewer than ${minRows} captured rows`, threshold: minRows, isLeast: true };
  });
  add('DataQualityViolations', props.addDataQualityViolationsAlarm, ({ maxViolations: threshold }) => {
    requireCheck(monitor, 'drift', 'DataQualityViolations');
    const words = `more than ${threshold} findings of broken data`;
    return { of: metric('DataQualityViolations'), words, threshold, isLeast: false };
  });
  add('DriftedFeatures', props.addDriftedFeaturesAlarm, ({ maxDriftedFeatures: threshold }) => {
    requireCheck(monitor, 'drift', 'DriftedFeatures');
    const words = `more than ${threshold} drifted features`;
    return { of: metric('DriftedFeatures'), words, threshold, isLeast: false };
  });
  add('FeatureDrift', props.addFeatureDriftAlarm, ({ feature, maxDistance: threshold }) => {
    requireCheck(monitor, 'drift', 'FeatureDrift');
    const words = `${feature} is further than ${threshold} from the baseline`;
    return { of: (options) => watched.featureDrift(feature, options), words, threshold, isLeast: false };
  });
  add('LabelCoverage', props.addLabelCoverageAlarm, ({ minCoverage: threshold }) => {
    requireCheck(monitor, 'accuracy', 'LabelCoverage');
    const words = `a label for less than ${Number((100 * threshold).toPrecision(4))} % of the predictions`;
    return { of: metric('LabelCoverage'), words, threshold, isLeast: true };
  });
  add('Performance', props.addPerformanceAlarm, (given) => performanceBound(monitor, given, metric));
  return alarms;
}

function performanceBound(monitor: Monitor, given: PerformanceBound, metric: (name: string) => Bound['of']): Bound {
  const { metric: name = monitor.performance.primaryMetric } = given;
  requireCheck(monitor, 'accuracy', name);
  const names = metricNames(monitor.problem);
  if (!names.includes(name)) {
    throw new UnpublishedMetricError(monitor, name, `the metrics of ${monitor.problem} are ${names.join(', ')}`);
  }
  const isLeast = 'minValue' in given;
  const threshold = isLeast ? given.minValue : given.maxValue;
  return { of: metric(name), words: `${name} is ${isLeast ? 'below' : 'above'} ${threshold}`, threshold, isLeast };
}

function requireCheck(monitor: Monitor, kind: 'drift' | 'accuracy', metric: string): void {
  if (scheduledChecks(monitor).some((check) => check.kind === kind)) return;
  const reason = kind === 'accuracy' && monitor.labels === null ? 'it has no labels' : `its ${kind} check is off`;
  throw new UnpublishedMetricError(monitor, metric, reason);
}

function createAlarm(
  scope: Construct,
  id: string,
  { of, words, threshold, isLeast }: Bound,
  { actions, period, treatMissingData = TreatMissingData.NOT_BREACHING, ...given }: AlarmThreshold,
  { monitor, topic }: Watched,
): Alarm {
  const { evaluationPeriods = 1, datapointsToAlarm, alarmDescription } = given;
  const alarm = new Alarm(scope, id, {
    metric: of(period === undefined ? {} : { period }),
    threshold,
    comparisonOperator: isLeast ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods,
    ...(datapointsToAlarm !== undefined && { datapointsToAlarm }),
    treatMissingData,
    alarmDescription: alarmDescription ?? `Driftwarden: ${monitor.name}: ${words}`,
  });
  if (actions === undefined) topic.announce(alarm, { end: false });
  else alarm.addAlarmAction(...actions);
  return alarm;
}
