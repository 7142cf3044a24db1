import { S3Client } from '@aws-sdk/client-s3';
import { type ClientOptions, withTimeouts } from './client-options.ts';

/**
 * The client of an S3Store and of S3 locations. Region, endpoint and credentials default to the SDK's. A bucket in another region than
 * the client's is read there, as S3's redirect says.
 */
export function s3Client(options: ClientOptions = {}): S3Client {
  return new S3Client({ ...withTimeouts(options), followRegionRedirects: true });
}
