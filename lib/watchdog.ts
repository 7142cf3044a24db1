import { ArnFormat, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, type MetricOptions, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { AlertFormat } from '../lambdas/adapters/aws/alert-message.ts';
import { OVERVIEW_KEY } from '../lambdas/core/result/keys.ts';
import { HOURS_OVERDUE_METRIC } from '../lambdas/core/watchdog/watch.ts';
import { WATCHDOG_VARIABLES } from '../lambdas/runtime/settings.ts';
import type { WatchdogEvent } from '../lambdas/runtime/watchdog-handler.ts';
import type { AlertTopic } from './alert-topic.ts';
import { allow } from './allow.ts';
import { CheckFunction } from './check-function.ts';
import type { FunctionSettings } from './function-settings.ts';
import { FunctionTarget, ScheduleRole } from './function-target.ts';
import type { MonitorDefinition } from './monitor-definition.ts';
import { acknowledgeWildcard } from './nag.ts';
import type { SharedSettings } from './shared-settings.ts';
import type { StateBucket } from './state-bucket.ts';

/** If concurrent runs are reserved for functions, the watchdog has one. */
export interface WatchdogProps
  extends Pick<FunctionSettings, 'network' | 'reservedConcurrency'>,
    Pick<SharedSettings, 'formerKeys'> {
  /** All monitors of the deployment. */
  readonly definitions: readonly MonitorDefinition[];
  readonly state: StateBucket;
  readonly alerts: AlertTopic;
  /** The topic of alarms; may be that of the alerts. */
  readonly operations: AlertTopic;
  readonly namespace: string;
  readonly alertFormat?: AlertFormat | undefined;
  readonly logRetention: RetentionDays;
  /** Encrypts its logs and the state bucket. @default - keys of the services */
  readonly key?: IKey | undefined;
}

/** How often it looks. */
const INTERVAL = Duration.minutes(15);
/** A look that comes late, or one that fails and is repeated, raises no alarm. */
const PERIOD = Duration.minutes(30);
/** A run starts within this time after it is due, unless a monitor says more. */
const START_WINDOW = Duration.minutes(15);

/**
 * A dead-man's switch for all monitors of a deployment, whatever their schedules: a function that looks on a schedule of its own at
 * what should have run, and one alarm on the metric that it publishes. Missing data raises the alarm too.
 */
export class Watchdog extends Construct {
  readonly function: LambdaFunction;
  readonly schedule: Schedule;
  /** Goes off when a check is overdue, when messages reach nobody, when a state cannot be read, and when the watchdog does not run. */
  readonly alarm: Alarm;
  readonly #namespace: string;
  #startWindow = START_WINDOW;

  constructor(scope: Construct, id: string, props: WatchdogProps) {
    super(scope, id);
    const { alerts, operations, namespace } = props;
    this.#namespace = namespace;
    const { function: created } = new CheckFunction(this, 'Default', {
      ...props,
      name: 'watchdog',
      description: 'Driftwarden: looks whether the checks run and messages arrive',
      reads: [],
      dataKeys: [],
      memorySize: 512,
      reservedConcurrency: props.reservedConcurrency && 1,
      timeout: Duration.minutes(5),
      stateAccess: { read: ['state.json', 'runs/*', '/watchdog.json'], write: ['/watchdog.json', `/${OVERVIEW_KEY}`] },
    });
    this.function = created;
    created.addEnvironment(WATCHDOG_VARIABLES.operationsTopic, operations.topic.topicArn);
    const startWindow = Lazy.string({ produce: () => String(this.#startWindow.toMinutes()) });
    created.addEnvironment(WATCHDOG_VARIABLES.startWindow, startWindow);
    for (const topic of new Set([alerts, operations])) {
      topic.grantPublish(created);
      topic.grantListSubscriptions(created);
    }
    this.#allowHistory();
    this.schedule = this.#createSchedule();
    this.alarm = this.#createAlarm();
    operations.announce(this.alarm, { end: true });
  }

  /** Lets runs start so long after they are due. */
  allowStart(within: Duration): void {
    if (within.toMilliseconds() > this.#startWindow.toMilliseconds()) this.#startWindow = within;
  }

  /** The longest that a check of the deployment is overdue, in hours; 0 while all run. @default - maximum over half an hour */
  metricHoursOverdue(options?: MetricOptions): Metric {
    return new Metric({
      namespace: this.#namespace,
      metricName: HOURS_OVERDUE_METRIC,
      dimensionsMap: { FunctionName: this.function.functionName },
      statistic: 'Maximum',
      period: PERIOD,
      ...options,
    });
  }

  /** CloudWatch lists the history of all metric alarms, or of one. */
  #allowHistory(): void {
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    allow(this.function, ['cloudwatch:DescribeAlarmHistory'], [alarms]);
    acknowledgeWildcard(
      this.function.role!,
      alarms,
      'The alarms of nested stacks have names that this stack does not know. Their history has no data about models.',
    );
  }

  #createSchedule(): Schedule {
    const { role } = new ScheduleRole(this, 'Schedules', [this.function]);
    const event: WatchdogEvent = { operation: 'watch' };
    return new Schedule(this, 'Schedule', {
      description: 'Driftwarden: watchdog',
      schedule: ScheduleExpression.rate(INTERVAL),
      target: new FunctionTarget(this.function, role, ScheduleTargetInput.fromObject(event)),
    });
  }

  #createAlarm(): Alarm {
    return new Alarm(this, 'Overdue', {
      metric: this.metricHoursOverdue(),
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription:
        'Driftwarden: a check is overdue, messages reach nobody, a state cannot be read, or the watchdog itself does not run. Its alerts and the log of its function say which; "driftwarden status --function" with the output WatchdogFunction shows all checks.',
    });
  }
}
