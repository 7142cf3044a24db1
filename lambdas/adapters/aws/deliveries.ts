import { type AlarmHistoryItem, type CloudWatchClient, DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Deliveries, FailedAction, TopicName } from '../../core/watchdog/context.ts';

export interface AwsDeliveriesOptions {
  readonly sns: SNSClient;
  readonly cloudWatch: CloudWatchClient;
  /** ARNs of the topics. */
  readonly topics: Readonly<Record<TopicName, string>>;
}

/** The most pages that are read. Thousands of items are enough to know. */
const MAX_PAGES = 50;
/** The most items of a page of an alarm's history. */
const PAGE = 100;

/** Whether messages reach anybody, by the subscriptions of SNS and the history of CloudWatch's alarms. */
export class AwsDeliveries implements Deliveries {
  readonly #sns: SNSClient;
  readonly #cloudWatch: CloudWatchClient;
  readonly #topics: AwsDeliveriesOptions['topics'];

  constructor({ sns, cloudWatch, topics }: AwsDeliveriesOptions) {
    this.#sns = sns;
    this.#cloudWatch = cloudWatch;
    this.#topics = topics;
  }

  async confirmedSubscribers(topic: TopicName): Promise<string[]> {
    const found: string[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const listed = await this.#sns.send(
        new ListSubscriptionsByTopicCommand({ TopicArn: this.#topics[topic], NextToken }),
      );
      for (const { SubscriptionArn = '', Endpoint = '' } of listed.Subscriptions ?? []) {
        // Unconfirmed ones have "PendingConfirmation" in its place, and for a while removed ones "Deleted".
        if (SubscriptionArn.startsWith('arn:')) found.push(Endpoint);
      }
      NextToken = listed.NextToken;
      if (NextToken === undefined) break;
    }
    return found;
  }

  async failedActions(since: number): Promise<FailedAction[]> {
    const found: FailedAction[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const history = await this.#cloudWatch.send(
        new DescribeAlarmHistoryCommand({
          HistoryItemType: 'Action',
          StartDate: new Date(since),
          MaxRecords: PAGE,
          NextToken,
        }),
      );
      found.push(...(history.AlarmHistoryItems ?? []).flatMap((item) => this.#failedAction(item)));
      NextToken = history.NextToken;
      if (NextToken === undefined) break;
    }
    return found;
  }

  /** CloudWatch says it in words only: `Failed to execute action arn:aws:sns:…:topic. Received error: "…"`. */
  #failedAction({ AlarmName = '', Timestamp, HistorySummary = '' }: AlarmHistoryItem): FailedAction[] {
    const action = /^Failed to execute action (arn:[\w:-]+)/.exec(HistorySummary)?.[1];
    if (action === undefined || !Object.values(this.#topics).includes(action)) return [];
    return [{ alarm: AlarmName, time: Timestamp?.getTime() ?? 0, reason: HistorySummary }];
  }
}
