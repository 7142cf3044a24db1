import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ObjectNotFoundError, PreconditionFailedError, type WriteCondition } from '../../core/ports.ts';
import { contentType } from './content-type.ts';
import type { S3Bucket } from './s3-bucket.ts';
import { attemptsOf, httpStatus, isNoSuchKey } from './s3-errors.ts';

/** How often a write is tried while other writes to the same key are under way (409). */
const MAX_CONFLICTS = 6;
/** First pause after such a conflict, milliseconds; it doubles, and half of it is random. */
const CONFLICT_PAUSE = 40;
/** Metadata of a conditional write by which it recognizes itself. */
const WRITE_ID = 'driftwarden-write';

/** Writes an object. Throws PreconditionFailedError when `condition` does not hold or others keep writing. */
export async function writeObject(
  bucket: S3Bucket,
  key: string,
  bytes: Uint8Array,
  condition?: WriteCondition,
): Promise<{ etag: string }> {
  const writeId = condition && randomUUID();
  const command = new PutObjectCommand({
    ...bucket.object(key),
    Body: bytes,
    ContentType: contentType(key),
    ...(writeId && { Metadata: { [WRITE_ID]: writeId } }),
    ...(condition && 'ifMatch' in condition && { IfMatch: condition.ifMatch }),
    ...(condition && 'ifNoneMatch' in condition && { IfNoneMatch: condition.ifNoneMatch }),
  });
  let sent = 0;
  for (let conflicts = 0; ; ) {
    try {
      const { ETag = '' } = await bucket.client.send(command);
      return { etag: ETag };
    } catch (error) {
      sent += attemptsOf(error);
      if (isConflict(error) && ++conflicts < MAX_CONFLICTS) {
        await sleep(CONFLICT_PAUSE * 2 ** (conflicts - 1) * (0.5 + Math.random() / 2));
        continue;
      }
      if (writeId === undefined || !(isConflict(error) || isConditionFailed(error))) bucket.fail('put', key, error);
      const own = sent > 1 ? await findOwnWrite(bucket, key, writeId) : null;
      if (own !== null) return own;
      throw new PreconditionFailedError(key, { cause: error });
    }
  }
}

/** Another write to the same key was under way; nothing was written. */
function isConflict(error: unknown): boolean {
  return httpStatus(error) === 409;
}

/** There is another version, or, where one was named, no object. */
function isConditionFailed(error: unknown): boolean {
  return httpStatus(error) === 412 || isNoSuchKey(error);
}

/**
 * A condition that fails on a later try can have been made to fail by an earlier one, whose answer was lost: then what is
 * stored is this very write.
 */
async function findOwnWrite(bucket: S3Bucket, key: string, writeId: string): Promise<{ etag: string } | null> {
  try {
    const { Metadata, ETag = '' } = await bucket.head(key);
    return Metadata?.[WRITE_ID] === writeId ? { etag: ETag } : null;
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null;
    throw error;
  }
}
