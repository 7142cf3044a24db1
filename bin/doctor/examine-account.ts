import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { KMSClient } from '@aws-sdk/client-kms';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { s3Client } from '../../lambdas/adapters/aws/s3-client.ts';
import { parseS3Uri, type S3Place } from '../../lambdas/adapters/aws/s3-uri.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { isData } from '../../lambdas/core/sources.ts';
import { isInS3, openPlace } from '../commands/locations.ts';
import type { Finding } from '../output/doctor.ts';
import { examineCaller } from './caller.ts';
import { examineDeployment } from './deployment.ts';
import { examineObjectKey } from './keys.ts';

/** The caller's credentials, and whether this machine's clock is right. `arn` is null where AWS accepts no credentials. */
export async function examineCredentials() {
  const client = new STSClient({});
  try {
    return await examineCaller(client, process.platform);
  } finally {
    client.destroy();
  }
}

/**
 * The keys of a monitor's data and state; of a deployment also the keys of topics and queues, and whether recipients have confirmed.
 *
 * @param store `s3://bucket` for a deployed monitor
 */
export async function examineAccount(
  monitor: Monitor,
  store: string,
  { stack, caller }: { readonly stack: string; readonly caller: string },
): Promise<Finding[]> {
  const [s3, kms, sns, sqs] = [s3Client(), new KMSClient({}), new SNSClient({}), new SQSClient({})];
  const cloudWatch = new CloudWatchClient({});
  try {
    const findings: Finding[] = [];
    for (const [what, uri] of placesInS3(monitor, store)) {
      const object = await firstObject(uri);
      if (object !== null) findings.push(...(await examineObjectKey(what, object, { s3, kms, caller })));
    }
    if (isInS3(store)) {
      findings.push(...(await examineDeployment(stack, monitor.alerts.email, { cloudWatch, sns, sqs, kms })));
    }
    return findings;
  } finally {
    for (const client of [s3, kms, sns, sqs, cloudWatch]) client.destroy();
  }
}

/** The locations of a monitor and its store that are in S3, by what is there. */
function placesInS3({ name, capture, labels, baseline }: Monitor, store: string): [what: string, uri: string][] {
  const all: [string, string | undefined][] = [
    ['captures', capture.uri],
    ['labels', labels?.uri],
    ['training data', baseline?.uri],
    ['state bucket', `${store.replace(/\/$/, '')}/${name}/`],
  ];
  return all.flatMap(([what, uri]) => (uri !== undefined && isInS3(uri) ? [[what, uri]] : []));
}

/** null where there is no object with data, or none can be listed: the data's findings say so. */
async function firstObject(uri: string): Promise<S3Place | null> {
  const { store, prefix } = openPlace(uri, '');
  try {
    for await (const object of store.list(prefix)) {
      if (isData(object, prefix)) return { bucket: parseS3Uri(uri).bucket, path: object.key };
    }
  } catch {
    return null;
  }
  return null;
}
