import { Annotations, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ModelMonitor } from './model-monitor.ts';
import type { MonitorDefinition } from './monitor-definition.ts';
import { MonitoringPlatform, type MonitoringPlatformProps } from './monitoring-platform.ts';

export interface MonitoringStackProps extends StackProps, MonitoringPlatformProps {
  /** The monitors this deployment watches. */
  readonly definitions: readonly MonitorDefinition[];
  /**
   * Whether each monitor has a CloudWatch dashboard.
   * @default true
   */
  readonly dashboards?: boolean;
}

/**
 * Monitors of one stack: CloudFormation takes 500 resources, of which a monitor is five, and IAM a limited text about what a
 * function may read.
 */
export const MAX_MONITORS = 80;

/** More monitors than one stack can hold. */
export class TooManyMonitorsError extends Error {
  override readonly name = 'TooManyMonitorsError';
  readonly monitors: number;
  constructor(monitors: number) {
    super(
      `${monitors} monitors are too many for one stack, which holds ${MAX_MONITORS}: put some into another folder and deploy it as a stack of its own, with -c monitors=folder -c stackName=name`,
    );
    this.monitors = monitors;
  }
}

/** Everything one deployment of Driftwarden needs in an account: the platform, and each monitor's schedules and alarms. */
export class MonitoringStack extends Stack {
  readonly platform: MonitoringPlatform;
  readonly monitors: readonly ModelMonitor[];

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, { description: 'Driftwarden: watches machine-learning models in production', ...props });
    const { definitions, dashboards: dashboard = true } = props;
    if (definitions.length > MAX_MONITORS) throw new TooManyMonitorsError(definitions.length);
    this.platform = new MonitoringPlatform(this, 'Platform', props);
    this.monitors = definitions.map(
      (definition) =>
        new ModelMonitor(this, `Monitor-${definition.monitor.name}`, {
          definition,
          platform: this.platform,
          dashboard,
        }),
    );
    if (definitions.length === 0) {
      Annotations.of(this).addWarningV2(
        'driftwarden:no-monitors',
        'there is no monitor to deploy: add a file to monitors/ (monitors/README.md says how)',
      );
    }
    this.#addOutputs();
  }

  #addOutputs(): void {
    const { state, alerts, deadLetters, functions } = this.platform;
    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output(
      'StateBucketName',
      state.bucket.bucketName,
      'Baselines, results and state of all monitors. It is kept when the stack is deleted.',
    );
    output('AlertTopicArn', alerts.topic.topicArn, 'Subscribe here to be told');
    output('DeadLetterQueueUrl', deadLetters.queue.queueUrl, 'Runs, schedules and messages that were given up');
    output('BuildBaselineFunction', functions.baseline.functionName, 'Invoke it with {"monitor": "name"}');
    output('CheckDriftFunction', functions.drift.functionName, 'Runs on schedule, and with {"monitor": "name"}');
    output('CheckAccuracyFunction', functions.accuracy.functionName, 'Runs on schedule, and with {"monitor": "name"}');
  }
}
