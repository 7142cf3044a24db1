import { request } from 'node:http';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import { identifyCaller } from '../../../../lambdas/adapters/aws/caller-identity.ts';
import { signOperation } from '../../../../lambdas/adapters/aws/sign-operation.ts';
import { operationDigest } from '../../../../lambdas/adapters/aws/signed-operation.ts';
import { Sha256 } from '../../../../lambdas/runtime/replaced/hashes.ts';
import type { TestAccount } from '../../account.ts';
import { startAccount } from '../../fixture/start.ts';
import type { Credentials } from '../../iam/access.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const OPERATION = { operation: 'retrain', monitor: 'm' };
const MINUTE = 60_000;

describe('STS', () => {
  let account: TestAccount;
  let ann: Credentials;
  let lead: Credentials;
  beforeEach(async () => {
    account = await startAccount();
    ann = account.access.addUser('Ann', { path: '/science/', identity: [] });
    const trust = {
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'x.amazonaws.com' } },
    };
    const role = account.access.addRole('Lead', { trust, identity: [] });
    lead = account.access.assumeRole(role, 'x.amazonaws.com', new Map(), 'bob@example.com');
  });

  const now = () => account.now;
  const sign = async (credentials: Credentials, at = now()) =>
    (await signOperation(OPERATION, { settings: { credentials, sha256: Sha256 }, functionArn: FUNCTION, now: at }))
      .identity.headers;

  /** Sends the signed request as it is, or changed on the way. */
  async function send(headers: object, changed: object = {}, path = '') {
    const fixed = {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      host: 'sts.us-east-1.amazonaws.com',
    };
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(`${account.endpoint}/${path}`, {
        method: 'POST',
        headers: { ...fixed, ...headers, ...changed },
      });
      sent.on('error', reject).on('response', async (response) => {
        let text = '';
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        resolve({ status: response.statusCode!, text });
      });
      sent.end('Action=GetCallerIdentity&Version=2011-06-15');
    });
  }

  it.each([
    ['a user', () => ann, 'arn:aws:iam::123456789012:user/science/Ann'],
    ['a session of a role', () => lead, 'arn:aws:sts::123456789012:assumed-role/Lead/bob@example.com'],
  ])('knows %s by what the SDK signs', async (_, keys, arn) => {
    const client = new STSClient({ endpoint: account.endpoint, region: 'us-east-1', credentials: keys() });
    // The first attempt is refused, because the clock of the account is not this machine's.
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: arn, Account: '123456789012' });
    client.destroy();
  });

  it('tells a function who has signed an operation', async () => {
    for (const [keys, arn] of [
      [ann, ann.callerArn],
      [lead, lead.callerArn],
    ] as const) {
      const identity = { headers: await sign(keys) };
      const claim = { operation: OPERATION, identity, functionArn: FUNCTION, now: now() };
      expect(await identifyCaller(claim, account.endpoint)).toMatchObject({ arn });
    }
  });

  it('ignores a header that is not signed', async () => {
    expect(await send(await sign(lead), { 'x-other': 'anything' })).toMatchObject({ status: 200 });
  });

  it.each([
    ['another function', { 'x-driftwarden-function': `${FUNCTION}2` }],
    ['another operation', { 'x-driftwarden-operation': operationDigest({ operation: 'rollback', monitor: 'm' }) }],
    ['no operation', { 'x-driftwarden-operation': '' }],
    ['another host', { host: 'sts.eu-west-1.amazonaws.com' }],
    ['another content type', { 'content-type': 'text/plain' }],
    ['an x-amz header that is not signed', { 'x-amz-other': 'x' }],
  ])('refuses a signature for %s', async (_, changed) => {
    const { status, text } = await send(await sign(lead), changed);
    expect([status, text]).toEqual([403, expect.stringContaining('<Code>SignatureDoesNotMatch</Code>')]);
  });

  it('refuses another path, another key and another secret', async () => {
    const headers = await sign(ann);
    expect(await send(headers, {}, '?x=1')).toMatchObject({ status: 403 });
    const forged = await sign({ ...ann, secretAccessKey: 'a guess' });
    expect((await send(forged)).text).toContain('<Code>SignatureDoesNotMatch</Code>');
    const unknown = await sign({ ...ann, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
    expect((await send(unknown)).text).toContain('<Code>InvalidClientTokenId</Code>');
    const stolen = { ...headers, authorization: headers.authorization.replace(ann.accessKeyId, lead.accessKeyId) };
    expect((await send({ ...stolen, 'x-amz-security-token': lead.sessionToken })).status).toBe(403);
  });

  it.each([
    [-15 * MINUTE, 200],
    [-15 * MINUTE - 1000, 403],
    [5 * MINUTE, 200],
    [5 * MINUTE + 1000, 403],
  ])('answers a signature made %i ms from now with %i', async (later, status) => {
    expect((await send(await sign(ann, now() + later))).status).toBe(status);
  });
});
