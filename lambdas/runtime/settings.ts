import * as z from 'zod';
import { type AlertFormat, parseAlertFormat } from '../adapters/aws/alert-message.ts';
import type { Tag } from '../core/retraining/requests/tags.ts';

/** Names of the environment variables of every function. The constructs that create the named resources set them. */
export const VARIABLES = {
  stateBucket: 'STATE_BUCKET',
  alertTopic: 'ALERT_TOPIC_ARN',
  metricNamespace: 'METRIC_NAMESPACE',
} as const;

/** Name of an optional environment variable: the account that has to own the state bucket. @default - it is not checked */
export const BUCKET_OWNER_VARIABLE = 'STATE_BUCKET_OWNER';

/** Name of an optional environment variable. @default json */
export const ALERT_FORMAT_VARIABLE = 'ALERT_FORMAT';

/** Names of environment variables in deployments that retrain. */
export const RETRAINING_VARIABLES = {
  /** Of functions that start executions. */
  machine: 'RETRAINING_MACHINE_ARN',
  /** Of functions that send alerts. */
  operations: 'OPERATIONS_FUNCTION',
  /** Of the function that deploys. */
  alarmPrefix: 'DEPLOYMENT_ALARM_PREFIX',
  /** Of functions that build requests to SageMaker. */
  outputKey: 'JOB_OUTPUT_KEY_ARN',
  /** Of functions that build requests to SageMaker: `{"key":"value"}`. */
  tags: 'RESOURCE_TAGS',
} as const;

/** Name of an optional environment variable of the drift check: the machine that reads large windows. @default - it reads all itself */
export const READING_MACHINE_VARIABLE = 'READING_MACHINE_ARN';

/** Names of environment variables of the watchdog. */
export const WATCHDOG_VARIABLES = {
  /** The topic of alarms. */
  operationsTopic: 'OPERATIONS_TOPIC_ARN',
  /** Within how many minutes after its due time a run starts. */
  startWindow: 'START_WINDOW_MINUTES',
} as const;

/** Names of environment variables of the function that sends alerts to targets outside AWS. */
export const DELIVERY_VARIABLES = {
  /** Name or ARN of the secret with the integration key. @default - PagerDuty is no target */
  pagerDutySecret: 'PAGERDUTY_SECRET',
  /** Where PagerDuty takes events. @default - its service region in the United States */
  pagerDutyUrl: 'PAGERDUTY_URL',
  /** Address of the receiver of webhooks. @default - there is none */
  webhookUrl: 'WEBHOOK_URL',
  /** Name or ARN of the secret that signs webhooks. */
  webhookSecret: 'WEBHOOK_SECRET',
} as const;

export interface DeliverySettings {
  readonly pagerDutySecret: string | null;
  readonly pagerDutyUrl: string | null;
  readonly webhook: { readonly url: string; readonly secret: string } | null;
}

export interface WatchdogSettings {
  readonly operationsTopic: string;
  /** Milliseconds. */
  readonly startWindow: number;
}

export interface Settings extends Readonly<Record<keyof typeof VARIABLES, string>> {
  /** The account that has to own the state bucket; undefined: it is not checked. */
  readonly bucketOwner: string | undefined;
  readonly alertFormat: AlertFormat;
  /** ARN of the retraining machine; null: a requested retraining is reported but does not start. */
  readonly retrainingMachine: string | null;
  /** ARN of the machine that reads large windows; null: there is none. */
  readonly readingMachine: string | null;
  /** Name of the function that accepts operations on retrainings; null: there is none. */
  readonly operationsFunction: string | null;
  /** Prefix of the names of the alarms that roll deployments back. */
  readonly alarmPrefix: string | null;
  /** ARN of the KMS key that encrypts the output of jobs; null: S3's own key. */
  readonly outputKey: string | null;
}

/** The function was deployed without a required setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError for a variable that is missing or empty, AlertFormatError */
export function readSettings(environment: Environment): Settings {
  return {
    stateBucket: requireSetting(environment, VARIABLES.stateBucket),
    alertTopic: requireSetting(environment, VARIABLES.alertTopic),
    metricNamespace: requireSetting(environment, VARIABLES.metricNamespace),
    bucketOwner: bucketOwner(environment),
    alertFormat: parseAlertFormat(environment[ALERT_FORMAT_VARIABLE] || 'json', ALERT_FORMAT_VARIABLE),
    retrainingMachine: environment[RETRAINING_VARIABLES.machine] || null,
    readingMachine: environment[READING_MACHINE_VARIABLE] || null,
    operationsFunction: environment[RETRAINING_VARIABLES.operations] || null,
    alarmPrefix: environment[RETRAINING_VARIABLES.alarmPrefix] || null,
    outputKey: environment[RETRAINING_VARIABLES.outputKey] || null,
  };
}

/** @throws SettingsError for a variable that is missing or empty, or a window that is no number of minutes */
export function readWatchdogSettings(environment: Environment): WatchdogSettings {
  const minutes = requireSetting(environment, WATCHDOG_VARIABLES.startWindow);
  if (!/^\d{1,5}$/.test(minutes)) {
    throw new SettingsError(
      `${WATCHDOG_VARIABLES.startWindow}: ${JSON.stringify(minutes)} is not a number of minutes; accepted: 15, for example`,
    );
  }
  return {
    operationsTopic: requireSetting(environment, WATCHDOG_VARIABLES.operationsTopic),
    startWindow: 60_000 * Number(minutes),
  };
}

/** @throws SettingsError for a webhook without a secret */
export function readDeliverySettings(environment: Environment): DeliverySettings {
  const url = environment[DELIVERY_VARIABLES.webhookUrl] || null;
  return {
    pagerDutySecret: environment[DELIVERY_VARIABLES.pagerDutySecret] || null,
    pagerDutyUrl: environment[DELIVERY_VARIABLES.pagerDutyUrl] || null,
    webhook: url === null ? null : { url, secret: requireSetting(environment, DELIVERY_VARIABLES.webhookSecret) },
  };
}

const tagsSchema = z.record(z.string(), z.string());

/**
 * Tags of what a retraining creates; none where the deployment has none.
 *
 * @throws SettingsError for what is no object of texts
 */
export function readTags(environment: Environment): Tag[] {
  const text = environment[RETRAINING_VARIABLES.tags] || '{}';
  try {
    const tags = tagsSchema.parse(JSON.parse(text));
    return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  } catch (cause) {
    throw new SettingsError(
      `${RETRAINING_VARIABLES.tags}: ${JSON.stringify(text)} is not an object of texts; accepted: {"team":"ml"}, for example`,
      { cause },
    );
  }
}

/** The account that has to own the state bucket. */
export function bucketOwner(environment: Environment): string | undefined {
  return environment[BUCKET_OWNER_VARIABLE] || undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SettingsError for a variable that is missing or empty */
export function requireSetting(environment: Environment, variable: string): string {
  const value = environment[variable];
  if (!value) throw new SettingsError(`the environment variable ${variable} is not set: deploy the function with it`);
  return value;
}
