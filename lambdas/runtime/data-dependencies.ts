import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { s3Client } from '../adapters/aws/s3-client.ts';
import { openS3Location } from '../adapters/aws/s3-location.ts';
import { S3Store } from '../adapters/aws/s3-store.ts';
import type { RetrainingContext } from '../core/retraining/steps/context.ts';
import { MonitorDefinitions } from './monitor-definitions.ts';
import type { RetrainingDependencies } from './retraining-handler.ts';
import { bucketOwner, readTags, requireSetting, VARIABLES } from './settings.ts';

/**
 * Dependencies of the deployed function for the data steps: S3 only.
 *
 * @throws SettingsError
 */
export function dataDependencies(): RetrainingDependencies<RetrainingContext> {
  const bucket = requireSetting(process.env, VARIABLES.stateBucket);
  const tags = readTags(process.env);
  const client = s3Client();
  const results = new S3Store({ client, bucket, expectedBucketOwner: bucketOwner(process.env) });
  return {
    definitions: new MonitorDefinitions(join(import.meta.dirname, 'monitors')),
    log: new Logger({ serviceName: 'driftwarden' }),
    clock: Date.now,
    context: ({ runId, now }) => ({
      open: (uri) => openS3Location(uri, client),
      results,
      resultsUri: `s3://${bucket}/`,
      now,
      runId,
      dryRun: false,
      metrics: { publish: notHere },
      alerts: { send: notHere },
      outputKey: null,
      alarmPrefix: null,
      tags,
      answerCommands: notHere,
    }),
  };
}

/** The function's role has no permission for it either. */
function notHere(): never {
  throw new Error('the function for data steps cannot send alerts');
}
