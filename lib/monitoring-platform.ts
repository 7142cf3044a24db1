import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AlertFormat } from '../lambdas/adapters/aws/alert-message.ts';
import type { FunctionKind } from '../lambdas/runtime/event.ts';
import type { AlertTopic } from './alert-topic.ts';
import { checkAccess } from './check-access.ts';
import { CheckFunction, type CheckFunctionProps } from './check-function.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { FunctionSettings } from './function-settings.ts';
import { ScheduleRole } from './function-target.ts';
import type { MonitorDefinition } from './monitor-definition.ts';
import { namespaceOf } from './namespace.ts';
import { Retraining } from './retraining.ts';
import type { AlarmsBySeverity } from './severity.ts';
import { SharedResources } from './shared-resources.ts';
import type { SharedSettings } from './shared-settings.ts';
import type { StateBucket } from './state-bucket.ts';
import { ReadingSettingsError, WindowReading } from './window-reading.ts';

/** Monitors, and the settings of the functions that check them. */
export interface MonitoringPlatformProps extends FunctionSettings, SharedSettings {
  /** The monitors on this platform. */
  readonly definitions: readonly MonitorDefinition[];
  /**
   * State bucket, topics, dead-letter queue and watchdog of several platforms, which can be in nested stacks. They must have been
   * created with these definitions too.
   * @default - its own
   */
  readonly shared?: SharedResources;
  /**
   * Namespace of the metrics in CloudWatch. Two platforms of an account with equally named monitors need different ones.
   * @default - the name of the stack, or of the stack that nests it
   */
  readonly namespace?: string;
  /**
   * ARNs of the customer-managed KMS keys that encrypt captured data, labels or training data. The functions may decrypt only with
   * these.
   * @default - none: the data is encrypted with S3's own keys
   */
  readonly dataKeys?: readonly string[];
  /**
   * The format for HTTPS subscribers of the alert topic: the alert as JSON, or with `chat` the document that Amazon Q Developer in
   * chat applications shows in Slack and Microsoft Teams. E-mail, SMS and queues are the same with both.
   * @default json
   */
  readonly alertFormat?: AlertFormat | undefined;
  /**
   * How many parts of a window are read at a time that is too large for one function: its drift check hands it to a state machine. Each part
   * is a run of a function, beside the other functions of the account. @default - such windows fail
   */
  readonly readingConcurrency?: number | undefined;
  /**
   * How many percent of the parts of such a window may fail for good. The files of those that do are left out, and the result names them.
   * @default 0
   */
  readonly toleratedReadingFailures?: number | undefined;
}

/**
 * The resources that monitors share: functions with their roles, and a state bucket, topics and a dead-letter queue, which several
 * platforms can share in turn. A monitor only adds read permissions to the functions. IAM limits these: `fitInStack` decides how many
 * monitors a platform can hold, at most 80. MonitoringStack creates several platforms for more.
 */
export class MonitoringPlatform extends Construct {
  readonly definitions: readonly MonitorDefinition[];
  readonly namespace: string;
  readonly shared: SharedResources;
  readonly state: StateBucket;
  /** Alerts about models. */
  readonly alerts: AlertTopic;
  /** Topic of alarms about the monitors themselves: that of the alerts, unless monitors have different recipients. */
  readonly operations: AlertTopic;
  readonly deadLetters: DeadLetters;
  readonly functions: Readonly<Record<FunctionKind, LambdaFunction>>;
  /** The retraining machine and its functions; undefined if no monitor retrains in the account. */
  readonly retraining: Retraining | undefined;
  /** The machine that reads large windows, and its function; undefined without `readingConcurrency`. */
  readonly reading: WindowReading | undefined;
  /** Starts the functions for the schedules. */
  readonly scheduleRole: Role;
  /** Alarms of its functions, and of the shared resources unless they were given. */
  readonly alarms: AlarmsBySeverity;

  constructor(scope: Construct, id: string, props: MonitoringPlatformProps) {
    super(scope, id);
    this.definitions = props.definitions;
    this.namespace = props.namespace ?? namespaceOf(this);
    // The CDK omits the id Default from logical ids, so shared resources have the same ids inside and outside a platform.
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
    this.reading = this.#createReading(props);
    const scheduled = [this.functions.drift, this.functions.accuracy];
    for (const check of scheduled) {
      this.retraining?.grantStart(check);
      this.retraining?.nameOperations(check);
    }
    this.scheduleRole = new ScheduleRole(this, 'Schedules', scheduled, deadLetters).role;

    const failed = Object.values(checks).flatMap((check) => check.errors ?? []);
    const errors = [...failed, ...(this.retraining?.alarms ?? []), ...(this.reading?.alarms ?? [])];
    for (const alarm of errors) operations.announce(alarm, { end: false });
    const own = props.shared ? NONE : this.shared.alarms;
    this.alarms = { critical: own.critical, warning: [...own.warning, ...errors] };
  }

  #createRetraining(props: MonitoringPlatformProps): Retraining | undefined {
    const definitions = props.definitions.filter(({ retraining }) => retraining !== null);
    if (definitions.length === 0) return undefined;
    return new Retraining(this, 'Retraining', { ...this.#functionProps(props), definitions });
  }

  #createReading(props: MonitoringPlatformProps): WindowReading | undefined {
    const { definitions, readingConcurrency, toleratedReadingFailures } = props;
    if (readingConcurrency === undefined) {
      if (toleratedReadingFailures === undefined) return undefined;
      throw new ReadingSettingsError('toleratedReadingFailures belongs to readingConcurrency: give both');
    }
    return new WindowReading(this, 'Reading', {
      ...this.#functionProps(props),
      definitions,
      readingConcurrency,
      toleratedReadingFailures,
      check: this.functions.drift,
    });
  }

  /** The properties that all functions have in common. */
  #functionProps({
    alertFormat,
    dataKeys = [],
    memorySize = 2048,
    logRetention = RetentionDays.THREE_MONTHS,
    reservedConcurrency,
    network,
    formerKeys,
  }: MonitoringPlatformProps) {
    return {
      dataKeys,
      memorySize,
      logRetention,
      reservedConcurrency,
      network,
      state: this.state,
      alerts: this.alerts,
      alertFormat,
      namespace: this.namespace,
      deadLetters: this.deadLetters.queue,
      key: this.shared.key,
      formerKeys,
    };
  }

  #createFunctions(props: MonitoringPlatformProps): Record<FunctionKind, CheckFunction> {
    const { definitions } = props;
    const shared = { ...this.#functionProps(props), definitions };
    const create = (
      id: string,
      own: Pick<CheckFunctionProps, 'name' | 'description' | 'reads' | 'stateAccess' | 'continues'>,
    ) => new CheckFunction(this, id, { ...shared, ...own });
    const access = checkAccess(definitions);
    return {
      drift: create('CheckDrift', {
        name: 'check-drift',
        description: 'Driftwarden: compares captured data with the baseline',
        ...access.drift,
      }),
      accuracy: create('CheckAccuracy', {
        name: 'check-accuracy',
        description: 'Driftwarden: measures predictions against their labels',
        continues: true,
        ...access.accuracy,
      }),
      baseline: create('BuildBaseline', {
        name: 'build-baseline',
        description: 'Driftwarden: builds a baseline from training data, on demand',
        ...access.baseline,
      }),
    };
  }
}

const NONE: AlarmsBySeverity = { critical: [], warning: [] };
