/** The text is not an S3 URI. */
export class S3UriError extends Error {
  override readonly name = 'S3UriError';
  readonly uri: string;
  constructor(uri: string) {
    super(`${JSON.stringify(uri)} is not an S3 URI; accepted: s3://bucket, s3://bucket/folder/ or s3://bucket/key`);
    this.uri = uri;
  }
}

/** A place in S3. */
export interface S3Place {
  readonly bucket: string;
  /** Empty: the whole bucket; with `/` at the end: a folder; otherwise a folder or an object. */
  readonly path: string;
}

/** @throws S3UriError */
export function parseS3Uri(uri: string): S3Place {
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(uri) ?? [];
  if (bucket === undefined || path.startsWith('/')) throw new S3UriError(uri);
  return { bucket, path };
}

/** The prefix of the keys at a place: that of a folder. */
export function prefixOf({ path }: S3Place): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`;
}
