import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { identifyCaller } from '../../../lambdas/adapters/aws/caller-identity.ts';
import {
  type Claim,
  checkSignedOperation,
  IdentityError,
} from '../../../lambdas/adapters/aws/check-signed-operation.ts';
import { signOperation } from '../../../lambdas/adapters/aws/sign-operation.ts';
import { BINDING, operationDigest, stsHost } from '../../../lambdas/adapters/aws/signed-operation.ts';
import { MAX_SIGNATURE_AGE } from '../../../lambdas/core/operate/used-signatures.ts';
import { Sha256 } from '../../../lambdas/runtime/replaced/hashes.ts';
import { type Answer, type LoopbackServer, startServer, xmlError } from './loopback-server.ts';

const NOW = Date.parse('2026-03-02T06:30:00Z');
const SECOND = 1000;
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:operations';
const OPERATION = { operation: 'approve', monitor: 'm', id: 'retraining-1', note: 'by hand' };
const KEYS = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'the secret key', sessionToken: 'token/+=' };

async function sign({ operation = OPERATION as object, functionArn = FUNCTION, now = NOW, credentials = KEYS } = {}) {
  const signed = await signOperation(operation, { settings: { credentials, sha256: Sha256 }, functionArn, now });
  return signed.identity;
}

/** What the event contains, and what the function knows itself. */
async function claimOf(changed: Partial<Claim> = {}): Promise<Claim> {
  return { operation: OPERATION, identity: await sign(), functionArn: FUNCTION, now: NOW, ...changed };
}

/** The same proof with another value of a header. */
function altered(identity: Awaited<ReturnType<typeof sign>>, name: string, change: (value: string) => unknown) {
  const { headers } = identity;
  return { headers: { ...headers, [name]: change((headers as unknown as Record<string, string>)[name]) } };
}

