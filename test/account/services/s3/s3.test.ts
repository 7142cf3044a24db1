import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { s3Client } from '../../../../lambdas/adapters/aws/s3-client.ts';
import { type OpenAccount, openSmallAccount } from '../../fixture/open.ts';
import { removeStatement } from '../../fixture/template.ts';
import { rangeOf } from './range.ts';

const NOW = Date.UTC(2026, 0, 10, 12);
const Bucket = 'small-bucket';
/** In a bucket's policy. */
const EVERYTHING = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }] };

let opened: OpenAccount;
let s3: S3Client;

beforeEach(async () => {
  opened = await openSmallAccount(NOW);
  s3 = new S3Client({ ...opened.client, forcePathStyle: true });
});

afterEach(async () => {
  s3.destroy();
  await opened.close();
});

/** HTTP status and error name of a request that has to fail. */
async function failure(request: Promise<unknown>): Promise<[number | undefined, string]> {
  try {
    await request;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return [$metadata?.httpStatusCode, name];
  }
  throw new Error('the request has succeeded');
}

const put = (Key: string, Body: string, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more: object = {}) => s3.send(new GetObjectCommand({ Bucket, Key, ...more }));

describe('objects through the SDK', () => {
  it.each([
    'plain.json',
    'a b/ü+%41.json',
    'a/../b',
    '__proto__',
    'a/"quoted"&<x>\r\n',
    '\u{1F600}/x',
    'window=2001-01-01T00:00',
  ])('keeps the key %j as it is', async (key) => {
    await put(key, `content of ${key}`);
    expect(await (await get(key)).Body?.transformToString()).toBe(`content of ${key}`);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual([key]);
  });

  it('returns the size, the time and the ETag of an object', async () => {
    const { ETag } = await put('a', 'hello', { ContentType: 'text/plain' });
    // MD5 of "hello", as in RFC 1321's kind of digest.
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
    expect(head).toMatchObject({ ETag, ContentLength: 5, ContentType: 'text/plain', LastModified: new Date(NOW) });
  });

  it('returns ranges of bytes', async () => {
    await put('a', '0123456789');
    const cases: [string, string, string][] = [
      ['bytes=0-3', '0123', 'bytes 0-3/10'],
      ['bytes=8-', '89', 'bytes 8-9/10'],
      ['bytes=-3', '789', 'bytes 7-9/10'],
      ['bytes=5-99', '56789', 'bytes 5-9/10'],
    ];
    for (const [Range, text, range] of cases) {
      const { Body, ContentRange } = await get('a', { Range });
      expect([await Body?.transformToString(), ContentRange]).toEqual([text, range]);
    }
    expect(await failure(get('a', { Range: 'bytes=10-' }))).toEqual([416, 'InvalidRange']);
    expect(rangeOf('lines=1-2', 10)).toBeUndefined();
  });

  it('makes a body that is not in memory when it is read, and not to be listed or looked at', async () => {
    let made = 0;
    const make = () => Buffer.from(`body ${++made}`);
    opened.account.s3.put(Bucket, 'a', { size: 6, make });
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
    expect([Contents?.[0]?.Size, head.ContentLength, made]).toEqual([6, 6, 0]);
    const whole = await get('a');
    const end = await get('a', { Range: 'bytes=5-', IfMatch: whole.ETag });
    expect([await whole.Body?.transformToString(), await end.Body?.transformToString()]).toEqual(['body 1', '2']);
  });

  it('can be cut off in the middle of an answer', async () => {
    await put('a', '0123456789'.repeat(10_000));
    let cuts = 0;
    opened.account.observe(({ phase, method }) => {
      if (phase === 'after' && method === 'GET' && cuts++ === 0) return 'cut';
    });
    await expect(get('a').then(({ Body }) => Body?.transformToString())).rejects.toThrow(/aborted/);
    expect(await (await get('a')).Body?.transformToString()).toHaveLength(100_000);
  });

  it('keeps versions, and a deletion only hides', async () => {
    const first = await put('a', 'one');
    await put('a', 'two');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(await failure(get('a'))).toEqual([404, 'NoSuchKey']);
    expect(
      opened.account.s3
        .bucket(Bucket)
        .versions('a')
        .map((version) => String(version.read())),
    ).toEqual(['one', 'two']);
    expect(first.VersionId).toBeDefined();
    // Reading a version is a permission of its own, which this role has not.
    expect(await failure(get('a', { VersionId: first.VersionId }))).toEqual([403, 'AccessDenied']);
  });
});

