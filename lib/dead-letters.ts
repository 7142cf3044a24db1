import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './nag.ts';

/** Keeps what failed after all retries: schedules that started no run, failed runs, undelivered alerts. */
export class DeadLetters extends Construct {
  readonly queue: Queue;
  /** Encrypts the messages; undefined: SQS's own key. */
  readonly key: IKey | undefined;
  /** Goes off while there are messages in the queue. */
  readonly alarm: Alarm;

  /** @param key Encrypts the messages. @default - SQS's own key */
  constructor(scope: Construct, id: string, key?: IKey) {
    super(scope, id);
    this.key = key;
    this.queue = new Queue(this, 'Queue', {
      ...(key
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key }
        : { encryption: QueueEncryption.SQS_MANAGED }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const reason =
      'This is the dead-letter queue itself. The on-call empties it; an alarm goes off while it is not empty.';
    acknowledge(this.queue, 'AwsSolutions-SQS3', reason);
    acknowledge(this.queue, 'Serverless-SQSRedrivePolicy', reason);
    this.alarm = new Alarm(this, 'NotEmpty', {
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: Duration.minutes(5),
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription:
        'Driftwarden: a run, a schedule or an alert failed after all retries. The messages in the dead-letter queue have the monitor and the error.',
    });
  }
}
