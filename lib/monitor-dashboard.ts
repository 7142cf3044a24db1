import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type HorizontalAnnotation,
  type IMetric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';

export interface MonitorDashboardProps {
  readonly monitor: Monitor;
  /** A metric of the monitor by its name. */
  readonly metric: (name: string) => IMetric;
  /** The drift of one of its published features. */
  readonly featureDrift: (feature: string) => IMetric;
  /** Successful runs of its checks. */
  readonly runs: readonly IMetric[];
  /** The alarm that goes off when checks of the deployment do not run. */
  readonly watchdog: Alarm;
}

const WIDTH = 8;

/** A dashboard of a monitor's last weeks: volume, data quality, drift, and performance with its limits. */
export class MonitorDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: MonitorDashboardProps) {
    super(scope, id);
    const { monitor, metric, featureDrift, runs, watchdog } = props;
    const graph = (title: string, names: readonly string[], leftAnnotations: HorizontalAnnotation[] = []) =>
      new GraphWidget({ title, width: WIDTH, left: names.map(metric), leftAnnotations });
    this.dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.days(28) });
    this.dashboard.addWidgets(introduction(monitor));
    this.dashboard.addWidgets(
      graph('Rows in a window', monitor.labels === null ? ['Rows'] : ['Rows', 'LabelledRows']),
      graph('Broken data', ['DataQualityViolations', 'RejectedShare']),
      graph('Drift', ['DriftedFeatures', 'DriftedShare']),
    );
    if (monitor.drift.publish.length > 0) {
      const left = monitor.drift.publish.map(featureDrift);
      this.dashboard.addWidgets(new GraphWidget({ title: 'Drift of features', width: 3 * WIDTH, left }));
    }
    if (monitor.labels !== null) {
      const limits = limitLines(monitor);
      const performance = performanceMetrics(monitor).map((name) => graph(name, [name], limits.get(name)));
      this.dashboard.addWidgets(...performance, graph('Share of labelled predictions', ['LabelCoverage']));
    }
    this.dashboard.addWidgets(
      new GraphWidget({ title: 'Successful runs a day', width: WIDTH, left: [...runs] }),
      new AlarmStatusWidget({ title: 'Do the checks of all monitors run?', alarms: [watchdog], width: 2 * WIDTH }),
    );
  }
}

function introduction({ name, model, alerts }: Monitor): TextWidget {
  const runbook = alerts.runbook === undefined ? '' : ` · [runbook](${alerts.runbook})`;
  return new TextWidget({
    markdown: `**${name}** monitors the model **${model.replaceAll(/[*_[\]<>`\\]/g, '')}**${runbook}`,
    width: 3 * WIDTH,
    height: 1,
  });
}

/** The primary metric and the metrics with limits, each once. */
function performanceMetrics({ performance }: Monitor): string[] {
  const limited = [...performance.alert, ...performance.retrain].map((limit) => limit.metric);
  return [...new Set([performance.primaryMetric, ...limited])];
}

function limitLines({ performance }: Monitor): Map<string, HorizontalAnnotation[]> {
  const lines = new Map<string, HorizontalAnnotation[]>();
  for (const purpose of ['alert', 'retrain'] as const) {
    for (const { metric, value, text } of performance[purpose]) {
      lines.set(metric, [...(lines.get(metric) ?? []), { value, label: `${purpose}: ${text}` }]);
    }
  }
  return lines;
}
