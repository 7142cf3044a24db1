import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionKind } from '../lambdas/runtime/event.ts';
import { AlertTopic } from './alert-topic.ts';
import { CheckFunction, type CheckFunctionProps } from './check-function.ts';
import { DeadLetters } from './dead-letters.ts';
import { ScheduleRole } from './function-target.ts';
import type { MonitorDefinition, S3Place } from './monitor-definition.ts';
import type { AlarmsBySeverity } from './severity.ts';
import { StateBucket } from './state-bucket.ts';
import { subscribeEverybody } from './subscribers.ts';

export interface MonitoringPlatformProps {
  /** The monitors that share it. */
  readonly definitions: readonly MonitorDefinition[];
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

/** What all monitors of a deployment share: functions, state bucket, topics, dead letters. A monitor adds nothing to it. */
export class MonitoringPlatform extends Construct {
  readonly definitions: readonly MonitorDefinition[];
  readonly namespace: string;
  readonly state: StateBucket;
  /** Alerts about models. */
  readonly alerts: AlertTopic;
  /** Alarms about the monitors themselves: the topic of the alerts, unless monitors tell different people. */
  readonly operations: AlertTopic;
  readonly deadLetters: DeadLetters;
  readonly functions: Readonly<Record<FunctionKind, LambdaFunction>>;
  /** Starts the functions for the schedules. */
  readonly scheduleRole: Role;
  readonly alarms: AlarmsBySeverity;

  constructor(scope: Construct, id: string, props: MonitoringPlatformProps) {
    super(scope, id);
    this.definitions = props.definitions;
    this.namespace = props.namespace ?? 'Driftwarden';
    this.state = new StateBucket(this, 'State');
    this.deadLetters = new DeadLetters(this, 'DeadLetters');
    const { queue } = this.deadLetters;
    this.alerts = new AlertTopic(this, 'Alerts', { displayName: 'Driftwarden', deadLetters: queue });
    this.operations = subscribeEverybody(this, this.alerts, queue, props.definitions);

    const checks = this.#createFunctions(props);
    this.functions = {
      drift: checks.drift.function,
      accuracy: checks.accuracy.function,
      baseline: checks.baseline.function,
    };
    this.alerts.grantPublish(this.functions.drift);
    this.alerts.grantPublish(this.functions.accuracy);
    const scheduled = [this.functions.drift, this.functions.accuracy];
    this.scheduleRole = new ScheduleRole(this, 'Schedules', scheduled, queue).role;

    this.alarms = {
      critical: [this.deadLetters.alarm],
      warning: Object.values(checks).map(({ errors }) => errors),
    };
    for (const alarm of [...this.alarms.critical, ...this.alarms.warning])
      this.operations.announce(alarm, { end: false });
  }

  #createFunctions(props: MonitoringPlatformProps): Record<FunctionKind, CheckFunction> {
    const { definitions, dataKeys = [], memorySize = 2048, logRetention = RetentionDays.THREE_MONTHS } = props;
    const shared = {
      definitions,
      dataKeys,
      memorySize,
      logRetention,
      state: this.state,
      alerts: this.alerts,
      namespace: this.namespace,
      deadLetters: this.deadLetters.queue,
    };
    const create = (id: string, own: Pick<CheckFunctionProps, 'name' | 'description' | 'reads' | 'stateAccess'>) =>
      new CheckFunction(this, id, { ...shared, ...own });
    const captures = definitions.map(({ capture }) => capture);
    const labels = definitions.map((definition) => definition.labels).filter(isPlace);
    const baselines = definitions.map(({ baseline }) => baseline).filter(isPlace);
    return {
      drift: create('CheckDrift', {
        name: 'check-drift',
        description: 'Driftwarden: compares captured data with the baseline',
        reads: [captures],
        stateAccess: {
          read: ['state.json', 'baselines/*', 'history/drift/*'],
          write: ['state.json', 'profiles/*', 'checks/drift/*', 'history/drift/*'],
        },
      }),
      accuracy: create('CheckAccuracy', {
        name: 'check-accuracy',
        description: 'Driftwarden: measures predictions by the labels that have come',
        reads: [captures, labels],
        stateAccess: {
          read: ['state.json', 'baselines/*', 'history/accuracy/*'],
          write: ['state.json', 'checks/accuracy/*', 'history/accuracy/*'],
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