describe('a signed operation', () => {
  it('is a request to STS whose signature covers the function and the operation', async () => {
    const { headers, signature } = checkSignedOperation(await claimOf());
    expect(headers).toEqual({
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      host: 'sts.eu-west-1.amazonaws.com',
      'x-amz-date': '20260302T063000Z',
      'x-amz-security-token': 'token/+=',
      'x-driftwarden-function': FUNCTION,
      'x-driftwarden-operation': operationDigest(OPERATION),
      authorization: `AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20260302/eu-west-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-driftwarden-function;x-driftwarden-operation, Signature=${signature}`,
    });
  });

  it('contains no secret', async () => {
    expect(JSON.stringify(await sign())).not.toContain(KEYS.secretAccessKey);
  });

  it('is accepted without a session, and through an alias or a version of the function', async () => {
    const { sessionToken: _, ...credentials } = KEYS;
    const identity = await sign({ credentials: credentials as typeof KEYS });
    for (const functionArn of [FUNCTION, `${FUNCTION}:live`, `${FUNCTION}:7`, `${FUNCTION}:$LATEST`])
      expect(checkSignedOperation(await claimOf({ identity, functionArn })).headers).not.toHaveProperty(
        'x-amz-security-token',
      );
  });

  it('is the same in whatever order its members come', async () => {
    const operation = Object.fromEntries(Object.entries(OPERATION).toReversed());
    expect(() => checkSignedOperation({ ...claim, operation })).not.toThrow();
  });

  let claim: Claim;
  beforeAll(async () => {
    claim = await claimOf();
  });

  it.each([
    ['another monitor', { ...OPERATION, monitor: 'n' }],
    ['another operation', { ...OPERATION, operation: 'reject' }],
    ['another retraining', { ...OPERATION, id: 'retraining-2' }],
    ['another note', { ...OPERATION, note: 'by me' }],
    ['one member more', { ...OPERATION, dryRun: false }],
    ['one member fewer', { operation: 'approve', monitor: 'm', id: 'retraining-1' }],
    ['a member called __proto__', JSON.parse(`${JSON.stringify(OPERATION).slice(0, -1)},"__proto__":{"id":"x"}}`)],
  ])('counts for no other operation: %s', (_, operation) => {
    expect(() => checkSignedOperation({ ...claim, operation })).toThrow(
      new IdentityError('this was signed for another operation: repeat the command; driftwarden signs it anew'),
    );
  });

  it.each([
    FUNCTION.replace('operations', 'check'),
    FUNCTION.replace('123456789012', '210987654321'),
    FUNCTION.replace('arn:aws:', 'arn:aws-cn:'),
  ])('counts for no other function: %s', async (functionArn) => {
    expect(() => checkSignedOperation({ ...claim, functionArn })).toThrow('signed for another function than arn:');
    // Nor when its headers are changed, which the signature covers: the request to STS has those that this function computes.
    const identity = altered(await sign(), BINDING.function, () => functionArn);
    expect(checkSignedOperation({ ...claim, functionArn, identity }).headers[BINDING.function]).toBe(functionArn);
  });

  it('counts in no other region', () => {
    const functionArn = FUNCTION.replace('eu-west-1', 'us-east-1');
    expect(() => checkSignedOperation({ ...claim, functionArn })).toThrow(
      'this was signed for the region eu-west-1, and the function is in us-east-1: set AWS_REGION',
    );
  });

  it.each([
    ['at once', 0],
    ['five minutes later', MAX_SIGNATURE_AGE],
    ['by a clock that is five minutes ahead', -MAX_SIGNATURE_AGE],
  ])('counts %s', (_, later) => {
    expect(() => checkSignedOperation({ ...claim, now: NOW + later })).not.toThrow();
  });

  it.each([
    ['later', MAX_SIGNATURE_AGE + SECOND],
    ['by a clock that is further ahead', -MAX_SIGNATURE_AGE - SECOND],
  ])('does not count %s, and says both times', (_, later) => {
    expect(() => checkSignedOperation({ ...claim, now: NOW + later })).toThrow(
      /^this was signed at 20260302T063000Z, which is more than 5 minutes from now \(2026-03-02T06:\d\d:(?:01|59)\.000Z\): set your clock/,
    );
  });

  it.each(['20260302T063000Z0', '20260230T256000Z', '20261302T063000Z', '2026-03-02T06:30:00Z', '', 7, undefined])(
    'does not count with the date %j',
    async (date) => {
      expect(() =>
        checkSignedOperation({ ...claim, identity: altered(claim.identity as never, 'x-amz-date', () => date) }),
      ).toThrow(IdentityError);
    },
  );

  it('does not count when the key is of another day', () => {
    const identity = altered(claim.identity as never, 'authorization', (text) =>
      text.replace('/20260302/', '/20260301/'),
    );
    expect(() => checkSignedOperation({ ...claim, identity })).toThrow('this was signed at');
  });

  it.each([
    ';x-driftwarden-function',
    ';x-driftwarden-operation',
    ';x-amz-date',
    ';x-amz-security-token',
    ';host',
    'content-type;',
  ])('does not count when the signature does not cover %s', (name) => {
    const identity = altered(claim.identity as never, 'authorization', (text) => text.replace(name, ''));
    expect(() => checkSignedOperation({ ...claim, identity })).toThrow(
      'the signature does not cover the function and the operation',
    );
  });

  it('does not count when the signature covers more', () => {
    const more = (text: string) => text.replace('host;', 'host;x-amz-content-sha256;');
    const identity = altered(claim.identity as never, 'authorization', more);
    expect(() => checkSignedOperation({ ...claim, identity })).toThrow('does not cover');
  });

  it.each([
    ['a line end in the token', 'x-amz-security-token', 'a\r\nx-other: b'],
    ['a line end after the token', 'x-amz-security-token', 'a\n'],
    ['an endless token', 'x-amz-security-token', 'a'.repeat(16_001)],
    ['a line end in the signature', 'authorization', 'AWS4-HMAC-SHA256 \r\nhost: evil.example'],
    ['a line end in the name of the function', BINDING.function, `${FUNCTION}\n`],
    ['a list', 'authorization', ['a', 'b']],
    ['no signature', 'authorization', undefined],
    ['another host', 'host', 'evil.example'],
    ['another body', 'content-type', 'application/json'],
    ['another header', 'x-amz-target', 'AssumeRole'],
    ['a header called __proto__', '__proto__', 'x'],
  ])('passes nothing else on: %s', (_, name, value) => {
    const { headers } = claim.identity as { headers: object };
    const pairs = [...Object.entries(headers).filter(([known]) => known !== name), [name, value]];
    const identity = { headers: Object.fromEntries(pairs) };
    expect(() => checkSignedOperation({ ...claim, identity })).toThrow(
      /^the signature cannot be read at identity\.headers(?:\.[a-z-]+)?: repeat the command/,
    );
  });

  it.each([undefined, null, 'Ann', 7, [], {}, { headers: null }, { headers: [] }, { url: 'https://evil.example' }])(
    'is not proven by %j',
    (identity) => {
      expect(() => checkSignedOperation({ ...claim, identity })).toThrow('the signature cannot be read at identity');
    },
  );

  it.each([
    ['of an older version', (text: string) => text.replace('AWS4-HMAC-SHA256', 'AWS3')],
    ['for another service', (text: string) => text.replace('/sts/', '/s3/')],
    ['with a key of another form', (text: string) => text.replace('ASIAIOSFODNN7EXAMPLE', 'a b')],
  ])('does not count with a signature %s', (_, change) => {
    const identity = altered(claim.identity as never, 'authorization', change);
    expect(() => checkSignedOperation({ ...claim, identity })).toThrow(
      'the signature is not one of AWS version 4 for STS',
    );
  });
});

