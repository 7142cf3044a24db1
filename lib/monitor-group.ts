import { Aws, CfnOutput, NestedStack, type NestedStackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ModelMonitor } from './model-monitor.ts';
import { MonitoringPlatform, type MonitoringPlatformProps } from './monitoring-platform.ts';
import type { SharedResources } from './shared-resources.ts';

export interface MonitorsProps extends MonitoringPlatformProps {
  /**
   * Whether each monitor has a CloudWatch dashboard.
   * @default true
   */
  readonly dashboards?: boolean;
}

/** The monitors of a stack, with the functions that work for them. */
export interface Monitors {
  readonly platform: MonitoringPlatform;
  readonly monitors: readonly ModelMonitor[];
}

export function addMonitors(scope: Construct, { dashboards = true, ...props }: MonitorsProps): Monitors {
  const platform = new MonitoringPlatform(scope, 'Platform', props);
  const monitors = props.definitions.map(
    (definition) =>
      new ModelMonitor(scope, `Monitor-${definition.monitor.name}`, { definition, platform, dashboard: dashboards }),
  );
  return { platform, monitors };
}

/** Names of the functions, for who invokes them by hand. */
export function addFunctionOutputs(scope: Construct, { functions, retraining }: MonitoringPlatform): void {
  const output = (name: string, value: string, description: string) =>
    new CfnOutput(scope, name, { value, description });
  output('BuildBaselineFunction', functions.baseline.functionName, 'Invoke it with {"monitor": "name"}');
  output('CheckDriftFunction', functions.drift.functionName, 'Runs on schedule, and with {"monitor": "name"}');
  output('CheckAccuracyFunction', functions.accuracy.functionName, 'Runs on schedule, and with {"monitor": "name"}');
  if (retraining === undefined) return;
  output(
    'RetrainingFunction',
    retraining.control.functionName,
    'For driftwarden retrain, retrainings, approve, refuse and rollback, with --function',
  );
  output('RetrainingMachineArn', retraining.machine.arn, 'Its executions are the retrainings');
}

export interface MonitorGroupProps extends NestedStackProps, MonitorsProps {
  readonly shared: SharedResources;
}

/**
 * As many monitors as a stack holds, in one inside another, with functions that know them and no others. It has the outputs of
 * a whole deployment that name functions, and one for each monitor, described by its name, whose value is this stack's name.
 */
export class MonitorGroup extends NestedStack implements Monitors {
  readonly platform: MonitoringPlatform;
  readonly monitors: readonly ModelMonitor[];

  constructor(scope: Construct, id: string, props: MonitorGroupProps) {
    super(scope, id, props);
    ({ platform: this.platform, monitors: this.monitors } = addMonitors(this, props));
    addFunctionOutputs(this, this.platform);
    for (const model of this.monitors) {
      new CfnOutput(model, 'Stack', { value: Aws.STACK_NAME, description: model.monitor.name });
    }
  }
}
