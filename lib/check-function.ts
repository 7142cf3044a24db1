import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunction, RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlertFormat } from '../lambdas/adapters/aws/alert-message.ts';
import type { S3Place } from '../lambdas/adapters/aws/s3-uri.ts';
import { ALERT_FORMAT_VARIABLE, VARIABLES } from '../lambdas/runtime/settings.ts';
import type { AlertTopic } from './alert-topic.ts';
import { allow } from './allow.ts';
import { allowKey, through } from './encryption-key.ts';
import { allowNetworkInterfaces, connect } from './function-network.ts';
import type { FunctionSettings } from './function-settings.ts';
import { HANDLER, lambdaCode } from './lambda-code.ts';
import type { LambdaName } from './lambda-names.ts';
import type { MonitorDefinition } from './monitor-definition.ts';
import { acknowledge, acknowledgeWildcard } from './nag.ts';
import { longestArn, type ReadableKeys, readableKeys } from './read-access.ts';
import type { StateAccess, StateBucket } from './state-bucket.ts';

export interface CheckFunctionProps extends FunctionSettings {
  /** The folder of `lambdas/` that it runs. */
  readonly name: LambdaName;
  readonly description: string;
  /** Its monitors. */
  readonly definitions: readonly MonitorDefinition[];
  /** The locations of the monitors' data that it reads, by kind: captures, labels, training data. */
  readonly reads: readonly (readonly S3Place[])[];
  /** Whether it lists what is there, and does not only read objects that it is given. @default true */
  readonly lists?: boolean;
  readonly state: StateBucket;
  readonly stateAccess: StateAccess;
  /** The topic of its alerts. @default - it sends none */
  readonly alerts?: AlertTopic | undefined;
  /** @default json */
  readonly alertFormat?: AlertFormat | undefined;
  /** Namespace of its metrics. @default - it publishes none */
  readonly namespace?: string | undefined;
  /**
   * Takes the events of runs that failed after all retries.
   * @default - they are dropped, and no alarm goes off when a run fails
   */
  readonly deadLetters?: IQueue;
  /** ARNs of the KMS keys that encrypt the monitors' data. */
  readonly dataKeys: readonly string[];
  /** Encrypts the logs, the state bucket and the dead-letter queue. @default - keys of the services */
  readonly key?: IKey | undefined;
  /** ARNs of keys with which older objects of the state bucket are encrypted. @default none */
  readonly formerKeys?: readonly string[] | undefined;
  /** Whether a run that has no time left may start another run. @default false */
  readonly continues?: boolean | undefined;
  /** Megabytes. */
  readonly memorySize: number;
  /** How long a run may take. @default - 15 minutes, Lambda's limit */
  readonly timeout?: Duration;
  readonly logRetention: RetentionDays;
}

/** Context key of the CDK's estimate of an ARN's length. */
const ARN_SIZE_ESTIMATE = '@aws-cdk/aws-iam.arnSizeEstimate';
/** Lambda's limit for a run. */
const TIMEOUT = Duration.minutes(15);