describe('whatever comes', () => {
  /** Without the token, which only STS can tell from another. */
  const names = ['authorization', 'x-amz-date', BINDING.function, BINDING.operation, 'host'];

  it('in place of a signature is an IdentityError', async () => {
    const claim = await claimOf();
    const { headers } = claim.identity as Awaited<ReturnType<typeof sign>>;
    const changed = fc
      .dictionary(fc.constantFrom(...names), fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()), { minKeys: 1 })
      .map((values) => ({ headers: { ...headers, ...values } }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), changed), (identity) => {
        expect(() => checkSignedOperation({ ...claim, identity })).toThrow(IdentityError);
      }),
    );
  });

  it('as an operation has a digest of its own, in whatever order its members come', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.parse(JSON.stringify(value)) as object);
    fc.assert(
      fc.property(json, json, (one, other) => {
        const reversed = Object.fromEntries(Object.entries(one).toReversed());
        expect(operationDigest(reversed)).toBe(operationDigest(one));
        fc.pre(!isDeepStrictEqual(one, other));
        expect(operationDigest(other)).not.toBe(operationDigest(one));
      }),
    );
  });
});

describe('the host of STS', () => {
  it.each([
    ['us-east-1', 'sts.us-east-1.amazonaws.com'],
    ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['eusc-de-east-1', 'sts.eusc-de-east-1.amazonaws.eu'],
  ])('in %s is %s', (region, host) => {
    expect(stsHost(region)).toBe(host);
  });
});

