import { hash } from 'node:crypto';

/**
 * What a person's signature covers. A Lambda event does not say who sends it, so the command line signs a request that asks AWS STS
 * who the signer is, `GetCallerIdentity`, and the function sends that request to STS. Two of its headers mean nothing to STS. They are
 * signed with the others, so that the signature is worth nothing for another function or another operation.
 */

/** Lower-case names of the headers that bind a signature. */
export const BINDING = { function: 'x-driftwarden-function', operation: 'x-driftwarden-operation' } as const;

/** The body of the request. */
export const GET_CALLER_IDENTITY = 'Action=GetCallerIdentity&Version=2011-06-15';

/** The headers of a signed request that a function cannot compute itself, and those that bind the signature. No key is among them. */
export interface SignedHeaders {
  readonly authorization: string;
  /** `20260302T063000Z`. */
  readonly 'x-amz-date': string;
  /** Of temporary credentials. It is of no use without their secret key, which is not sent. */
  readonly 'x-amz-security-token'?: string | undefined;
  /** ARN of the function, without a version or an alias. */
  readonly [BINDING.function]: string;
  /** See {@link operationDigest}. */
  readonly [BINDING.operation]: string;
}

/** Headers that are the same in all such requests to STS in a region. */
export function fixedHeaders(region: string): Readonly<Record<'content-type' | 'host', string>> {
  return { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', host: stsHost(region) };
}

/** SHA-256 of an operation as canonical JSON, whose members are in the order of their names. Hexadecimal. */
export function operationDigest(operation: object): string {
  return hash(
    'sha256',
    JSON.stringify(operation, (_, value) => sorted(value)),
    'hex',
  );
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const FUNCTION_ARN = /^(arn:[a-z-]+:lambda:([a-z0-9-]+):(\d{12}):function:[\w-]+)(?::[\w$-]+)?$/;

/** Parts of a function's ARN: itself without a version or alias, its region and account; null for another text. */
export function parseFunctionArn(text: string): Record<'arn' | 'region' | 'account', string> | null {
  const [, arn, region, account] = FUNCTION_ARN.exec(text) ?? [];
  return arn === undefined ? null : { arn, region, account };
}

/** Domains of AWS by the start of the region's name. */
const DOMAINS: readonly (readonly [region: RegExp, domain: string])[] = [
  [/^cn-/, 'amazonaws.com.cn'],
  [/^eusc-/, 'amazonaws.eu'],
];

/** Host name of STS in a region, also through an interface endpoint. */
export function stsHost(region: string): string {
  return `sts.${region}.${DOMAINS.find(([regions]) => regions.test(region))?.[1] ?? 'amazonaws.com'}`;
}
