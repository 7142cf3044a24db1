import { Duration, TimeZone } from 'aws-cdk-lib';
import { type Alarm, type Dashboard, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { CheckKind } from '../lambdas/core/decision/state.ts';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import type { MetricName } from '../lambdas/core/performance/types.ts';
import { FEATURE_DRIFT_METRIC, featureDriftDimensions } from '../lambdas/core/report/metric-points.ts';
import { HEARTBEAT_METRIC, heartbeatDimensions } from '../lambdas/runtime/heartbeat.ts';
import { deploymentAlarm } from './deployment-alarm.ts';
import { FunctionTarget } from './function-target.ts';
import { missedRunsAlarm } from './missed-runs-alarm.ts';
import { MonitorDashboard } from './monitor-dashboard.ts';
import type { MonitorDefinition } from './monitor-definition.ts';
import { MonitoringPlatform } from './monitoring-platform.ts';
import type { AlarmsBySeverity } from './severity.ts';

export interface ModelMonitorProps {
  /** The monitor's file, read and validated. */
  readonly definition: MonitorDefinition;
  /**
   * Functions, bucket and topics, shared with other monitors. It has to have been made for this definition too.
   * @default - a platform of its own
   */
  readonly platform?: MonitoringPlatform;
  /**
   * A run starts within this time after its schedule is due, so that a thousand monitors do not start at once. The window
   * it checks is decided by the time it was due.
   * @default - 15 minutes
   */
  readonly flexibleWindow?: Duration;
  /**
   * Whether there is a CloudWatch dashboard.
   * @default true
   */
  readonly dashboard?: boolean;
}

/** A monitor was given a platform whose functions do not know it. */
export class UnknownToPlatformError extends Error {
  override readonly name = 'UnknownToPlatformError';
  constructor({ name }: Monitor, { definitions, node }: MonitoringPlatform) {
    const known = definitions.map(({ monitor }) => monitor.name).join(', ');
    super(`the platform ${node.path} was made for the monitors ${known || '(none)'}: add ${name} to its definitions`);
  }
}

/** A metric was asked for that the monitor does not publish: an alarm on it would never be raised. */
export class UnpublishedFeatureError extends Error {
  override readonly name = 'UnpublishedFeatureError';
  readonly feature: string;
  constructor({ name, drift }: Monitor, feature: string) {
    const published = drift.publish.join(', ') || '(none)';
    super(
      `${name} publishes no drift of ${JSON.stringify(feature)}: add it to drift.publish of its file. Published are: ${published}`,
    );
    this.feature = feature;
  }
}

/**
 * Watches one model: checks its captured data and its labelled predictions on schedule, and raises an alarm when the checks
 * themselves do not run.
 */
export class ModelMonitor extends Construct {
  readonly monitor: Monitor;
  readonly platform: MonitoringPlatform;
  /** Schedules of the checks; a check that the file does not schedule has none. */
  readonly schedules: Readonly<Partial<Record<CheckKind, Schedule>>>;
  /** Alarms on the monitor itself. What it finds out about the model is told by alerts. */
  readonly alarms: AlarmsBySeverity;
  readonly dashboard: Dashboard | undefined;
  /** Rolls back deployments of retrained models; undefined for a monitor that does not retrain in the account. */
  readonly deploymentAlarm: Alarm | undefined;

  constructor(scope: Construct, id: string, props: ModelMonitorProps) {
    super(scope, id);
    const { definition, flexibleWindow = Duration.minutes(15), dashboard = true } = props;
    this.monitor = definition.monitor;
    this.platform = props.platform ?? new MonitoringPlatform(this, 'Platform', { definitions: [definition] });
    if (!this.platform.definitions.includes(definition)) throw new UnknownToPlatformError(this.monitor, this.platform);

    const kinds = this.#scheduledChecks();
    const silent = kinds.map(({ kind, expression }) => this.#createSilenceAlarm(kind, expression));
    this.alarms = { critical: silent.filter((alarm) => alarm !== undefined), warning: [] };
    for (const alarm of this.alarms.critical) this.platform.operations.announce(alarm, { end: true });
    const { retraining } = this.platform;
    this.deploymentAlarm = retraining && deploymentAlarm(this, 'FailedRequests', definition, retraining.alarmPrefix);
    this.dashboard = dashboard ? this.#createDashboard() : undefined;
    this.schedules = Object.fromEntries(
      kinds.map(({ kind, expression }) => [kind, this.#createSchedule(kind, expression, flexibleWindow)]),
    );
  }

  /** A metric of this monitor, by the names of core/report/metric-points.ts. @default - average over a day */
  metric(metricName: string, options?: MetricOptions): Metric {
    return new Metric({
      namespace: this.platform.namespace,
      metricName,
      dimensionsMap: { Monitor: this.monitor.name },
      statistic: 'Average',
      period: Duration.days(1),
      ...options,
    });
  }

  /** Captured rows in the window. @default - average over a day */
  metricRows(options?: MetricOptions): Metric {
    return this.metric('Rows', options);
  }

  /** Features that have drifted. @default - average over a day */
  metricDriftedFeatures(options?: MetricOptions): Metric {
    return this.metric('DriftedFeatures', options);
  }

  /**
   * Distance between a feature's values and the baseline's. @default - average over a day
   *
   * @param feature One of `drift.publish`. @throws UnpublishedFeatureError
   */
  metricFeatureDrift(feature: string, options?: MetricOptions): Metric {
    if (!this.monitor.drift.publish.includes(feature)) throw new UnpublishedFeatureError(this.monitor, feature);
    const dimensionsMap = featureDriftDimensions(this.monitor.name, feature);
    return this.metric(FEATURE_DRIFT_METRIC, { dimensionsMap, label: feature, ...options });
  }

  /** Findings that say the data is broken. @default - average over a day */
  metricDataQualityViolations(options?: MetricOptions): Metric {
    return this.metric('DataQualityViolations', options);
  }

  /** Share of predictions whose labels have come, 0 to 1. @default - average over a day */
  metricLabelCoverage(options?: MetricOptions): Metric {
    return this.metric('LabelCoverage', options);
  }

  /** A performance metric; without a name the monitor's primary one. @default - average over a day */
  metricPerformance(name: MetricName = this.monitor.performance.primaryMetric, options?: MetricOptions): Metric {
    return this.metric(name, options);
  }

  /** Runs of a check that came to their end. @default - sum over a day */
  metricSuccessfulRuns(kind: CheckKind, options?: MetricOptions): Metric {
    const dimensionsMap = heartbeatDimensions(this.monitor.name, kind);
    return this.metric(HEARTBEAT_METRIC, { dimensionsMap, statistic: 'Sum', ...options });
  }

  /** Lets somebody read this monitor's results, profiles, baselines and state, and nobody else's. */
  grantReadResults(grantee: IGrantable): void {
    this.platform.state.grantRead(grantee, this.monitor.name);
  }

  /** Lets somebody build baselines, such as the pipeline that trains the model. The function serves all monitors. */
  grantBuildBaseline(grantee: IGrantable): Grant {
    return this.platform.functions.baseline.grantInvoke(grantee);
  }

  #scheduledChecks(): { kind: CheckKind; expression: string }[] {
    const { schedule, labels } = this.monitor;
    const wanted = [
      { kind: 'drift' as const, expression: schedule.drift },
      { kind: 'accuracy' as const, expression: labels === null ? null : schedule.accuracy },
    ];
    return wanted.filter((check): check is { kind: CheckKind; expression: string } => check.expression !== null);
  }

  #createSchedule(kind: CheckKind, expression: string, flexibleWindow: Duration): Schedule {
    const { functions, scheduleRole, deadLetters } = this.platform;
    // A run that starts late, or again, has to check the window it was meant for.
    const input = ScheduleTargetInput.fromObject({
      monitor: this.monitor.name,
      kind,
      scheduledTime: ContextAttribute.scheduledTime,
      // Messages link to it.
      dashboard: this.dashboard?.dashboardName,
    });
    return new Schedule(this, kind === 'drift' ? 'DriftSchedule' : 'AccuracySchedule', {
      description: `Driftwarden: ${kind} of ${this.monitor.name}`,
      schedule: ScheduleExpression.expression(expression, TimeZone.of(this.monitor.schedule.timeZone)),
      timeWindow: TimeWindow.flexible(flexibleWindow),
      target: new FunctionTarget(functions[kind], scheduleRole, input, deadLetters.queue),
    });
  }

  #createSilenceAlarm(kind: CheckKind, schedule: string): Alarm | undefined {
    return missedRunsAlarm(this, kind === 'drift' ? 'NoDriftCheck' : 'NoAccuracyCheck', {
      runs: (period) => this.metricSuccessfulRuns(kind, { period }),
      subject: `the ${kind} check of ${this.monitor.name}`,
      schedule,
      timeZone: this.monitor.schedule.timeZone,
    });
  }

  #createDashboard(): Dashboard {
    const { monitor, alarms } = this;
    return new MonitorDashboard(this, 'Dashboard', {
      monitor,
      metric: (name) => this.metric(name),
      featureDrift: (feature) => this.metricFeatureDrift(feature),
      alarms: alarms.critical,
    }).dashboard;
  }
}
