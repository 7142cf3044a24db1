import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { awsClients } from '../adapters/aws/aws-clients.ts';
import { CloudWatchMetricSink } from '../adapters/aws/cloudwatch-metrics.ts';
import { consoleLinks } from '../adapters/aws/console-links.ts';
import { copiedWatchdogCommands } from '../adapters/aws/copied-commands.ts';
import { AwsDeliveries } from '../adapters/aws/deliveries.ts';
import { S3Store } from '../adapters/aws/s3-store.ts';
import { SnsAlertChannel } from '../adapters/aws/sns-alerts.ts';
import { MonitorDefinitions } from './monitor-definitions.ts';
import { readSettings, readWatchdogSettings, requireSetting } from './settings.ts';
import type { WatchdogDependencies } from './watchdog-handler.ts';

/** Three runs of fifteen minutes, the waits between them, and some time in Lambda's queue. Milliseconds. */
const RUNS_AND_RETRIES = 60 * 60_000;

/**
 * Dependencies of the deployed watchdog. Created once, when the function starts.
 *
 * @throws SettingsError, AlertFormatError
 */
export function watchdogDependencies(): WatchdogDependencies {
  const { stateBucket: bucket, bucketOwner, alertTopic, alertFormat, metricNamespace } = readSettings(process.env);
  const { operationsTopic, startWindow } = readWatchdogSettings(process.env);
  // Lambda sets both.
  const region = requireSetting(process.env, 'AWS_REGION');
  const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'watchdog';
  const { s3, sns, cloudWatch } = awsClients();
  const monitors = new MonitorDefinitions(join(import.meta.dirname, 'monitors'));
  const emailOf = (monitor: string) => monitors.get(monitor).alerts.email;
  return {
    log: new Logger({ serviceName: 'driftwarden' }),
    clock: Date.now,
    context: ({ runId, now }) => ({
      monitors,
      results: new S3Store({ client: s3, bucket, expectedBucketOwner: bucketOwner }),
      metrics: new CloudWatchMetricSink({ client: cloudWatch, namespace: metricNamespace, now }),
      alerts: new SnsAlertChannel({ client: sns, topicArn: alertTopic, format: alertFormat, emailOf }),
      operations: new SnsAlertChannel({ client: sns, topicArn: operationsTopic, format: alertFormat }),
      deliveries: new AwsDeliveries({ sns, cloudWatch, topics: { alerts: alertTopic, operations: operationsTopic } }),
      commands: copiedWatchdogCommands({ region, bucket }),
      linksTo: (dashboard) =>
        consoleLinks({ region, bucket, prefix: '', dashboard: dashboard ?? undefined }) ?? undefined,
      grace: startWindow + RUNS_AND_RETRIES,
      dimensions: { FunctionName: functionName },
      now,
      runId,
    }),
  };
}
