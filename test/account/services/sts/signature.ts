import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { ServiceRequest } from '../request.ts';

/** What a signature of AWS version 4 says of itself. */
export interface Signature {
  readonly accessKeyId: string;
  /** Day, region, service. */
  readonly scope: string;
  readonly day: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/((\d{8})\/[^/]+\/[^/]+\/aws4_request), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/;
/** How far the time of a signature may be off. Milliseconds. */
const OLDEST = 15 * 60_000;
const AHEAD = 5 * 60_000;

/** @throws AwsError IncompleteSignature */
export function parseSignature(authorization: string | undefined): Signature {
  const [, accessKeyId, scope, day, signed, signature] = AUTHORIZATION.exec(authorization ?? '') ?? [];
  if (signature === undefined)
    throw new AwsError('IncompleteSignature', 'Authorization header requires its parameters', 400);
  return { accessKeyId, scope, day, signedHeaders: signed.split(';'), signature };
}

/**
 * Verifies a signature as the real services do, by
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html: over method, path, query, body and those
 * headers that it names. Other headers are not looked at. Written apart from the SDK, whose signatures it verifies.
 *
 * @param now Milliseconds since the epoch.
 * @throws AwsError
 */
export function verifySignature(
  { method, path, query, headers, body }: ServiceRequest,
  { scope, day, signedHeaders, signature }: Signature,
  secretAccessKey: string,
  now: number,
): void {
  const date = String(headers['x-amz-date'] ?? '');
  for (const needed of ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]) {
    if (!signedHeaders.includes(needed))
      refuse(`'${needed}' must be a 'SignedHeader' in the AWS Authorization header.`);
  }
  if (!date.startsWith(day)) refuse('Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date');
  checkDate(date, now);
  const canonicalHeaders = signedHeaders.map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`).join('');
  const canonicalQuery = [...query]
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .toSorted()
    .join('&');
  const request = [method, path, canonicalQuery, canonicalHeaders, signedHeaders.join(';'), sha256(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(request)].join('\n');
  const key = scope.split('/').reduce((secret: string | Buffer, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  const expected = hmac(key, text);
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    refuse('The request signature we calculated does not match the signature you provided.');
}

function checkDate(date: string, now: number): void {
  const written = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const time = Date.parse(written);
  if (Number.isNaN(time)) refuse(`Date must be in ISO-8601 'basic format'. Got '${date}'.`);
  if (time < now - OLDEST) refuse(`Signature expired: ${date} is now earlier than ${basic(now - OLDEST)}`);
  if (time > now + AHEAD) refuse(`Signature not yet current: ${date} is still later than ${basic(now + AHEAD)}`);
}

function refuse(message: string): never {
  throw new AwsError('SignatureDoesNotMatch', message, 403);
}

function basic(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
