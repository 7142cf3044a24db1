import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { clockFindings } from '../../bin/doctor/caller.ts';
import { type Answer, type LoopbackServer, startServer, xmlError } from '../adapters/aws/loopback-server.ts';
import { MemoryS3 } from '../adapters/aws/memory-s3.ts';
import { openFolder, openShop, type Shop } from './shop.ts';

interface Found {
  readonly name: string;
  readonly state: string;
  readonly text: string;
  readonly mend?: string;
}

describe('the clock', () => {
  it.each([
    [0, 'ok', 'as that of AWS', undefined],
    [-29_000, 'ok', 'as that of AWS', undefined],
    [30_000, 'note', "this machine's clock is 1 minute ahead of AWS", undefined],
    [-299_000, 'note', "this machine's clock is 5 minutes behind AWS", undefined],
    [
      300_000,
      'failed',
      "this machine's clock is 5 minutes ahead of AWS: AWS refuses signatures beyond 5 minutes, and commands without --window take another window",
      'sudo timedatectl set-ntp true',
    ],
  ])('that is %i milliseconds ahead is %s', (skew, state, text, mend) => {
    expect(clockFindings(skew, 'linux')).toEqual([{ name: 'clock', state, text, mend }]);
  });

  it('is set by a command of the system', () => {
    const [darwin, win32, other] = (['darwin', 'win32', 'freebsd'] as const).map(
      (each) => clockFindings(1e7, each)[0].mend,
    );
    expect([darwin, win32, other]).toEqual([
      'sudo sntp -sS time.apple.com',
      'w32tm /resync',
      'sudo timedatectl set-ntp true',
    ]);
  });

  it('is not looked at where nothing is in AWS', async () => {
    const { stdout } = await openShop().run(['doctor', 'returns', '--json']);
    const names = JSON.parse(stdout).map(({ name }: Found) => name);
    expect(names).toContain('data');
    expect(names).not.toContain('clock');
    expect(names).not.toContain('credentials');
  });
});

