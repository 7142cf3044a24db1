import { Annotations, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ModelMonitor } from './model-monitor.ts';
import { addFunctionOutputs, addMonitors, MonitorGroup, type Monitors, type MonitorsProps } from './monitor-group.ts';
import { groupByName } from './monitor-groups.ts';
import type { MonitoringPlatform } from './monitoring-platform.ts';
import { SharedResources } from './shared-resources.ts';
import { fitInStack } from './stack-limits.ts';

/** The monitors of a deployment, with its settings and those of a stack. */
export interface MonitoringStackProps extends StackProps, Omit<MonitorsProps, 'shared'> {}

/** There are several platforms, so "the platform" is ambiguous. */
export class AmbiguousPlatformError extends Error {
  override readonly name = 'AmbiguousPlatformError';
  constructor(platforms: readonly MonitoringPlatform[]) {
    super(`the monitors are on ${platforms.length} platforms: use one of "platforms", or the "platform" of a monitor`);
  }
}

/**
 * Everything that a deployment of Driftwarden needs in an account: shared resources, functions, and each monitor's schedules and
 * alarms. Monitors that do not fit into one stack are in nested stacks, each with its own functions. The names alone decide which
 * monitor is in which stack, and another monitor moves few others or none.
 */
export class MonitoringStack extends Stack {
  readonly shared: SharedResources;
  readonly platforms: readonly MonitoringPlatform[];
  /** In the order of their definitions. */
  readonly monitors: readonly ModelMonitor[];

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, {
      description: 'Driftwarden: monitors machine-learning models in production',
      suppressTemplateIndentation: true,
      ...props,
    });
    // Also for nested stacks, which have no property for it. Spaces would take a third of a template's megabyte.
    this.node.setContext('@aws-cdk/core:suppressTemplateIndentation', true);
    const { definitions } = props;
    const groups = this.#addGroups(props);
    this.platforms = groups.map(({ platform }) => platform);
    this.shared = this.platforms[0].shared;
    const monitors = new Map(groups.flatMap((group) => group.monitors).map((model) => [model.monitor.name, model]));
    this.monitors = definitions.map(({ monitor }) => monitors.get(monitor.name)!);
    if (definitions.length === 0) {
      Annotations.of(this).addWarningV2(
        'driftwarden:no-monitors',
        'there is no monitor to deploy: add a file to monitors/ (monitors/README.md says how)',
      );
    }
    this.#addOutputs();
  }

  /** The platform of all monitors. @throws AmbiguousPlatformError when there are several */
  get platform(): MonitoringPlatform {
    if (this.platforms.length > 1) throw new AmbiguousPlatformError(this.platforms);
    return this.platforms[0];
  }

  #addGroups(props: MonitoringStackProps): Monitors[] {
    const { definitions, description: _, ...rest } = props;
    const groups = groupByName(definitions, ({ monitor }) => monitor.name, fitInStack);
    if (groups.length <= 1) return [addMonitors(this, props)];
    // Has the id of a platform, so that the bucket stays the same when the monitors no longer fit into one stack.
    const shared = new SharedResources(this, 'Platform', props);
    return groups.map(({ number, members }) => {
      const description = `Driftwarden: monitors of group ${number}`;
      return new MonitorGroup(this, `Group${number}`, { ...rest, description, definitions: members, shared });
    });
  }

  #addOutputs(): void {
    const { state, alerts, deadLetters, watchdog, delivery, key } = this.shared;
    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output(
      'StateBucketName',
      state.bucket.bucketName,
      'Baselines, results and state of all monitors, and the artifacts of the models that retrainings deployed. The bucket, its policy, and the access to artifacts of roles that models run as are kept when the stack is deleted.',
    );
    output('AlertTopicArn', alerts.topic.topicArn, 'Subscribe here to receive alerts');
    output('WatchdogFunction', watchdog.function.functionName, 'For driftwarden status, with --function');
    if (delivery) {
      const name = delivery.function.functionName;
      output(
        'DeliverAlertsFunction',
        name,
        'Sends alerts to PagerDuty or a webhook; invoke it with a message of the dead-letter queue to send that again',
      );
    }
    output(
      'DeadLetterQueueUrl',
      deadLetters.queue.queueUrl,
      'Runs, schedules and messages that failed after all retries',
    );
    if (key) output('KeyArn', key.keyArn, 'Readers of the state bucket need kms:Decrypt on it');
    if (this.platforms.length === 1) addFunctionOutputs(this, this.platforms[0]);
  }
}
