import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import {
  BINDING,
  fixedHeaders,
  GET_CALLER_IDENTITY,
  operationDigest,
  parseFunctionArn,
  type SignedHeaders,
} from './signed-operation.ts';

/** The settings of an SDK client with which it signs. */
type SigningSettings = Pick<ConstructorParameters<typeof SignatureV4>[0], 'credentials' | 'sha256'>;

/** Who signs, for which function, when. */
interface Signing {
  readonly settings: SigningSettings;
  readonly functionArn: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The proof of who sends an operation. */
export interface Signed {
  readonly identity: { readonly headers: SignedHeaders };
}

/**
 * Signs an operation: the operation with the headers that prove who sends it. They contain no secret.
 *
 * @throws Error when there are no credentials
 */
export async function signOperation<T extends object>(
  operation: T,
  { settings, functionArn, now }: Signing,
): Promise<T & Signed> {
  const parsed = parseFunctionArn(functionArn);
  if (parsed === null) throw new TypeError(`${functionArn} is not the ARN of a function`);
  const { arn, region } = parsed;
  const fixed = fixedHeaders(region);
  const signer = new SignatureV4({ ...settings, region, service: 'sts', applyChecksum: false });
  const request = {
    ...{ method: 'POST', protocol: 'https:', hostname: fixed.host, path: '/', query: {}, body: GET_CALLER_IDENTITY },
    headers: { ...fixed, [BINDING.function]: arn, [BINDING.operation]: operationDigest(operation) },
  };
  const { headers } = await signer.sign(request, { signingDate: new Date(now) });
  const token = headers['x-amz-security-token'];
  const signed: SignedHeaders = {
    authorization: headers.authorization,
    'x-amz-date': headers['x-amz-date'],
    ...(token !== undefined && { 'x-amz-security-token': token }),
    [BINDING.function]: headers[BINDING.function],
    [BINDING.operation]: headers[BINDING.operation],
  };
  return { ...operation, identity: { headers: signed } };
}

/** What was given is not the name of a function. */
export class FunctionNameError extends Error {
  override readonly name = 'FunctionNameError';
}

/**
 * Signs an operation with the credentials of a client, for the function that a name stands for as AWS Lambda reads names: its ARN or a
 * part of it, with or without a version or alias. A name without an account means the caller's account, which STS returns.
 *
 * @throws FunctionNameError, and the client's errors: no credentials, STS cannot be reached
 */
export async function signOperationFor<T extends object>(
  name: string,
  operation: T,
  client: STSClient,
): Promise<T & Signed> {
  const { credentials, sha256 } = client.config;
  const functionArn = parseFunctionArn(name)?.arn ?? (await completeArn(name, client));
  // The offset of a clock that AWS has refused.
  const now = Date.now() + client.config.systemClockOffset;
  return signOperation(operation, { settings: { credentials, sha256 }, functionArn, now });
}

async function completeArn(name: string, client: STSClient): Promise<string> {
  const [, account, own] = /^(?:(\d{12}):(?:function:)?)?([\w-]+)(?::[\w$-]+)?$/.exec(name) ?? [];
  if (own === undefined) {
    throw new FunctionNameError(`${JSON.stringify(name)} is not the name of a function; accepted: its name or ARN`);
  }
  const { Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
  const [, partition, , , ofCaller] = Arn.split(':');
  return `arn:${partition}:lambda:${await client.config.region()}:${account ?? ofCaller}:function:${own}`;
}
