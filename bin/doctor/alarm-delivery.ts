import {
  type CloudWatchClient,
  type DescribeAlarmHistoryCommandOutput,
  type MetricAlarm,
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { paginateListSubscriptionsByTopic, type SNSClient, type Subscription } from '@aws-sdk/client-sns';
import type { TopicDelivery } from '../output/doctor.ts';

export interface Clients {
  readonly cloudWatch: CloudWatchClient;
  readonly sns: SNSClient;
  /** How often to look whether CloudWatch has published. */
  readonly looks: number;
  /** Waits between two looks. */
  wait(): Promise<void>;
}

/** Nothing of that name is deployed here. */
export class NoAlarmsError extends Error {
  override readonly name = 'NoAlarmsError';
}

const REASON = 'driftwarden doctor: a test. Nothing is wrong.';
/** How the history of an alarm begins when its message was published. */
const PUBLISHED = /^Successfully executed action /;

type HistoryItem = NonNullable<DescribeAlarmHistoryCommandOutput['AlarmHistoryItems']>[number];

/**
 * Triggers an alarm of each topic, resets it, and looks whether CloudWatch could publish its message. The topic's subscribers get "ALARM"
 * with the reason that it is a test.
 *
 * @throws NoAlarmsError, errors of the SDK
 */
export async function testAlarmDelivery(stack: string, clients: Clients): Promise<TopicDelivery[]> {
  const alarms = await alarmsOf(stack, clients);
  const topics = new Set(alarms.flatMap(({ AlarmActions = [] }) => AlarmActions.filter(isTopic)));
  if (topics.size === 0) {
    throw new NoAlarmsError(`there are no alarms of a stack ${stack} in this region: --stack and AWS_REGION say where`);
  }
  const tests: TopicDelivery[] = [];
  for (const topic of topics) tests.push(await testTopic(topic, alarms, clients));
  return tests;
}

/** The alarms of a stack. */
export async function alarmsOf(stack: string, { cloudWatch }: Pick<Clients, 'cloudWatch'>): Promise<MetricAlarm[]> {
  const found: MetricAlarm[] = [];
  const pages = paginateDescribeAlarms({ client: cloudWatch }, { AlarmNamePrefix: `${stack}-` });
  for await (const { MetricAlarms = [] } of pages) found.push(...MetricAlarms);
  return found;
}

export const isTopic = (arn: string) => /^arn:[^:]+:sns:/.test(arn);

async function testTopic(topic: string, alarms: readonly MetricAlarm[], clients: Clients): Promise<TopicDelivery> {
  const known = { topic, ...(await endpointsOf(topic, clients)) };
  const off = alarms.filter(({ AlarmActions, StateValue }) => AlarmActions?.includes(topic) && StateValue !== 'ALARM');
  // Most alarms send nothing when they end, so that there is one message.
  const alarm = off.find(({ OKActions = [] }) => OKActions.length === 0) ?? off[0];
  if (alarm === undefined) return { ...known, alarm: null, summary: null, isPublished: false };
  const summary = await trigger(alarm, topic, clients);
  return { ...known, alarm: alarm.AlarmName!, summary, isPublished: summary !== null && PUBLISHED.test(summary) };
}

/** The endpoints of a topic's subscriptions, by whether their owners have confirmed. */
export async function endpointsOf(topic: string, clients: Pick<Clients, 'sns'>) {
  const subscriptions = await subscriptionsOf(topic, clients);
  const endpoints = (isConfirmed: boolean) =>
    subscriptions
      .filter(({ SubscriptionArn = '' }) => SubscriptionArn.startsWith('arn:') === isConfirmed)
      .map(({ Endpoint = '' }) => Endpoint);
  return { confirmed: endpoints(true), pending: endpoints(false) };
}

async function subscriptionsOf(topic: string, { sns }: Pick<Clients, 'sns'>): Promise<Subscription[]> {
  const found: Subscription[] = [];
  const pages = paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: topic });
  for await (const { Subscriptions = [] } of pages) found.push(...Subscriptions);
  return found;
}

/** Triggers an alarm and resets it to its state before. @returns What its history says of the message. */
async function trigger(
  { AlarmName, StateValue = 'OK' }: MetricAlarm,
  topic: string,
  clients: Clients,
): Promise<string | null> {
  const before = new Set((await actionsOf(AlarmName!, topic, clients)).map(keyOf));
  const set = (value: typeof StateValue) =>
    clients.cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: value, StateReason: REASON }));
  await set('ALARM');
  try {
    for (let look = 0; look < clients.looks; look++) {
      const found = (await actionsOf(AlarmName!, topic, clients)).find((item) => !before.has(keyOf(item)));
      if (found !== undefined) return found.HistorySummary ?? null;
      await clients.wait();
    }
    return null;
  } finally {
    await set(StateValue);
  }
}

/** The latest messages of an alarm to a topic. */
async function actionsOf(alarm: string, topic: string, { cloudWatch }: Clients): Promise<HistoryItem[]> {
  const pages = paginateDescribeAlarmHistory(
    { client: cloudWatch, pageSize: 100 },
    { AlarmName: alarm, HistoryItemType: 'Action', ScanBy: 'TimestampDescending' },
  );
  // One page has the newest ones.
  for await (const { AlarmHistoryItems = [] } of pages) {
    return AlarmHistoryItems.filter(({ HistorySummary = '' }) => HistorySummary.includes(topic));
  }
  return [];
}

function keyOf({ Timestamp, HistorySummary }: HistoryItem): string {
  return `${Timestamp?.getTime()} ${HistorySummary}`;
}
