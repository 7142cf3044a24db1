import { Duration } from 'aws-cdk-lib';
import { type Alarm, type Dashboard, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { CheckKind } from '../lambdas/core/decision/state.ts';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import type { MonitorProps } from '../lambdas/core/monitor/parse-value.ts';
import { scheduledChecks } from '../lambdas/core/monitor/scheduled-checks.ts';
import type { MetricName } from '../lambdas/core/performance/types.ts';
import { FEATURE_DRIFT_METRIC, featureDriftDimensions } from '../lambdas/core/report/metric-points.ts';
import { HEARTBEAT_METRIC, heartbeatDimensions } from '../lambdas/runtime/heartbeat.ts';
import { checkSchedule } from './check-schedule.ts';
import { deploymentAlarm } from './deployment-alarm.ts';
import { type MonitorAlarms, monitorAlarms } from './monitor-alarms.ts';
import { MonitorDashboard } from './monitor-dashboard.ts';
import { MonitorDefinition } from './monitor-definition.ts';
import { MonitoringPlatform } from './monitoring-platform.ts';

/** A monitor, and what is created for it. */
export interface ModelMonitorProps extends MonitorAlarms {
  /**
   * The monitor: its file, read and validated, or the keys of such a file as values, with a name. With a `platform`, one of the
   * definitions with which the platform was created.
   */
  readonly definition: MonitorDefinition | MonitorProps;
  /**
   * Functions, bucket and topics, shared with other monitors. Its definitions must include this one.
   * @default - a platform of its own
   */
  readonly platform?: MonitoringPlatform;
  /**
   * A run starts within this time after its schedule is due, so that many monitors do not start at once. The scheduled time
   * decides which window it checks.
   * @default - 15 minutes
   */
  readonly flexibleWindow?: Duration;
  /**
   * Whether there is a CloudWatch dashboard.
   * @default true
   */
  readonly dashboard?: boolean;
}

/** The platform of a monitor was created without its definition. */
export class UnknownToPlatformError extends Error {
  override readonly name = 'UnknownToPlatformError';
  constructor({ name }: Monitor, { definitions, node }: MonitoringPlatform) {
    const known = definitions.map(({ monitor }) => monitor.name).join(', ');
    super(
      `the platform ${node.path} was created for the monitors ${known || '(none)'}: add ${name} to its definitions`,
    );
  }
}

/** The monitor does not publish this metric, so an alarm on it would never go off. */
export class UnpublishedFeatureError extends Error {
  override readonly name = 'UnpublishedFeatureError';
  readonly feature: string;
  constructor({ name, drift }: Monitor, feature: string) {
    const published = drift.publish.join(', ') || '(none)';
    super(
      `${name} publishes no drift of ${JSON.stringify(feature)}: add it to drift.publish in its file; published: ${published}`,
    );
    this.feature = feature;
  }
}

/**
 * Watches one model: checks its captured data and its labelled predictions on schedule. The watchdog of its platform's shared
 * resources raises an alarm when the checks themselves do not run.
 */
export class ModelMonitor extends Construct {
  readonly monitor: Monitor;
  readonly platform: MonitoringPlatform;
  /** Schedules of the checks; a check that the file does not schedule has none. */
  readonly schedules: Readonly<Partial<Record<CheckKind, Schedule>>>;
  readonly dashboard: Dashboard | undefined;
  /** Rolls back deployments of retrained models; undefined for a monitor that does not retrain in the account. */
  readonly deploymentAlarm: Alarm | undefined;
  /** The alarms of its `add…Alarm` properties. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: ModelMonitorProps) {
    super(scope, id);
    const { definition: given, flexibleWindow = Duration.minutes(15), dashboard = true } = props;
    const definition = given instanceof MonitorDefinition ? given : MonitorDefinition.fromProps(given);
    this.monitor = definition.monitor;
    this.platform = props.platform ?? new MonitoringPlatform(this, 'Platform', { definitions: [definition] });
    if (!this.platform.definitions.includes(definition)) throw new UnknownToPlatformError(this.monitor, this.platform);

    const kinds = scheduledChecks(this.monitor);
    this.platform.shared.watchdog.allowStart(flexibleWindow);
    const { retraining } = this.platform;
    this.deploymentAlarm = retraining && deploymentAlarm(this, 'FailedRequests', definition, retraining.alarmPrefix);
    this.dashboard = dashboard ? this.#createDashboard(kinds.map(({ kind }) => kind)) : undefined;
    this.alarms = monitorAlarms(this, props, {
      monitor: this.monitor,
      topic: this.platform.operations,
      metric: (name, options) => this.metric(name, options),
      featureDrift: (feature, options) => this.metricFeatureDrift(feature, options),
    });
    this.schedules = Object.fromEntries(
      kinds.map((check) => [
        check.kind,
        checkSchedule(this, check, {
          monitor: this.monitor,
          platform: this.platform,
          flexibleWindow,
          dashboardName: this.dashboard?.dashboardName,
        }),
      ]),
    );
  }

  /** A metric of this monitor; core/report/metric-points.ts has the names. @default - average over a day */
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

  /** Findings of broken data. @default - average over a day */
  metricDataQualityViolations(options?: MetricOptions): Metric {
    return this.metric('DataQualityViolations', options);
  }

  /** Share of predictions with a label, 0 to 1. @default - average over a day */
  metricLabelCoverage(options?: MetricOptions): Metric {
    return this.metric('LabelCoverage', options);
  }

  /** A performance metric; without a name, the monitor's primary metric. @default - average over a day */
  metricPerformance(name: MetricName = this.monitor.performance.primaryMetric, options?: MetricOptions): Metric {
    return this.metric(name, options);
  }

  /** Successful runs of a check. @default - sum over a day */
  metricSuccessfulRuns(kind: CheckKind, options?: MetricOptions): Metric {
    const dimensionsMap = heartbeatDimensions(this.monitor.name, kind);
    return this.metric(HEARTBEAT_METRIC, { dimensionsMap, statistic: 'Sum', ...options });
  }

  /**
   * Allows reading the results and the state of this monitor, and of no other; profiles and baselines too, unless it hashes or hides
   * values.
   */
  grantReadResults(grantee: IGrantable): void {
    this.platform.state.grantRead(grantee, this.monitor);
  }

  /** Allows building baselines, for example to the pipeline that trains the model. The function serves all monitors. */
  grantBuildBaseline(grantee: IGrantable): Grant {
    return this.platform.functions.baseline.grantInvoke(grantee);
  }

  #createDashboard(kinds: readonly CheckKind[]): Dashboard {
    const { monitor } = this;
    return new MonitorDashboard(this, 'Dashboard', {
      monitor,
      metric: (name) => this.metric(name),
      featureDrift: (feature) => this.metricFeatureDrift(feature),
      runs: kinds.map((kind) => this.metricSuccessfulRuns(kind, { label: kind })),
      watchdog: this.platform.shared.watchdog.alarm,
    }).dashboard;
  }
}
