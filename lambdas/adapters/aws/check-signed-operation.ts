import * as z from 'zod';
import { MAX_SIGNATURE_AGE } from '../../core/operate/used-signatures.ts';
import { printable } from '../../core/text/printable.ts';
import { BINDING, fixedHeaders, operationDigest, parseFunctionArn, type SignedHeaders } from './signed-operation.ts';

/** The caller of an operation is not proven, or has signed another operation. Nothing has changed. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
}

/** What a signature must be for. */
export interface Claim {
  /** The operation, as it came. */
  readonly operation: object;
  /** What the caller sent as proof. */
  readonly identity: unknown;
  /** ARN by which Lambda has invoked this function; not from the event. */
  readonly functionArn: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const SIGN_AGAIN = 'repeat the command; driftwarden signs it anew';

/** Nothing else is sent to STS. No value has a character that ends a header, and every length is bounded. */
const identitySchema = z.strictObject({
  headers: z.strictObject({
    authorization: z.string().regex(/^[\x20-\x7e]{1,1000}$/),
    'x-amz-date': z.string().regex(/^\d{8}T\d{6}Z$/),
    'x-amz-security-token': z
      .string()
      .regex(/^[\x21-\x7e]{1,16000}$/)
      .optional(),
    [BINDING.function]: z.string().regex(/^[\w:$-]{1,200}$/),
    [BINDING.operation]: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(?<key>\w{16,128})\/(?<date>\d{8})\/(?<region>[a-z0-9-]+)\/sts\/aws4_request, SignedHeaders=(?<signed>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]{64})$/;

/** A request to STS that may be sent. */
interface StsRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly region: string;
  readonly signature: string;
}

/**
 * Checks that a signature is for this function, this operation and this time, all of which the function knows itself. STS checks the
 * signature. Method, address and body of the request are constants: nothing in the event names a host.
 *
 * @throws IdentityError
 */
export function checkSignedOperation({ operation, identity, functionArn, now }: Claim): StsRequest {
  const own = parseFunctionArn(functionArn);
  if (own === null) throw new IdentityError(`the ARN of this function cannot be read: ${printable(functionArn, 200)}`);
  const { arn, region } = own;
  const given = headersOf(identity);
  const parts = AUTHORIZATION.exec(given.authorization)?.groups;
  if (parts === undefined) throw new IdentityError(`the signature is not one of AWS version 4 for STS: ${SIGN_AGAIN}`);
  if (parts.region !== region) {
    throw new IdentityError(
      `this was signed for the region ${parts.region}, and the function is in ${region}: set AWS_REGION`,
    );
  }
  checkTime(given['x-amz-date'], parts.date, now);
  const { [BINDING.function]: signedFor, [BINDING.operation]: digest } = given;
  const token = given['x-amz-security-token'];
  const headers = {
    ...fixedHeaders(region),
    'x-amz-date': given['x-amz-date'],
    ...(token !== undefined && { 'x-amz-security-token': token }),
    [BINDING.function]: arn,
    [BINDING.operation]: operationDigest(operation),
  };
  // STS ignores headers that are not signed, so each of them has to be.
  if (parts.signed !== Object.keys(headers).toSorted().join(';')) {
    throw new IdentityError(`the signature does not cover the function and the operation: ${SIGN_AGAIN}`);
  }
  if (signedFor !== arn) throw new IdentityError(`this was signed for another function than ${arn}: ${SIGN_AGAIN}`);
  if (digest !== headers[BINDING.operation]) {
    throw new IdentityError(`this was signed for another operation: ${SIGN_AGAIN}`);
  }
  return { headers: { ...headers, authorization: given.authorization }, region, signature: parts.signature };
}

function headersOf(identity: unknown): SignedHeaders {
  const parsed = identitySchema.safeParse(identity);
  if (parsed.success) return parsed.data.headers;
  // Without the names that were given, which can be anything.
  const [{ path }] = parsed.error.issues;
  const where = ['identity', ...path].join('.');
  throw new IdentityError(`the signature cannot be read at ${printable(where, 100)}: ${SIGN_AGAIN}`);
}

/** @param date `20260302T063000Z` @param day Of the key that signed: `20260302`. */
function checkTime(date: string, day: string, now: number): void {
  const [, year, month, ofMonth, hour, minute, second] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(date)!;
  const signedAt = Date.parse(`${year}-${month}-${ofMonth}T${hour}:${minute}:${second}Z`);
  // `NaN` for a day or an hour that does not exist.
  if (Math.abs(now - signedAt) <= MAX_SIGNATURE_AGE && date.startsWith(day)) return;
  const minutes = MAX_SIGNATURE_AGE / 60_000;
  throw new IdentityError(
    `this was signed at ${date}, which is more than ${minutes} minutes from now (${new Date(now).toISOString()}): set your clock, and repeat the command`,
  );
}
