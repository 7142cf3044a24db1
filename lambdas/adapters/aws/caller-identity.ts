import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type Claim, checkSignedOperation, IdentityError } from './check-signed-operation.ts';
import { fixedHeaders, GET_CALLER_IDENTITY, parseFunctionArn } from './signed-operation.ts';

/** The identity that has signed an operation, as STS returns it. */
export interface Caller {
  /** ARN of the user, or of the role with the session's name, which is the person's with IAM Identity Center. */
  readonly arn: string;
  /** Different for each signed operation. */
  readonly signature: string;
}

/** Milliseconds that STS may take to answer. */
const STS_TIMEOUT = 5000;
/** Bytes. An answer has some 500. */
const MAX_ANSWER = 65_536;

/**
 * Asks STS which identity has signed an operation.
 *
 * @param endpoint Where STS is. @default - that of the function's region
 * @throws IdentityError
 */
export async function identifyCaller(claim: Claim, endpoint?: string): Promise<Caller> {
  const { headers, region, signature } = checkSignedOperation(claim);
  const url = new URL(endpoint ?? `https://${fixedHeaders(region).host}`);
  let answer: StsAnswer;
  try {
    answer = await send(url, headers);
  } catch (error) {
    throw new IdentityError(
      `AWS STS cannot be reached at ${url.host}, so the caller is not known, and nothing was changed: repeat the command; a function in a VPC needs a route to STS`,
      { cause: error },
    );
  }
  return { arn: requireAccount(arnIn(answer), claim.functionArn), signature };
}

/** A caller could sign with credentials of another account, where roles and sessions can have any name. */
function requireAccount(arn: string, functionArn: string): string {
  const { account } = parseFunctionArn(functionArn)!;
  if (arn.split(':')[4] === account) return arn;
  throw new IdentityError(
    `${arn} is of another account than this function, so nothing was changed: assume a role of the account ${account}, and repeat the command`,
  );
}

interface StsAnswer {
  readonly status: number;
  readonly text: string;
}

/** Node's own client and not `fetch`, which sets the header `host` itself: it is signed. Follows no redirect. */
async function send(url: URL, headers: Readonly<Record<string, string>>): Promise<StsAnswer> {
  const request = url.protocol === 'http:' ? requestHttp : requestHttps;
  const length = { 'content-length': String(GET_CALLER_IDENTITY.length) };
  const signal = AbortSignal.timeout(STS_TIMEOUT);
  // No connection is kept: Lambda freezes the process between invocations, and STS would have closed it meanwhile.
  const options = { method: 'POST', headers: { ...headers, ...length }, signal, agent: false };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end(GET_CALLER_IDENTITY);
  });
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_ANSWER) throw new Error(`more than ${MAX_ANSWER} bytes`);
  }
  return { status: response.statusCode ?? 0, text };
}

/** Complete answers only: the name in an answer that was cut off could be cut off too. */
const ANSWER =
  /^\s*(?:<\?xml[^>]*\?>\s*)?<GetCallerIdentityResponse\b.*<GetCallerIdentityResult>.*<Arn>([^<]*)<\/Arn>.*<\/GetCallerIdentityResult>.*<\/GetCallerIdentityResponse>\s*$/s;
/** A user, the session of a role, a federated user, or the root user. */
const CALLER_ARN = /^arn:aws[a-z-]*:(?:iam|sts)::\d{12}:[\x21-\x7e]+$/;
const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

function arnIn({ status, text }: StsAnswer): string {
  if (status >= 400 && status < 500 && !/<Code>Throttling/.test(text)) {
    // The code alone: the message quotes what was signed.
    const [, code = `HTTP ${status}`] = /<Code>(\w{1,60})<\/Code>/.exec(text) ?? [];
    throw new IdentityError(
      `AWS STS does not accept the signature (${code}), so nothing was changed: check your credentials with "aws sts get-caller-identity", and repeat the command`,
    );
  }
  const [, written] = (status === 200 && ANSWER.exec(text)) || [];
  const arn = written?.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);
  if (arn !== undefined && CALLER_ARN.test(arn)) return arn;
  throw new IdentityError(
    `AWS STS has not named the caller (HTTP ${status}), so nothing was changed: repeat the command`,
  );
}
