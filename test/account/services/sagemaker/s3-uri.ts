/** A place in S3. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

/** @param uri `s3://bucket/key`, checked by the input's schema */
export function parseS3Uri(uri: string): S3Place {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri)!;
  return { bucket, key };
}

export function formatS3Uri({ bucket, key }: S3Place): string {
  return `s3://${bucket}/${key}`;
}

/** A key below a place; slashes between the two are neither lost nor doubled. */
export function below({ bucket, key }: S3Place, path: string): S3Place {
  return { bucket, key: key === '' || key.endsWith('/') ? key + path : `${key}/${path}` };
}

/**
 * A key as it is named within a prefix. A prefix need not end at a slash: `data/2001` holds `data/2001-01.csv`, whose
 * name is then what follows the prefix's last slash.
 */
export function relativePath(prefix: string, key: string): string {
  const rest = key.slice(prefix.length);
  if (prefix === '' || (prefix.endsWith('/') && rest !== '')) return rest;
  return rest.startsWith('/') ? rest.slice(1) : key.slice(prefix.lastIndexOf('/') + 1);
}
