import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { awsWorld } from '../adapters/aws/aws-world.ts';
import type { Surroundings } from './handler.ts';
import { MonitorDefinitions } from './monitor-definitions.ts';
import { readSettings } from './settings.ts';

/**
 * What a deployed function works with: the account's services, settings from the environment, and the monitor files in
 * `monitors` beside the bundled handler. Made once, when the function starts.
 *
 * @throws SettingsError
 */
export function lambdaSurroundings(): Surroundings {
  const { stateBucket, alertTopic, metricNamespace } = readSettings(process.env);
  const clients = { s3: new S3Client({}), cloudWatch: new CloudWatchClient({}), sns: new SNSClient({}) };
  return {
    definitions: new MonitorDefinitions(join(import.meta.dirname, 'monitors')),
    log: new Logger({ serviceName: 'driftwarden' }),
    clock: Date.now,
    world: (run) =>
      awsWorld({
        clients,
        bucket: stateBucket,
        topicArn: alertTopic,
        namespace: metricNamespace,
        // Lambda sets it.
        region: process.env.AWS_REGION,
        ...run,
      }),
  };
}
