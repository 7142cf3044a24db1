import { DescribeKeyCommand, type KeyMetadata, type KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { S3Place } from '../../lambdas/adapters/aws/s3-uri.ts';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import { shellWord } from '../../lambdas/core/text/shell-word.ts';
import type { Finding } from '../output/doctor.ts';
import { failed, note, ok } from './finding.ts';

export interface KeyClients {
  readonly s3: S3Client;
  readonly kms: KMSClient;
  /** ARN of the caller. */
  readonly caller: string;
}

const QUOTED = 500;

/**
 * Whether the caller can read an object that a KMS key encrypts. An object without such a key has no finding, and neither has one that
 * cannot be read for another reason: the data's findings say so.
 *
 * @param what Such as `captures`.
 */
export async function examineObjectKey(
  what: string,
  { bucket: Bucket, path: Key }: S3Place,
  clients: KeyClients,
): Promise<Finding[]> {
  const head = await clients.s3.send(new HeadObjectCommand({ Bucket, Key })).catch(() => null);
  const key = head?.SSEKMSKeyId;
  if (key === undefined) return [];
  try {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-0' }));
    await Body?.transformToByteArray();
  } catch (error) {
    if (!isAboutKey(error)) return [];
    const [state] = await examineKeyState(what, key, clients.kms);
    if (state?.state === 'failed') return [state];
    const who = shellWord(clients.caller);
    const mend = `aws kms create-grant --key-id ${key} --grantee-principal ${who} --operations Decrypt DescribeKey`;
    return [failed('key', `${what}: ${key}: ${printable(errorMessage(error), QUOTED)}`, mend)];
  }
  return [ok('key', `${what}: you can decrypt with ${key}`)];
}

/** Whether an error of S3 says that the key cannot be used, and not the object. */
function isAboutKey(error: unknown): boolean {
  return error instanceof Error && (error.name.startsWith('KMS.') || /\bkms\b/i.test(error.message));
}

/**
 * Whether a key is enabled.
 *
 * @param key Its ARN, id or alias.
 */
export async function examineKeyState(what: string, key: string, kms: KMSClient): Promise<Finding[]> {
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: key }));
    return [stateFinding(what, KeyMetadata?.Arn ?? key, KeyMetadata)];
  } catch (error) {
    if ((error as Error).name === 'NotFoundException') {
      return [failed('key', `${what}: ${key} does not exist any more`, 'encrypt with another key: -c key=ARN')];
    }
    return [
      note('key', `${what}: ${key}: not known: ${printable(errorMessage(error), QUOTED)}; it needs kms:DescribeKey`),
    ];
  }
}

function stateFinding(what: string, arn: string, key: KeyMetadata | undefined): Finding {
  const enable = `aws kms enable-key --key-id ${arn}`;
  switch (key?.KeyState) {
    case 'Enabled':
      return ok('key', `${what}: ${arn} is enabled`);
    case 'Disabled':
      return failed('key', `${what}: ${arn} is disabled`, enable);
    case 'PendingDeletion': {
      const day = key.DeletionDate === undefined ? '' : ` on ${key.DeletionDate.toISOString().slice(0, 10)}`;
      return failed(
        'key',
        `${what}: ${arn} will be deleted${day}`,
        `aws kms cancel-key-deletion --key-id ${arn} && ${enable}`,
      );
    }
    default:
      return note('key', `${what}: ${arn} has the state ${key?.KeyState ?? 'unknown'}`);
  }
}
