import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AlertFormat } from '../lambdas/adapters/aws/alert-message.ts';
import type { FunctionKind } from '../lambdas/runtime/event.ts';
import type { AlertTopic } from './alert-topic.ts';
import { CheckFunction, type CheckFunctionProps } from './check-function.ts';
import type { DeadLetters } from './dead-letters.ts';
import { ScheduleRole } from './function-target.ts';
import type { MonitorDefinition, S3Place } from './monitor-definition.ts';
import { Retraining } from './retraining.ts';
import type { AlarmsBySeverity } from './severity.ts';
import { SharedResources } from './shared-resources.ts';
import type { StateBucket } from './state-bucket.ts';

export interface MonitoringPlatformProps {
  /** The monitors that share it. */
  readonly definitions: readonly MonitorDefinition[];
  /**
   * State bucket, topics and dead letters of several platforms, which can be in nested stacks. They have to have been made for
   * these definitions too.
   * @default - its own
   */
  readonly shared?: SharedResources;
  /**
   * Namespace of the metrics in CloudWatch. Two platforms of an account with monitors of the same name need two.
   * @default Driftwarden
   */
  readonly namespace?: string;
  /**
   * ARNs of the customer-managed KMS keys that encrypt captured data, labels or training data; the functions may decrypt
   * with these and no others.
   * @default - the data is encrypted with S3's own keys, or not at all
   */
  readonly dataKeys?: readonly string[];
  /**
   * What HTTPS subscribers of the alert topic get: the alert as JSON, or with `chat` the document that Amazon Q Developer in
   * chat applications shows in Slack and Microsoft Teams. E-mails, SMS and queues get the same with both.
   * @default json
   */
  readonly alertFormat?: AlertFormat | undefined;
  /**
   * Memory of each function, megabytes. More is faster as well: Lambda gives CPU in proportion.
   * @default 2048
   */
  readonly memorySize?: number;
  /**
   * How long the functions' logs are kept.
   * @default - three months
   */
  readonly logRetention?: RetentionDays;
}

/**
 * What monitors share: functions with their roles, and a state bucket, topics and dead letters, which it can share in its turn
 * with other platforms. A monitor adds nothing to it but what the functions may read. IAM limits that: a platform holds
 * what `fitInStack` says, 80 monitors or fewer; more need several platforms, as MonitoringStack makes them.
 */
export class MonitoringPlatform extends Construct {
  readonly definitions: readonly MonitorDefinition[];
  readonly namespace: string;
  readonly shared: SharedResources;
  readonly state: StateBucket;
  /** Alerts about models. */
  readonly alerts: AlertTopic;
  /** Alarms about the monitors themselves: the topic of the alerts, unless monitors tell different people. */
  readonly operations: AlertTopic;
  readonly deadLetters: DeadLetters;
  readonly functions: Readonly<Record<FunctionKind, LambdaFunction>>;
  /** The retraining machine and its functions; undefined where no monitor retrains in the account. */
  readonly retraining: Retraining | undefined;
  /** Starts the functions for the schedules. */
  readonly scheduleRole: Role;
  /** Of its functions, and of the dead letters unless other platforms share them. */
  readonly alarms: AlarmsBySeverity;

  constructor(scope: Construct, id: string, props: MonitoringPlatformProps) {
    super(scope, id);
    this.definitions = props.definitions;
    this.namespace = props.namespace ?? 'Driftwarden';
    // The CDK leaves the id Default out of logical ids: what is shared has the same ones inside and outside a platform.
    this.shared = props.shared ?? new SharedResources(this, 'Default', props);
    const { state, alerts, operations, deadLetters } = this.shared;
    this.state = state;
    this.alerts = alerts;
    this.operations = operations;
    this.deadLetters = deadLetters;

    const checks = this.#createFunctions(props);
    this.functions = {
      drift: checks.drift.function,
      accuracy: checks.accuracy.function,
      baseline: checks.baseline.function,
    };
    alerts.grantPublish(this.functions.drift);
    alerts.grantPublish(this.functions.accuracy);
    this.retraining = this.#createRetraining(props);
    this.retraining?.grantStart(this.functions.drift);
    this.retraining?.grantStart(this.functions.accuracy);
    const scheduled = [this.functions.drift, this.functions.accuracy];
    this.scheduleRole = new ScheduleRole(this, 'Schedules', scheduled, deadLetters.queue).role;

    const errors = [...Object.values(checks).map((check) => check.errors), ...(this.retraining?.alarms ?? [])];
    for (const alarm of errors) operations.announce(alarm, { end: false });
    this.alarms = { critical: props.shared ? [] : this.shared.alarms.critical, warning: errors };
  }

  #createRetraining(props: MonitoringPlatformProps): Retraining | undefined {
    const definitions = props.definitions.filter(({ retraining }) => retraining !== null);
    if (definitions.length === 0) return undefined;
    return new Retraining(this, 'Retraining', { ...this.#functionProps(props), definitions });
  }

  /** What all functions have alike. */
  #functionProps({
    alertFormat,
    dataKeys = [],
    memorySize = 2048,
    logRetention = RetentionDays.THREE_MONTHS,
  }: MonitoringPlatformProps) {
    return {
      dataKeys,
      memorySize,
      logRetention,
      state: this.state,
      alerts: this.alerts,
      alertFormat,
      namespace: this.namespace,
      deadLetters: this.deadLetters.queue,
    };
  }

  #createFunctions(props: MonitoringPlatformProps): Record<FunctionKind, CheckFunction> {
    const { definitions } = props;
    const shared = { ...this.#functionProps(props), definitions };
    const create = (id: string, own: Pick<CheckFunctionProps, 'name' | 'description' | 'reads' | 'stateAccess'>) =>
      new CheckFunction(this, id, { ...shared, ...own });
    const captures = definitions.map(({ capture }) => capture);
    const labels = definitions.map((definition) => definition.labels).filter(isPlace);
    // A check tells the end of a retraining whose execution died, and records it.
    const retrains = definitions.some(({ retraining }) => retraining !== null);
    const record = retrains ? ['retrainings/*/retraining.json'] : [];
    const comparison = retrains ? ['retrainings/*/comparison.json'] : [];
    const baselines = definitions.map(({ baseline }) => baseline).filter(isPlace);
    return {
      drift: create('CheckDrift', {
        name: 'check-drift',
        description: 'Driftwarden: compares captured data with the baseline',
        reads: [captures],
        stateAccess: {
          read: ['state.json', 'baselines/*', 'history/drift/*', ...comparison],
          write: ['state.json', 'profiles/*', 'checks/drift/*', 'history/drift/*', ...record],
        },
      }),
      accuracy: create('CheckAccuracy', {
        name: 'check-accuracy',
        description: 'Driftwarden: measures predictions by the labels that have come',
        reads: [captures, labels],
        stateAccess: {
          read: ['state.json', 'baselines/*', 'history/accuracy/*', ...comparison],
          write: ['state.json', 'checks/accuracy/*', 'history/accuracy/*', ...record],
        },
      }),
      baseline: create('BuildBaseline', {
        name: 'build-baseline',
        description: 'Driftwarden: builds a baseline from training data, on demand',
        reads: [baselines],
        stateAccess: { read: ['state.json'], write: ['state.json', 'baselines/*'] },
      }),
    };
  }
}

function isPlace(place: S3Place | null): place is S3Place {
  return place !== null;
}
