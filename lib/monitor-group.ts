import { Aws, CfnOutput, type Duration, NestedStack, type NestedStackProps } from 'aws-cdk-lib';
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
  /**
   * A check starts within this time after its schedule is due. More of it spreads the checks of many monitors, so that fewer run at
   * once. The scheduled time decides which window is checked.
   * @default - 15 minutes
   */
  readonly flexibleWindow?: Duration | undefined;
}

/** The monitors of a stack, with their functions. */
export interface Monitors {
  readonly platform: MonitoringPlatform;
  readonly monitors: readonly ModelMonitor[];
}

export function addMonitors(
  scope: Construct,
  { dashboards: dashboard = true, flexibleWindow, ...props }: MonitorsProps,
): Monitors {
  const platform = new MonitoringPlatform(scope, 'Platform', props);
  const monitors = props.definitions.map(
    (definition) =>
      new ModelMonitor(scope, `Monitor-${definition.monitor.name}`, {
        definition,
        platform,
        dashboard,
        ...(flexibleWindow && { flexibleWindow }),
      }),
  );
  return { platform, monitors };
}

/** Outputs with the names of the functions, for manual invocations. */
export function addFunctionOutputs(scope: Construct, { functions, retraining, reading }: MonitoringPlatform): void {
  const output = (name: string, value: string, description: string) =>
    new CfnOutput(scope, name, { value, description });
  output('BuildBaselineFunction', functions.baseline.functionName, 'Invoke it with {"monitor": "name"}');
  output('CheckDriftFunction', functions.drift.functionName, 'Runs on schedule, and with {"monitor": "name"}');
  output('CheckAccuracyFunction', functions.accuracy.functionName, 'Runs on schedule, and with {"monitor": "name"}');
  if (reading)
    output('ReadingMachineArn', reading.machine.arn, 'Its executions read windows that are too large for one function');
  if (retraining === undefined) return;
  output(
    'RetrainingFunction',
    retraining.operations.functionName,
    'For driftwarden retrain, retrain list, approve, reject and rollback, with --function',
  );
  output('RetrainingMachineArn', retraining.machine.arn, 'Its executions are the retrainings');
}

export interface MonitorGroupProps extends NestedStackProps, MonitorsProps {
  readonly shared: SharedResources;
}

/**
 * A nested stack with as many monitors as a stack can hold, and functions for these monitors only. It has the outputs with the names of
 * the functions, and one output for each monitor, with the monitor's name as description and this stack's name as value.
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
