import { join } from 'node:path';
import { parseS3Uri, prefixOf } from '../../lambdas/adapters/aws/s3-uri.ts';
import { FolderStore } from '../../lambdas/adapters/local/folder-store.ts';
import { LazyStore } from '../../lambdas/adapters/local/lazy-store.ts';
import { openLocation } from '../../lambdas/adapters/local/open-location.ts';
import type { ObjectStore } from '../../lambdas/core/ports.ts';
import type { Location } from '../../lambdas/core/sources.ts';
import { UsageError } from './explain.ts';

/** Whether the location is in S3. */
export function isInS3(uri: string): boolean {
  return uri.startsWith('s3://');
}

/**
 * Opens a folder or file of this machine, or with the credentials of the shell a place in S3.
 *
 * @param base Folder of relative paths.
 * @throws LocationError, S3UriError
 */
export function openPlace(uri: string, base: string): Location {
  if (!isInS3(uri)) return openLocation(uri, base);
  const place = parseS3Uri(uri);
  const open = async () => {
    const [{ openS3Location }, client] = await Promise.all([
      import('../../lambdas/adapters/aws/s3-location.ts'),
      s3Client(),
    ]);
    return openS3Location(uri, client).store;
  };
  return { store: new LazyStore(open), prefix: prefixOf(place), uriOf: (key) => `s3://${place.bucket}/${key}` };
}

/** The store of results: a folder, or the state bucket of a deployment, `s3://bucket`. @throws UsageError, S3UriError */
export function openStore(place: string): ObjectStore {
  if (!isInS3(place)) return new FolderStore(place);
  const { bucket, path } = parseS3Uri(place);
  if (path !== '')
    throw new UsageError(`--store ${place}: the store of a deployment is a whole bucket, s3://${bucket}`);
  return new LazyStore(async () => {
    const [{ S3Store }, client] = await Promise.all([import('../../lambdas/adapters/aws/s3-store.ts'), s3Client()]);
    return new S3Store({ client, bucket });
  });
}

/** Where an object of the store is, for people. */
export function placeInStore(store: string, key: string): string {
  return isInS3(store) ? `${store.replace(/\/$/, '')}/${key}` : join(store, key);
}

/** Addresses of the console for the objects of a bucket; undefined in a partition whose console is unknown. */
export async function consoleLink(store: string): Promise<((key: string) => string) | undefined> {
  const [{ consoleLinks }, { config }] = await Promise.all([
    import('../../lambdas/adapters/aws/console-links.ts'),
    s3Client(),
  ]);
  return consoleLinks({ region: await config.region(), bucket: parseS3Uri(store).bucket, prefix: '' })?.report;
}

/** The SDK takes longer to load than most commands take to run. */
async function s3Client() {
  const { s3Client } = await import('../../lambdas/adapters/aws/s3-client.ts');
  return s3Client();
}
