import { isNested } from '../../core/capture/field-path.ts';
import { errorMessage } from '../../core/text/error-message.ts';

/** A request to S3 failed, after the client's retries or for a reason that retries do not help. */
export class S3RequestError extends Error {
  override readonly name = 'S3RequestError';
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  /** S3's error code, such as `AccessDenied` or `NoSuchBucket`. */
  readonly code: string;
  /** HTTP status, or null without a response. */
  readonly status: number | null;

  constructor(operation: string, bucket: string, key: string, cause: unknown) {
    const code = errorCode(cause);
    const message = errorMessage(cause);
    super(`${operation} s3://${bucket}/${key}: ${code}: ${message}${hintFor(code)}`, { cause });
    this.operation = operation;
    this.bucket = bucket;
    this.key = key;
    this.code = code;
    this.status = httpStatus(cause);
  }
}

/** The object was replaced or deleted while it was being read: the bytes read so far belong to an earlier version. */
export class ObjectChangedError extends Error {
  override readonly name = 'ObjectChangedError';
  readonly key: string;
  constructor(key: string, options?: ErrorOptions) {
    super(`the object ${JSON.stringify(key)} was changed while it was being read: read it again`, options);
    this.key = key;
  }
}

/** The error code of S3 or the network: `NoSuchKey`, `PreconditionFailed`, `ECONNRESET`, …. */
function errorCode(error: unknown): string {
  const { name, code } = isNested(error) ? error : {};
  if (typeof code === 'string') return code;
  return typeof name === 'string' ? name : 'Error';
}

export function httpStatus(error: unknown): number | null {
  return metadataOf(error, 'httpStatusCode');
}

/** How often the client sent the request. After several attempts, an earlier one may have succeeded. */
export function attemptsOf(error: unknown): number {
  return metadataOf(error, 'attempts') ?? 1;
}

/** HEAD requests return only `NotFound`, because they have no body. A missing bucket is not a missing object. */
export function isNoSuchKey(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'NoSuchKey' || code === 'NotFound';
}

/** A number that the SDK adds to its errors; null for other errors. */
function metadataOf(error: unknown, name: 'httpStatusCode' | 'attempts'): number | null {
  const metadata = isNested(error) ? error.$metadata : null;
  const value = isNested(metadata) ? metadata[name] : null;
  return typeof value === 'number' ? value : null;
}

function hintFor(code: string): string {
  if (code !== 'AccessDenied' && code !== 'Forbidden') return '';
  return ' (without s3:ListBucket on the bucket, S3 also returns this for objects that do not exist)';
}