/** One function for all monitors, with a role that has only the permissions of this function. */
export class CheckFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  /** Goes off when a run fails. Lambda retries it twice. Undefined for a function without dead letters. */
  readonly errors: Alarm | undefined;

  constructor(scope: Construct, id: string, props: CheckFunctionProps) {
    super(scope, id);
    // The CDK spreads a role's statements over policies by this estimate. With too low an estimate the deployment fails.
    this.node.setContext(ARN_SIZE_ESTIMATE, longestArn(props.reads.flat()));
    const { key, deadLetters } = props;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      ...(key && { encryptionKey: key }),
    });
    // Lambda's guide names no condition on the source for a function's own role; iam:PassRole keeps it in the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(role);
    if (props.network) allowNetworkInterfaces(role);
    if (deadLetters !== undefined) allow(role, ['sqs:SendMessage'], [deadLetters.queueArn]);
    allowKey(role, key, deadLetters === undefined ? ['s3'] : ['s3', 'sqs']);
    allow(role, ['kms:Decrypt'], props.formerKeys ?? [], through(role, ['s3']));
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: lambdaCode(props.name, props.definitions),
      handler: HANDLER,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize,
      timeout: props.timeout ?? TIMEOUT,
      // Lambda would stop the sixteenth run that another one has started. Each has fewer windows left to check than the one before.
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      ...(props.continues && { recursiveLoop: RecursiveLoop.ALLOW }),
      role,
      logGroup: this.logGroup,
      retryAttempts: 2,
      maxEventAge: Duration.hours(2),
      ...(deadLetters && { onFailure: { bind: () => ({ destination: deadLetters.queueArn }) } }),
      environment: {
        ...(props.alerts && {
          [VARIABLES.alertTopic]: props.alerts.topic.topicArn,
          ...(props.alertFormat && { [ALERT_FORMAT_VARIABLE]: props.alertFormat }),
        }),
      },
    });
    if (props.network) connect(this.function, props.network);
    this.#acknowledgeDeadLetters(deadLetters !== undefined);
    acknowledge(
      this.function,
      'Serverless-LambdaTracing',
      'A run calls S3, CloudWatch and SNS and no other function; tracing it would need a permission on all resources.',
    );
    for (const places of props.reads) for (const keys of readableKeys(places)) this.#allowReading(keys, props.lists);
    allow(this.function, ['kms:Decrypt'], props.dataKeys);
    props.state.grantAccess(this.function, props.stateAccess);
    if (props.namespace !== undefined) this.#allowMetrics(props.namespace);
    if (props.continues) this.#allowContinuing(role);
    this.errors = deadLetters && this.#createErrorAlarm(props.description);
  }

  #acknowledgeDeadLetters(isKept: boolean): void {
    const reason = isKept
      ? 'Failed runs go to the dead-letter queue through the failure destination, which also keeps the error.'
      : 'Its schedule or its state machine runs it again after a failure, and an alarm goes off when that does not help.';
    acknowledge(this.function, 'Serverless-LambdaDLQ', reason);
    if (!isKept) acknowledge(this.function, 'Serverless-LambdaAsyncFailureDestination', reason);
  }

  #allowReading({ bucket, keys }: ReadableKeys, lists = true): void {
    const arn = Stack.of(this).formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: bucket,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    if (lists) allow(this.function, ['s3:ListBucket'], [arn], { StringLike: { 's3:prefix': keys } });
    const objects = keys.map((key) => `${arn}/${key}`);
    allow(this.function, ['s3:GetObject'], objects);
    for (const object of objects.filter((object) => object.endsWith('*'))) {
      acknowledgeWildcard(
        this.function.role!,
        object,
        'The objects at a location from a monitor file; their keys are those of the data.',
      );
    }
  }

  #allowMetrics(namespace: string): void {
    this.function.addEnvironment(VARIABLES.metricNamespace, namespace);
    allow(this.function, ['cloudwatch:PutMetricData'], ['*'], { StringEquals: { 'cloudwatch:namespace': namespace } });
    acknowledgeWildcard(
      this.function.role!,
      '*',
      'PutMetricData has no resources; a condition limits it to the namespace of this deployment.',
    );
  }

  /** In a policy of its own: the function waits for the role's default policy, which can therefore not name the function. */
  #allowContinuing(role: Role): void {
    const resources = [this.function.functionArn];
    new Policy(this, 'Continue', {
      roles: [role],
      statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources })],
    });
  }

  #createErrorAlarm(description: string): Alarm {
    return new Alarm(this, 'Errors', {
      metric: this.function.metricErrors({ period: Duration.minutes(15) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Driftwarden: a run failed (${description}). Lambda retries it twice. The function's log has the monitor and the error.`,
    });
  }
}
