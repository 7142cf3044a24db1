import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PAGERDUTY_URLS } from '../lambdas/adapters/http/pagerduty.ts';
import { DELIVERIES_KEY } from '../lambdas/core/delivery/document.ts';
import type { ReconcileEvent } from '../lambdas/runtime/delivery-event.ts';
import { DELIVERY_VARIABLES } from '../lambdas/runtime/settings.ts';
import { requireTargets } from './alert-target-checks.ts';
import type { AlertTopic } from './alert-topic.ts';
import { allow } from './allow.ts';
import { CheckFunction } from './check-function.ts';
import { through } from './encryption-key.ts';
import type { FunctionSettings } from './function-settings.ts';
import { FunctionTarget, ScheduleRole } from './function-target.ts';
import type { MonitorDefinition } from './monitor-definition.ts';
import type { AlertSecret, AlertTargets, SharedSettings } from './shared-settings.ts';
import type { StateBucket } from './state-bucket.ts';

/** If concurrent runs are reserved for each function, one is reserved for this one. */
interface AlertDeliveryProps
  extends Pick<FunctionSettings, 'network' | 'reservedConcurrency'>,
    Pick<SharedSettings, 'formerKeys'> {
  readonly targets: AlertTargets;
  /** All monitors of the deployment. */
  readonly definitions: readonly MonitorDefinition[];
  readonly state: StateBucket;
  /** The topics whose messages it sends. */
  readonly topics: readonly AlertTopic[];
  readonly deadLetters: IQueue;
  readonly logRetention: RetentionDays;
  /** Encrypts its logs, the state bucket and the dead-letter queue. @default - keys of the services */
  readonly key?: IKey | undefined;
}

/** How often it looks for what no alert reports, and sends again what a target did not take. */
const INTERVAL = Duration.minutes(15);

/** The function that sends alerts and alarms to PagerDuty and to a webhook: for every message of the topics, and on a schedule. */
export class AlertDelivery extends Construct {
  readonly function: LambdaFunction;
  /** Goes off when a target did not take a message. */
  readonly errors: Alarm;

  /** @throws AlertTargetError */
  constructor(scope: Construct, id: string, props: AlertDeliveryProps) {
    super(scope, id);
    requireTargets(props.targets);
    const { function: created, errors } = new CheckFunction(this, 'Default', {
      ...props,
      name: 'deliver-alerts',
      description: 'Driftwarden: sends alerts to PagerDuty or a webhook',
      reads: [],
      dataKeys: [],
      memorySize: 512,
      reservedConcurrency: props.reservedConcurrency && 1,
      timeout: Duration.minutes(5),
      stateAccess: { read: ['state.json', `/${DELIVERIES_KEY}`], write: [`/${DELIVERIES_KEY}`] },
    });
    this.function = created;
    this.errors = errors!;
    this.#setTargets(props.targets);
    for (const topic of props.topics) topic.invoke(created);
    const { role } = new ScheduleRole(this, 'Schedules', [created]);
    const event: ReconcileEvent = { operation: 'reconcile' };
    new Schedule(this, 'Schedule', {
      description: 'Driftwarden: acknowledged and closed incidents to PagerDuty or a webhook',
      schedule: ScheduleExpression.rate(INTERVAL),
      target: new FunctionTarget(created, role, ScheduleTargetInput.fromObject(event)),
    });
  }

  #setTargets({ pagerDuty, webhook, secretsKey }: AlertTargets): void {
    const { pagerDutySecret, pagerDutyUrl, webhookUrl, webhookSecret } = DELIVERY_VARIABLES;
    if (pagerDuty) {
      this.function.addEnvironment(pagerDutySecret, idOf(pagerDuty.secret));
      if (pagerDuty.region) this.function.addEnvironment(pagerDutyUrl, PAGERDUTY_URLS[pagerDuty.region]);
    }
    if (webhook) {
      this.function.addEnvironment(webhookUrl, webhook.url);
      this.function.addEnvironment(webhookSecret, idOf(webhook.secret));
    }
    const names = new Set<string>();
    for (const secret of [pagerDuty?.secret, webhook?.secret]) {
      if (typeof secret === 'string') names.add(this.#arnOf(secret));
      else secret?.grantRead(this.function);
    }
    allow(this.function, ['secretsmanager:GetSecretValue'], [...names]);
    if (secretsKey) allow(this.function, ['kms:Decrypt'], [secretsKey], through(this, ['secretsmanager']));
  }

  /** Secrets Manager adds six characters to the name. */
  #arnOf(secret: string): string {
    if (secret.startsWith('arn:')) return secret;
    return Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${secret}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

function idOf(secret: AlertSecret): string {
  return typeof secret === 'string' ? secret : secret.secretArn;
}