describe('conditional writes', () => {
  it('has one winner among twenty who create, and among twenty who replace', async () => {
    // Every content differs: an ETag is a digest, so equal content is an equal version.
    const race = async (name: string, condition: object) => {
      const writers = Array.from({ length: 20 }, (_, writer) => put('lock', `${name} ${writer}`, condition));
      const outcomes = await Promise.allSettled(writers);
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(lost.map(({ reason }) => reason.name)).toEqual(Array(19).fill('PreconditionFailed'));
    };
    await race('creator', { IfNoneMatch: '*' });
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'lock' }));
    await race('replacer', { IfMatch: ETag });
    expect(opened.account.s3.bucket(Bucket).versions('lock')).toHaveLength(2);
  });

  it('answers 404 to the replacement of a missing object and 412 to that of another version', async () => {
    expect(await failure(put('a', 'x', { IfMatch: '"0"' }))).toEqual([404, 'NoSuchKey']);
    await put('a', 'x');
    expect(await failure(put('a', 'y', { IfMatch: '"0"' }))).toEqual([412, 'PreconditionFailed']);
    expect(opened.account.s3.text(Bucket, 'a')).toBe('x');
  });
});

describe('a conditional replacement', () => {
  it('needs the permission to read as well', async () => {
    const less = await openSmallAccount(NOW, (template) => removeStatement(template, 'WorkerRole', 'Read'));
    const writer = new S3Client({ ...less.client, forcePathStyle: true });
    const { ETag } = await writer.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    const replace = writer.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'y', IfMatch: ETag }));
    expect(await failure(replace)).toEqual([403, 'AccessDenied']);
    expect(less.account.s3.text(Bucket, 'a')).toBe('x');
    writer.destroy();
    await less.close();
  });
});

describe('listings', () => {
  it('have every key once over all pages, in the order of UTF-8', async () => {
    const { account } = opened;
    // In UTF-16 the second of these would stand before the first.
    const names = ['\uFFFD', '\u{10000}', 'b', 'a'];
    const keys = Array.from({ length: 2003 }, (_, index) => `many/${String(index).padStart(5, '0')}`);
    for (const key of [...keys.toReversed(), ...names]) account.s3.put(Bucket, key, key);
    const found: string[] = [];
    const sizes: number[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
      sizes.push(Contents.length);
      for (const { Key } of Contents) found.push(Key!);
    }
    expect(found).toEqual(['a', 'b', ...keys, '\uFFFD', '\u{10000}']);
    expect(sizes).toEqual([1000, 1000, 7]);
  });

  it('keeps to a prefix, groups by a delimiter and starts after a key', async () => {
    for (const key of ['a/1', 'a/2', 'b/1', 'b/x/1', 'b/x/2', 'b/y/1', 'b/z']) opened.account.s3.put(Bucket, key, key);
    const list = (more: object) => s3.send(new ListObjectsV2Command({ Bucket, ...more }));
    const keysOf = ({ Contents = [] }: Pick<ListObjectsV2CommandOutput, 'Contents'>) => Contents.map(({ Key }) => Key);
    expect(keysOf(await list({ Prefix: 'a/' }))).toEqual(['a/1', 'a/2']);
    expect(keysOf(await list({ StartAfter: 'b/x/2' }))).toEqual(['b/y/1', 'b/z']);
    const pages: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2(
      { client: s3 },
      { Bucket, Prefix: 'b/', Delimiter: '/', MaxKeys: 1 },
    ))
      pages.push(...keysOf(page), ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    expect(pages).toEqual(['b/1', 'b/x/', 'b/y/', 'b/z']);
  });
});

describe('a bucket in another region', () => {
  it('redirects, and the client of the product follows', async () => {
    opened.account.s3.createBucket('far', { region: 'eu-west-1' });
    opened.account.s3.put('far', 'a/b.csv', 'content');
    opened.account.access.addResourcePolicy('arn:aws:s3:::far', EVERYTHING);
    opened.account.access.addResourcePolicy('arn:aws:s3:::far/a/b.csv', EVERYTHING);
    const read = (client: S3Client) => client.send(new GetObjectCommand({ Bucket: 'far', Key: 'a/b.csv' }));
    expect(await failure(read(s3))).toEqual([301, 'PermanentRedirect']);
    const following = s3Client({ ...opened.client });
    try {
      expect(await (await read(following)).Body?.transformToString()).toBe('content');
      const { Contents } = await following.send(new ListObjectsV2Command({ Bucket: 'far' }));
      expect(Contents?.map(({ Key }) => Key)).toEqual(['a/b.csv']);
    } finally {
      following.destroy();
    }
  });
});

