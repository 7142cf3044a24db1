import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ObjectNotFoundError, PreconditionFailedError, type WriteCondition } from '../../core/ports.ts';
import { contentType } from './content-type.ts';
import type { S3Bucket } from './s3-bucket.ts';
import { attemptsOf, httpStatus, isNoSuchKey } from './s3-errors.ts';

/** Number of attempts at a write that conflicts with concurrent writes to the same key (409). */
const MAX_CONFLICTS = 6;
/** The first pause after a conflict, in milliseconds; it doubles, and half of it is random. */
const CONFLICT_PAUSE = 40;
/** Metadata by which a conditional write recognizes itself. */
const WRITE_ID = 'driftwarden-write';

/** Writes an object. Throws PreconditionFailedError when `condition` does not hold or conflicts persist. */
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

/** A concurrent write to the same key was in progress; nothing was written. */
function isConflict(error: unknown): boolean {
  return httpStatus(error) === 409;
}

/** The condition failed: there is another version, or no object where the condition names one. */
function isConditionFailed(error: unknown): boolean {
  return httpStatus(error) === 412 || isNoSuchKey(error);
}

/**
 * When a retry fails its condition, an earlier attempt whose response was lost may have written the object. Then the stored object
 * is this write's own.
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
