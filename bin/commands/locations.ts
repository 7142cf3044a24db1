import { openLocation } from '../../lambdas/adapters/local/open-location.ts';
import type { Location } from '../../lambdas/core/sources.ts';

/** Opens a location of data. @param base Folder of relative paths. */
export type OpenLocation = (uri: string, base: string) => Location;

/** Whether the location is in S3. */
export function isInS3(uri: string): boolean {
  return uri.startsWith('s3://');
}

/** Opens folders and files of this machine and, if a place is in S3, with the user's own credentials there. */
export async function openerOf(places: readonly (string | undefined)[]): Promise<OpenLocation> {
  if (!places.some((place) => place !== undefined && isInS3(place))) return openLocation;
  // The SDK takes longer to load than most commands take to run.
  const [{ openS3Location }, { s3Client }] = await Promise.all([
    import('../../lambdas/adapters/aws/s3-location.ts'),
    import('../../lambdas/adapters/aws/s3-client.ts'),
  ]);
  const client = s3Client();
  return (uri, base) => (isInS3(uri) ? openS3Location(uri, client) : openLocation(uri, base));
}
