import { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { type OpenBody, resumeBody } from './resume-body.ts';
import type { S3Bucket } from './s3-bucket.ts';
import { httpStatus, isNoSuchKey, ObjectChangedError } from './s3-errors.ts';

/** Bytes [start, end) of an object; `end` null: to its end. */
export interface ByteRange {
  readonly start: number;
  readonly end: number | null;
}

/**
 * Starts reading an object: resolves when the response's head has arrived, before its body.
 *
 * @param etag Requires this version; throws ObjectChangedError when there is another one now.
 */
export async function openObject(bucket: S3Bucket, key: string, range: ByteRange, etag?: string): Promise<OpenBody> {
  const { start, end } = range;
  const isPart = start > 0 || end !== null;
  const command = new GetObjectCommand({
    ...bucket.object(key),
    ...(isPart && { Range: `bytes=${start}-${end === null ? '' : end - 1}` }),
    ...(etag !== undefined && { IfMatch: etag }),
  });
  try {
    const { Body, ContentLength, ContentRange, ETag = '' } = await bucket.client.send(command);
    if (!(Body instanceof Readable)) throw new Error('S3 returned no body');
    const stream = Body;
    const isAsked = !isPart || ContentRange?.startsWith(`bytes ${start}-`);
    if (ContentLength === undefined || !isAsked) {
      stream.destroy();
      const answer = ContentRange === undefined ? 'no range' : ContentRange;
      throw new Error(`requested bytes from ${start}, S3 returned ${answer} and length ${ContentLength}`);
    }
    return { stream, length: ContentLength, etag: ETag };
  } catch (error) {
    if (etag !== undefined && (httpStatus(error) === 412 || isNoSuchKey(error))) {
      throw new ObjectChangedError(key, { cause: error });
    }
    return bucket.fail('get', key, error);
  }
}

/** The bytes of an opened object, resumed after broken connections, all of the opened version. */
export async function* readBytes(
  bucket: S3Bucket,
  key: string,
  { start, end }: ByteRange,
  first: OpenBody,
  stallTimeout: number,
): AsyncGenerator<Uint8Array> {
  const reopen = (received: number) => openObject(bucket, key, { start: start + received, end }, first.etag);
  try {
    yield* resumeBody(first, reopen, stallTimeout);
  } catch (error) {
    bucket.fail('read', key, error);
  }
}
