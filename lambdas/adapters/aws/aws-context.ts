import type { RunContext } from '../../core/context.ts';
import type { ReadingMachine, Workflow } from '../../core/ports.ts';
import type { AlertFormat } from './alert-message.ts';
import type { AwsClients } from './aws-clients.ts';
import { CloudWatchMetricSink, type CloudWatchMetricSinkOptions } from './cloudwatch-metrics.ts';
import { consoleLinks } from './console-links.ts';
import { copiedAwsCommands } from './copied-commands.ts';
import { openS3Location } from './s3-location.ts';
import { S3Store } from './s3-store.ts';
import { SnsAlertChannel, type SnsAlertChannelOptions } from './sns-alerts.ts';

export interface AwsContextOptions {
  readonly clients: AwsClients;
  /** Bucket with the results and the state. */
  readonly bucket: string;
  /**
   * Prefix of every key in that bucket; empty or ending in `/`.
   * @default - the whole bucket
   */
  readonly prefix?: string | undefined;
  /**
   * The account that must own that bucket.
   * @default - not checked
   */
  readonly expectedBucketOwner?: string | undefined;
  /** Topic of the alerts. */
  readonly topicArn: string;
  /** See SnsAlertChannelOptions. */
  readonly alertFormat?: AlertFormat | undefined;
  /** See SnsAlertChannelOptions. */
  readonly emailOf?: SnsAlertChannelOptions['emailOf'];
  /** See CloudWatchMetricSinkOptions. */
  readonly namespace?: string | undefined;
  /** See CloudWatchMetricSinkOptions. */
  readonly onTooOldMetrics?: CloudWatchMetricSinkOptions['onTooOld'];
  /**
   * Region of the bucket and the dashboard.
   * @default - messages name reports by their keys
   */
  readonly region?: string | undefined;
  /**
   * Name of the monitor's dashboard in CloudWatch.
   * @default - messages have no link to one
   */
  readonly dashboard?: string | undefined;
  /**
   * Name of the running function: commands in messages invoke it.
   * @default - messages name the command line's commands
   */
  readonly functionName?: string | undefined;
  /**
   * Name of the function that accepts operations on retrainings.
   * @default - messages have no commands for retrainings
   */
  readonly operationsFunction?: string | undefined;
  /** @default - a requested retraining is reported but does not start */
  readonly workflow?: Workflow | undefined;
  /** See RunContext. */
  readonly readingMachine?: ReadingMachine | undefined;
  /** The time of this run, milliseconds since the epoch, UTC. */
  readonly now: number;
  /** Id of this run; retries have the same one. */
  readonly runId: string;
  /** @default false */
  readonly dryRun?: boolean | undefined;
  /** See RunContext. */
  readonly timeLeft?: RunContext['timeLeft'];
  /** See RunContext. */
  readonly memory?: RunContext['memory'];
  /** See RunContext. */
  readonly readers?: RunContext['readers'];
  /** @default - no callback */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/**
 * The context of a run in an AWS account: data comes from S3, results and state are in a bucket, metrics go to CloudWatch and
 * alerts to SNS. Reads nothing from the environment.
 */
export function awsContext(options: AwsContextOptions): RunContext {
  const { clients, bucket, prefix, expectedBucketOwner, topicArn, alertFormat, emailOf, namespace, now, runId } =
    options;
  const { region, dashboard } = options;
  return {
    open: (uri) => openS3Location(uri, clients.s3),
    results: new S3Store({ client: clients.s3, bucket, prefix, expectedBucketOwner }),
    metrics: new CloudWatchMetricSink({
      client: clients.cloudWatch,
      namespace,
      now,
      onTooOld: options.onTooOldMetrics,
    }),
    alerts: new SnsAlertChannel({ client: clients.sns, topicArn, format: alertFormat, emailOf }),
    links: (region && consoleLinks({ region, bucket, prefix: prefix ?? '', dashboard })) || undefined,
    commands: commandsOf(options),
    workflow: options.workflow,
    readingMachine: options.readingMachine,
    now,
    runId,
    dryRun: options.dryRun ?? false,
    timeLeft: options.timeLeft,
    memory: options.memory,
    readers: options.readers,
    knownFiles: new Map(),
    ...(options.onProgress && { onProgress: options.onProgress }),
  };
}

function commandsOf({
  region,
  bucket,
  prefix = '',
  functionName,
  operationsFunction,
}: AwsContextOptions): RunContext['commands'] {
  if (region === undefined || functionName === undefined) return undefined;
  return copiedAwsCommands({ region, bucket, prefix, functionName, operationsFunction });
}