describe('doctor on a monitor in S3', () => {
  const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-4333-8444-555555555555';
  const CALLER = 'arn:aws:sts::123456789012:assumed-role/OnCall/Ann';
  let server: LoopbackServer;
  let shop: Shop;
  /** Whether the objects have the key, how S3 reads them, and what KMS says of the key. */
  let encrypted: boolean;
  let read: Answer | null;
  let described: { readonly status: number; readonly body: object };
  let ahead: number;
  let sts: Answer;

  const identity: Answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml', date: new Date(Date.now() - ahead).toUTCString() });
    response.end(
      `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${CALLER}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  };
  const kmsError =
    (code: string, message: string): Answer =>
    (_request, response) => {
      response.writeHead(code === 'AccessDenied' ? 403 : 400, { 'content-type': 'application/xml' });
      response.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
    };
  const state = (KeyState: string, more: object = {}) => ({
    status: 200,
    body: { KeyMetadata: { Arn: KEY, KeyId: KEY, KeyState, ...more } },
  });

  beforeAll(async () => {
    const memory = new MemoryS3();
    server = await startServer((request, response) => {
      const [, service] = /\/([a-z0-9]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
      if (service === 'sts') return sts(request, response);
      if (service === 'kms') {
        response.writeHead(described.status, { 'content-type': 'application/x-amz-json-1.1' });
        return void response.end(JSON.stringify(described.body));
      }
      if (encrypted && request.method === 'HEAD') {
        response.setHeader('x-amz-server-side-encryption', 'aws:kms');
        response.setHeader('x-amz-server-side-encryption-aws-kms-key-id', KEY);
      }
      if (read !== null && request.method === 'GET' && !request.query.has('list-type')) return read(request, response);
      return memory.answer(request, response);
    });
    const { endpoint, credentials } = server.clientSettings;
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    shop = openFolder();
    await fetch(`${server.url}/data/captures/2026-03-01.csv`, {
      method: 'PUT',
      body: 'time,id,price,p\n2026-03-01T12:00:00Z,a,1,0.5\n',
    });
    shop.write(
      'monitors/churn.yaml',
      'model: churn\nproblem: binary-classification\ncapture: { uri: s3://data/captures, format: csv, time: time, id: id, features: [price], prediction: { score: p } }\n',
    );
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });
  afterEach(() => server.forget());

  async function examine(): Promise<Found[]> {
    const { stdout } = await shop.run(['doctor', 'churn', '--json']);
    return JSON.parse(stdout);
  }
  const found = (findings: readonly Found[], name: string) => findings.filter((each) => each.name === name);

  it('says who the caller is, that the clock is right, and which key decrypts', async () => {
    [encrypted, read, described, ahead, sts] = [true, null, state('Enabled'), 0, identity];
    const findings = await examine();
    expect(found(findings, 'credentials')).toEqual([
      { name: 'credentials', state: 'ok', text: `${CALLER}, region eu-west-1` },
    ]);
    expect(found(findings, 'clock')).toEqual([{ name: 'clock', state: 'ok', text: 'as that of AWS' }]);
    expect(found(findings, 'key')).toEqual([
      { name: 'key', state: 'ok', text: `captures: you can decrypt with ${KEY}` },
    ]);
  });

  it('looks at an object with data, whatever its key', async () => {
    [encrypted, read, described, ahead, sts] = [true, null, state('Enabled'), 0, identity];
    const key = '/2026 #1/ä?&"x%2F.csv';
    for (const [name, body] of [
      ['/', ''],
      ['/_SUCCESS', 'x'],
      [key, 'time,id,price,p\n2026-03-01T12:00:00Z,a,1,0.5\n'],
    ]) {
      const path = name.split('/').map(encodeURIComponent).join('/');
      expect((await fetch(`${server.url}/odd/${path}`, { method: 'PUT', body })).status).toBe(200);
    }
    const file = readFileSync(join(shop.folder, 'monitors/churn.yaml'), 'utf8').replace(
      's3://data/captures',
      's3://odd',
    );
    shop.write('monitors/odd.yaml', file);
    server.forget();
    const { stdout, stderr } = await shop.run(['doctor', 'odd', '--json']);
    expect(stderr).toBe('');
    expect(found(JSON.parse(stdout), 'key')).toMatchObject([{ state: 'ok' }]);
    const heads = server.received.filter(({ method }) => method === 'HEAD').map(({ path }) => decodeURIComponent(path));
    expect(heads).toEqual([`/odd/${key}`]);
  });

  it('says nothing of keys where there is none', async () => {
    [encrypted, read, ahead, sts] = [false, null, 0, identity];
    expect(found(await examine(), 'key')).toEqual([]);
  });

  it('finds a clock that is wrong', async () => {
    [encrypted, read, ahead, sts] = [false, null, -7 * 3_600_000, identity];
    const [clock] = found(await examine(), 'clock');
    expect(clock).toMatchObject({
      state: 'failed',
      text: expect.stringMatching(/^this machine's clock is 7 hours behind AWS: /),
    });
  });

  const denied = kmsError('AccessDenied', `not authorized to perform: kms:Decrypt on resource: ${KEY}`);
  it.each([
    [
      'is disabled',
      kmsError('KMS.DisabledException', 'is disabled'),
      state('Disabled'),
      `captures: ${KEY} is disabled`,
      `aws kms enable-key --key-id ${KEY}`,
    ],
    [
      'will be deleted',
      kmsError('KMS.KMSInvalidStateException', 'is pending deletion'),
      state('PendingDeletion', { DeletionDate: Date.UTC(2026, 3, 1) / 1000 }),
      `captures: ${KEY} will be deleted on 2026-04-01`,
      `aws kms cancel-key-deletion --key-id ${KEY} && aws kms enable-key --key-id ${KEY}`,
    ],
    [
      'the caller may not use',
      denied,
      state('Enabled'),
      expect.stringContaining('kms:Decrypt'),
      `aws kms create-grant --key-id ${KEY} --grantee-principal ${CALLER} --operations Decrypt DescribeKey`,
    ],
    [
      'the caller may neither use nor see',
      denied,
      { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } },
      expect.stringContaining('kms:Decrypt'),
      expect.stringContaining('aws kms create-grant'),
    ],
  ])('finds a key that %s', async (_, reading, known, text, mend) => {
    [encrypted, read, described, ahead, sts] = [true, reading, known, 0, identity];
    expect(found(await examine(), 'key')).toEqual([{ name: 'key', state: 'failed', text, mend }]);
  });

  it('leaves to the data what is no matter of keys', async () => {
    [encrypted, read, described, sts] = [true, xmlError(403, 'AccessDenied'), state('Enabled'), identity];
    const findings = await examine();
    expect(found(findings, 'key')).toEqual([]);
    expect(found(findings, 'data').some(({ state }) => state === 'failed')).toBe(true);
  });

  it('goes on where STS cannot be reached', async () => {
    [encrypted, read, described, sts] = [true, null, state('Enabled'), (_request, response) => void response.destroy()];
    const findings = await examine();
    expect(found(findings, 'credentials')).toMatchObject([
      { state: 'note', text: expect.stringContaining('not known: ') },
    ]);
    expect(found(findings, 'key')).toMatchObject([{ state: 'ok' }]);
  });

  it('stops at credentials that AWS does not accept', async () => {
    sts = kmsError('InvalidClientTokenId', 'The security token included in the request is invalid.');
    expect(await examine()).toEqual([
      {
        name: 'credentials',
        state: 'failed',
        text: expect.any(String),
        mend: 'aws sso login, or aws configure',
      },
      expect.objectContaining({ name: 'clock' }),
    ]);
  });
});
