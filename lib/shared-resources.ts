import { Annotations } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AlertFormat } from '../lambdas/adapters/aws/alert-message.ts';
import { WINDOW_PARTS } from '../lambdas/core/check/reading/fan-out/reading-keys.ts';
import { listNames } from '../lambdas/core/text/name-list.ts';
import { countOf } from '../lambdas/core/text/numbers.ts';
import { AlertDelivery } from './alert-delivery.ts';
import { AlertTopic } from './alert-topic.ts';
import { DeadLetters } from './dead-letters.ts';
import { encryptionKey } from './encryption-key.ts';
import { expiringRows } from './expiring-rows.ts';
import type { FunctionSettings } from './function-settings.ts';
import { jobRoles } from './job-roles.ts';
import type { MonitorDefinition } from './monitor-definition.ts';
import { namespaceOf } from './namespace.ts';
import type { AlarmsBySeverity } from './severity.ts';
import type { SharedSettings } from './shared-settings.ts';
import { StateBucket } from './state-bucket.ts';
import { subscribeRecipients } from './subscribers.ts';
import { Watchdog } from './watchdog.ts';

/** Names that a warning lists. */
const NAMED = 10;

/** The monitors of a deployment, and the settings of the resources that it has once. */
export interface SharedResourcesProps
  extends Pick<FunctionSettings, 'logRetention' | 'network' | 'reservedConcurrency'>,
    SharedSettings {
  /** All monitors of the deployment, on any platform. Their recipients are subscribed here. */
  readonly definitions: readonly MonitorDefinition[];
  /**
   * Namespace of the watchdog's metric, as MonitoringPlatformProps has it for the others.
   * @default - the name of the stack
   */
  readonly namespace?: string;
  /** See MonitoringPlatformProps. @default json */
  readonly alertFormat?: AlertFormat | undefined;
  /** See MonitoringPlatformProps. @default - such windows fail */
  readonly readingConcurrency?: number | undefined;
}

/** The resources that a deployment has once: state bucket, topics, dead-letter queue, watchdog. */
export class SharedResources extends Construct {
  /** The customer-managed key; undefined: keys of the services. */
  readonly key: IKey | undefined;
  readonly state: StateBucket;
  /** Alerts about models. */
  readonly alerts: AlertTopic;
  /** Topic of alarms about the monitors themselves: that of the alerts, unless monitors have different recipients. */
  readonly operations: AlertTopic;
  readonly deadLetters: DeadLetters;
  readonly watchdog: Watchdog;
  /** Sends alerts to targets outside AWS; undefined: there are none. */
  readonly delivery: AlertDelivery | undefined;
  readonly alarms: AlarmsBySeverity;

  constructor(scope: Construct, id: string, props: SharedResourcesProps) {
    super(scope, id);
    const { definitions, alertFormat, network, reservedConcurrency, formerKeys } = props;
    const { namespace = namespaceOf(this), logRetention = RetentionDays.THREE_MONTHS } = props;
    const key = props.key === undefined ? undefined : encryptionKey(this, props.key);
    this.key = key;
    this.state = new StateBucket(this, 'State', {
      lifecycleRules: expiringRows(definitions),
      existing: props.stateBucket,
      key,
    });
    this.state.grantJobs(jobRoles(definitions));
    this.deadLetters = new DeadLetters(this, 'DeadLetters', key);
    const { alarm, queue } = this.deadLetters;
    this.alerts = this.#alertTopic(props);
    this.operations = subscribeRecipients(
      this,
      this.alerts,
      queue,
      definitions,
      props.alertTopic ? key : this.alerts.key,
    );
    const { state, alerts, operations } = this;
    const around = { key, formerKeys, definitions, logRetention, network, reservedConcurrency, state };
    this.watchdog = new Watchdog(this, 'Watchdog', { ...around, namespace, alertFormat, alerts, operations });
    const topics = [...new Set([alerts, operations])];
    const { pagerDuty, webhook, secretsKey } = props;
    const hasTargets = pagerDuty !== undefined || webhook !== undefined;
    this.delivery = hasTargets
      ? new AlertDelivery(this, 'Delivery', {
          ...around,
          topics,
          deadLetters: queue,
          targets: { pagerDuty, webhook, secretsKey },
        })
      : undefined;
    const warnings = [...topics.map((topic) => topic.undelivered), ...(this.delivery ? [this.delivery.errors] : [])];
    this.alarms = { critical: [this.watchdog.alarm, alarm], warning: warnings };
    for (const each of [alarm, ...warnings]) operations.announce(each, { end: false });
    if (!hasTargets) this.#warnOfMissingSubscribers(definitions);
    if (props.stateBucket !== undefined) this.#warnOfKeptRows(props);
  }

  #alertTopic({ alertTopic: existing, alertTopicKey }: SharedResourcesProps): AlertTopic {
    const given = alertTopicKey === undefined ? undefined : Key.fromKeyArn(this, 'AlertTopicKey', alertTopicKey);
    const key = existing === undefined ? this.key : given;
    return new AlertTopic(this, 'Alerts', {
      displayName: 'Driftwarden',
      deadLetters: this.deadLetters.queue,
      key,
      existing,
    });
  }

  /** Only the bucket's owner can set its lifecycle, on which `retraining.data.keep`, `labels.keepAnswers` and parts of large windows rely. */
  #warnOfKeptRows({ definitions, readingConcurrency }: SharedResourcesProps): void {
    const readsParts = readingConcurrency !== undefined;
    const names = definitions
      .filter(
        ({ monitor: { labels }, retraining }) =>
          readsParts || retraining !== null || (labels !== null && labels.keepAnswers > 0),
      )
      .map(({ monitor }) => monitor.name);
    if (names.length === 0) return;
    const rules = expiringRows(definitions)
      .filter(({ prefix }) => readsParts || prefix !== WINDOW_PARTS)
      .map(({ prefix, expiration }) => `${prefix} ${countOf(expiration!.toDays(), 'day')}`);
    const what = readsParts ? 'rows and parts of large windows' : 'rows';
    Annotations.of(this).addWarningV2(
      'driftwarden:rows-not-deleted',
      `the existing bucket keeps ${what} of ${listNames(names, NAMED)} until its owner sets lifecycle rules, as retraining.data.keep and labels.keepAnswers have them: ${listNames(rules, NAMED)} (docs/deploy.md)`,
    );
  }

  /** No message can report that messages have no subscriber, so the synthesis warns. */
  #warnOfMissingSubscribers(definitions: readonly MonitorDefinition[]): void {
    const mute = definitions.filter(({ monitor }) => monitor.alerts.email.length === 0);
    if (mute.length === 0) return;
    const names = mute.map(({ monitor }) => monitor.name).join(', ');
    Annotations.of(this).addWarningV2(
      'driftwarden:no-recipients',
      `nobody is subscribed to the alerts of ${names}: add alerts.email to their files, or subscribe to the output AlertTopicArn`,
    );
  }
}