describe('refusals', () => {
  it('answers 404 for a missing key only to those who may list the bucket', async () => {
    expect(await failure(get('none'))).toEqual([404, 'NoSuchKey']);
    const less = await openSmallAccount(NOW, (template) => removeStatement(template, 'WorkerRole', 'List'));
    const blind = new S3Client({ ...less.client, forcePathStyle: true });
    expect(await failure(blind.send(new GetObjectCommand({ Bucket, Key: 'none' })))).toEqual([403, 'AccessDenied']);
    blind.destroy();
    await less.close();
  });

  it('are for buckets that were not created, and for access keys that were not issued', async () => {
    expect(await failure(s3.send(new GetObjectCommand({ Bucket: 'other', Key: 'a' })))).toEqual([404, 'NoSuchBucket']);
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
    const stranger = new S3Client({ ...opened.client, credentials, forcePathStyle: true });
    expect(await failure(stranger.send(new GetObjectCommand({ Bucket, Key: 'a' })))).toEqual([
      403,
      'InvalidAccessKeyId',
    ]);
    stranger.destroy();
  });

  it('needs the key of an encrypted bucket to read and to write', async () => {
    const open = (sid?: string) =>
      openSmallAccount(NOW, (template) => {
        Object.assign(template.Resources['Bucket'].Properties!, {
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { Ref: 'Key' } } },
            ],
          },
        });
        if (sid !== undefined) removeStatement(template, 'WorkerRole', sid);
      });
    for (const keyless of [false, true]) {
      const { account, client, close } = await open(keyless ? 'Encrypt' : undefined);
      const own = new S3Client({ ...client, forcePathStyle: true });
      account.s3.put(Bucket, 'a', 'x');
      const read = own.send(new GetObjectCommand({ Bucket, Key: 'a' }));
      const write = own.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'x' }));
      const outcomes = await Promise.allSettled([read, write]);
      const expected = keyless ? 'rejected' : 'fulfilled';
      expect(outcomes.map(({ status }) => status)).toEqual([expected, expected]);
      expect(
        account
          .denied()
          .map(({ action }) => action)
          .sort(),
      ).toEqual(keyless ? ['kms:Decrypt', 'kms:GenerateDataKey'] : []);
      own.destroy();
      await close();
    }
  });

  it('may not write to a bucket of another account', async () => {
    opened.account.s3.createBucket('captured');
    const write = s3.send(new PutObjectCommand({ Bucket: 'captured', Key: 'a', Body: 'x' }));
    expect(await failure(write)).toEqual([403, 'AccessDenied']);
  });

  it('may read what is encrypted with a key of its own only with the key', async () => {
    const { account } = opened;
    const key = 'arn:aws:kms:us-east-1:123456789012:key/data';
    account.keys.createKey(key);
    account.s3.createBucket('locked', { kmsKey: key });
    account.s3.put('locked', 'a', 'x');
    const role = account.stack.getAtt('WorkerRole', 'Arn');
    account.access.addResourcePolicy('arn:aws:s3:::locked', {
      Statement: [{ Effect: 'Allow', Principal: { AWS: role }, Action: 's3:*', Resource: '*' }],
    });
    const before = account.denied().length;
    const read = () => s3.send(new GetObjectCommand({ Bucket: 'locked', Key: 'a' }));
    expect(await failure(read())).toEqual([403, 'AccessDenied']);
    expect(account.denied().slice(before)).toMatchObject([
      { action: 'kms:Decrypt', resource: key, reason: 'no identity-based policy allows the action' },
    ]);
  });

  it('fail the test, not only the caller, where an operation is not imitated', async () => {
    const acl = fetch(`${opened.account.endpoint}/${Bucket}/a?acl`, {
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${opened.credentials.accessKeyId}/20260110/us-east-1/s3/aws4_request, x`,
        'x-amz-security-token': opened.credentials.sessionToken,
      },
    });
    expect((await acl).status).toBe(501);
    await expect(opened.account.advanceTo(NOW + 1)).rejects.toThrow(/does not imitate GET/);
  });
});
