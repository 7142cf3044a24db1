import { Duration, PermissionsBoundary } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { parseAlertFormat } from '../lambdas/adapters/aws/alert-message.ts';
import { NEW_KEY } from '../lib/encryption-key.ts';
import type { FunctionNetwork } from '../lib/function-settings.ts';
import type { MonitoringStackProps } from '../lib/monitoring-stack.ts';
import type { SharedSettings } from '../lib/shared-settings.ts';
import { CONCURRENCY, PERCENTAGE } from '../lib/window-reading.ts';
import { readTargets } from './alert-target-settings.ts';
import { KEY_ARN, readMatching, SettingError } from './setting.ts';

/** The value of a setting as `-c key=value` or cdk.json gives it; undefined if it is not given. */
export type Context = (key: string) => unknown;

/** Days that CloudWatch Logs can keep logs. */
const RETENTION_DAYS = Object.values(RetentionDays).filter(
  (days): days is number => typeof days === 'number' && days !== RetentionDays.INFINITE,
);
/** Megabytes. The program and its libraries take a quarter of the least. */
const MEMORY = { from: 512, to: 10_240 };

/**
 * The settings of the CDK app, all optional.
 *
 * @throws SettingError or AlertFormatError with what is accepted
 */
export function readAppSettings(context: Context): Omit<MonitoringStackProps, 'definitions'> {
  const text = (key: string) => readText(key, context(key));
  const number = (key: string, range: Range) => readNumber(key, text(key), range);
  const [namespace, alertFormat, boundary] = [text('namespace'), text('alertFormat'), text('permissionsBoundary')];
  const memorySize = number('memory', MEMORY);
  const reservedConcurrency = number('reservedConcurrency', { from: 1, to: 1000 });
  const readingConcurrency = number('readingConcurrency', CONCURRENCY);
  const toleratedReadingFailures = number('toleratedReadingFailures', PERCENTAGE);
  const minutes = number('flexibleWindow', { from: 1, to: 1440 });
  const logRetention = readRetention(text('logRetention'));
  const tags = readTags(context('tags'));
  return {
    dataKeys: list(text('dataKeys')),
    dashboards: text('dashboards') !== 'false',
    ...(namespace !== undefined && { namespace }),
    ...(alertFormat !== undefined && { alertFormat: parseAlertFormat(alertFormat, 'alertFormat') }),
    ...(memorySize !== undefined && { memorySize }),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(readingConcurrency !== undefined && { readingConcurrency }),
    ...(toleratedReadingFailures !== undefined && { toleratedReadingFailures }),
    ...(minutes !== undefined && { flexibleWindow: Duration.minutes(minutes) }),
    ...(logRetention !== undefined && { logRetention }),
    ...(boundary !== undefined && {
      permissionsBoundary: boundary.startsWith('arn:')
        ? PermissionsBoundary.fromArn(boundary)
        : PermissionsBoundary.fromName(boundary),
    }),
    ...(tags !== undefined && { tags }),
    ...readShared(text),
    ...readTargets(text),
    ...readNetwork(list(text('subnets')), list(text('securityGroups'))),
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function readText(key: string, given: unknown): string | undefined {
  if (given === undefined || given === null) return undefined;
  if (['string', 'number', 'boolean'].includes(typeof given)) return String(given);
  throw new SettingError(`the setting ${key} is ${JSON.stringify(given)}: it has to be a text`);
}

function readNumber(key: string, given: string | undefined, { from, to }: Range): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (given.trim() !== '' && Number.isInteger(value) && value >= from && value <= to) return value;
  throw new SettingError(
    `the setting ${key} is ${JSON.stringify(given)}: it has to be a whole number from ${from} to ${to}`,
  );
}

function readRetention(given: string | undefined): RetentionDays | undefined {
  if (given === undefined) return undefined;
  const days = RETENTION_DAYS.find((each) => String(each) === given);
  if (days !== undefined) return days;
  throw new SettingError(
    `the setting logRetention is ${JSON.stringify(given)}: CloudWatch Logs accepts days: ${RETENTION_DAYS.join(', ')}`,
  );
}

/** `team=ml,stage=prod` from the command line, an object in cdk.json. */
function readTags(given: unknown): Record<string, string> | undefined {
  if (given === undefined || given === null) return undefined;
  const entries: [string, unknown][] =
    typeof given === 'string'
      ? list(given).map((each) => [
          each.split('=', 1)[0],
          each.includes('=') ? each.slice(each.indexOf('=') + 1) : null,
        ])
      : Object.entries(given);
  const tags = entries.flatMap(([key, value]) =>
    key !== '' && typeof value === 'string' ? [[key, value] as const] : [],
  );
  if (tags.length === entries.length) return Object.fromEntries(tags);
  throw new SettingError(
    `the setting tags is ${JSON.stringify(given)}: it has to be key=value,key=value, or an object of texts in cdk.json`,
  );
}

const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** What the deployment uses of the organisation's. */
function readShared(text: (key: string) => string | undefined): SharedSettings {
  const [key, stateBucket, alertTopic, alertTopicKey] = [
    readMatching(
      'key',
      text('key'),
      new RegExp(`^${NEW_KEY}$|${KEY_ARN.source}`),
      `${NEW_KEY} or the ARN of a KMS key`,
    ),
    readMatching('stateBucket', text('stateBucket'), BUCKET_NAME, 'the name of a bucket'),
    readMatching('alertTopic', text('alertTopic'), TOPIC_ARN, 'the ARN of a topic'),
    readMatching('alertTopicKey', text('alertTopicKey'), KEY_ARN, 'the ARN of a KMS key'),
  ];
  const formerKeys = list(text('formerKeys'));
  for (const former of formerKeys) readMatching('formerKeys', former, KEY_ARN, 'the ARNs of KMS keys');
  if (alertTopicKey !== undefined && alertTopic === undefined)
    throw new SettingError('the setting alertTopicKey is the key of alertTopic: give both');
  return {
    ...(key !== undefined && { key }),
    ...(formerKeys.length > 0 && { formerKeys }),
    ...(stateBucket !== undefined && { stateBucket }),
    ...(alertTopic !== undefined && { alertTopic }),
    ...(alertTopicKey !== undefined && { alertTopicKey }),
  };
}

function readNetwork(subnetIds: readonly string[], securityGroupIds: readonly string[]): { network?: FunctionNetwork } {
  if (subnetIds.length === 0 && securityGroupIds.length === 0) return {};
  if (subnetIds.length > 0 && securityGroupIds.length > 0) return { network: { subnetIds, securityGroupIds } };
  throw new SettingError('the settings subnets and securityGroups belong together: give both or none');
}

function list(given: string | undefined): string[] {
  return given === undefined
    ? []
    : given
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '');
}
