import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { s3Client } from '../adapters/aws/s3-client.ts';
import { openS3Location } from '../adapters/aws/s3-location.ts';
import { S3Store } from '../adapters/aws/s3-store.ts';
import { threadsFor } from '../adapters/threads/reader-threads.ts';
import { MonitorDefinitions } from './monitor-definitions.ts';
import { processorsOf } from './processors.ts';
import type { ReadingDependencies } from './reading-handler.ts';
import { bucketOwner, requireSetting, VARIABLES } from './settings.ts';

/**
 * Dependencies of the deployed function that reads large windows: S3 only.
 *
 * @throws SettingsError
 */
export function readingDependencies(): ReadingDependencies {
  const bucket = requireSetting(process.env, VARIABLES.stateBucket);
  // Lambda sets it.
  const memory = Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE) || undefined;
  const client = s3Client();
  return {
    definitions: new MonitorDefinitions(join(import.meta.dirname, 'monitors')),
    log: new Logger({ serviceName: 'driftwarden' }),
    clock: Date.now,
    context: {
      open: (uri) => openS3Location(uri, client),
      results: new S3Store({ client, bucket, expectedBucketOwner: bucketOwner(process.env) }),
      memory,
      readers: memory === undefined ? undefined : threadsFor(processorsOf(memory)),
    },
  };
}