describe('the answer of STS', () => {
  let server: LoopbackServer;
  const answer = (arn: string) =>
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n  <GetCallerIdentityResult>\n    <Arn>${arn}</Arn>\n    <UserId>AROA:Ann</UserId>\n    <Account>123456789012</Account>\n  </GetCallerIdentityResult>\n  <ResponseMetadata>\n    <RequestId>01234567</RequestId>\n  </ResponseMetadata>\n</GetCallerIdentityResponse>\n`;
  const answers =
    (text: string, status = 200): Answer =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': 'text/xml' });
      response.end(text);
    };
  beforeAll(async () => {
    server = await startServer(answers(answer('arn:aws:iam::123456789012:user/Ann')));
  });
  afterEach(() => server.forget());
  afterAll(() => server.close());

  it('is requested with nothing of the event but the signature', async () => {
    const claim = await claimOf();
    const { signature } = checkSignedOperation(claim);
    expect(await identifyCaller(claim, server.url)).toEqual({ arn: 'arn:aws:iam::123456789012:user/Ann', signature });
    const [{ method, path, headers, body }] = server.received;
    expect([method, path, body.toString()]).toEqual(['POST', '/', 'Action=GetCallerIdentity&Version=2011-06-15']);
    expect(headers).toEqual({
      ...checkSignedOperation(claim).headers,
      'content-length': '43',
      connection: expect.any(String),
    });
  });

  it.each([
    'arn:aws:iam::123456789012:user/science/Ann',
    'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_OnCall_0123456789abcdef/ann@example.com',
    'arn:aws-us-gov:sts::123456789012:federated-user/Ann',
    'arn:aws:iam::123456789012:root',
  ])('names %s', async (arn) => {
    server.next(answers(answer(arn)));
    expect((await identifyCaller(await claimOf(), server.url)).arn).toBe(arn);
  });

  it('is not accepted from another account, where anybody can have a role and a session of any name', async () => {
    server.next(answers(answer('arn:aws:sts::999999999999:assumed-role/OnCall/ann@example.com')));
    await expect(identifyCaller(await claimOf(), server.url)).rejects.toThrow(
      /is of another account than this function/,
    );
  });

  it('may contain characters that XML escapes', async () => {
    server.next(answers(answer('arn:aws:iam::123456789012:user/a&amp;b&lt;/Ann')));
    expect((await identifyCaller(await claimOf(), server.url)).arn).toBe('arn:aws:iam::123456789012:user/a&b</Ann');
  });

  it.each([
    ['cut off in the name', answer('arn:aws:iam::123456789012:user/Ann').slice(0, 150)],
    ['cut off after the name', answer('arn:aws:iam::123456789012:user/Ann').slice(0, -20)],
    ['empty', ''],
    ['without a name', answer('')],
    ['of another service', '{"Arn":"arn:aws:iam::123456789012:user/Ann"}'],
    ['with a name of another form', answer('Ann')],
    ['with the name of a service', answer('arn:aws:lambda:eu-west-1:123456789012:function:x')],
    ['with a line end in the name', answer('arn:aws:iam::123456789012:user/Ann\nBob')],
  ])('does not count %s', async (_, text) => {
    server.next(answers(text));
    await expect(identifyCaller(await claimOf(), server.url)).rejects.toThrow(
      new IdentityError('AWS STS has not named the caller (HTTP 200), so nothing was changed: repeat the command'),
    );
  });

  it.each(['SignatureDoesNotMatch', 'InvalidClientTokenId', 'ExpiredToken'])('may be %s', async (code) => {
    server.next(xmlError(403, code));
    await expect(identifyCaller(await claimOf(), server.url)).rejects.toThrow(
      `AWS STS does not accept the signature (${code}), so nothing was changed: check your credentials with "aws sts get-caller-identity", and repeat the command`,
    );
  });

  it('may be a refusal without a reason', async () => {
    server.next(answers('<html>Forbidden</html>', 403));
    await expect(identifyCaller(await claimOf(), server.url)).rejects.toThrow('the signature (HTTP 403)');
  });

  it.each([
    ['busy', 400, 'Throttling'],
    ['down', 503, 'ServiceUnavailable'],
  ])('may be that STS is %s', async (_, status, code) => {
    server.next(xmlError(status, code));
    await expect(identifyCaller(await claimOf(), server.url)).rejects.toThrow(
      `has not named the caller (HTTP ${status})`,
    );
  });

  it('does not count with the status of a failure', async () => {
    server.next(answers(answer('arn:aws:iam::123456789012:user/Ann'), 500));
    await expect(identifyCaller(await claimOf(), server.url)).rejects.toThrow('has not named the caller (HTTP 500)');
  });

  it('is not looked for elsewhere', async () => {
    server.next((_request, response) => {
      response.writeHead(307, { location: `${server.url}/elsewhere` });
      response.end();
    });
    await expect(identifyCaller(await claimOf(), server.url)).rejects.toThrow('(HTTP 307)');
    expect(server.received).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['breaks off', (_request, response) => void response.destroy()],
    ['never ends', answers(' '.repeat(70_000))],
  ])('that %s is as if STS was not there', async (_, given) => {
    server.next(given);
    await expect(identifyCaller(await claimOf(), server.url)).rejects.toThrow(
      /^AWS STS cannot be reached at 127\.0\.0\.1:\d+, so the caller is not known, and nothing was changed: repeat the command; a function in a VPC needs a route to STS$/,
    );
  });

  it('is missing where STS is not there', async () => {
    const nowhere = await startServer(() => {});
    await nowhere.close();
    await expect(identifyCaller(await claimOf(), nowhere.url)).rejects.toThrow(
      'AWS STS cannot be reached at 127.0.0.1',
    );
  });

  it('is not requested where the signature is for something else', async () => {
    const claim = await claimOf({ operation: { ...OPERATION, monitor: 'other' } });
    await expect(identifyCaller(claim, server.url)).rejects.toThrow(IdentityError);
    expect(server.received).toEqual([]);
  });
});
