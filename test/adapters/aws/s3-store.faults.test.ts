import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ObjectChangedError, S3RequestError } from '../../../lambdas/adapters/aws/s3-errors.ts';
import { S3Store } from '../../../lambdas/adapters/aws/s3-store.ts';
import { ObjectNotFoundError, PreconditionFailedError } from '../../../lambdas/core/ports.ts';
import { bytes, keysOf, text } from '../object-store-contract.ts';
import { type Answer, type LoopbackServer, type ReceivedRequest, startServer, xmlError } from './loopback-server.ts';
import { MemoryS3 } from './memory-s3.ts';

let server: LoopbackServer;
let client: S3Client;
let s3: MemoryS3;
let store: S3Store;
const usual: Answer = (request, response) => s3.answer(request, response);

beforeAll(async () => {
  server = await startServer(usual);
  client = new S3Client(server.clientSettings);
});
afterAll(async () => {
  client.destroy();
  await server.close();
});
beforeEach(() => {
  s3 = new MemoryS3();
  store = new S3Store({ client, bucket: 'results', prefix: 'p/' });
  server.forget();
});

/** Announces the whole answer, sends `count` bytes of its body, and breaks the connection (or leaves it silent). */
function cutAfter(count: number, end: 'break' | 'silence' = 'break', headers: Record<string, string> = {}): Answer {
  return (request, response) => {
    const { end: sendAll } = response;
    response.end = ((body: Buffer) => {
      response.end = sendAll;
      // A break throws away what the reader has not taken yet, so it comes a moment later.
      response.write(body.subarray(0, count), () => end === 'break' && setTimeout(() => response.destroy(), 20));
    }) as ServerResponse['end'];
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return usual(request, response);
  };
}

/** Does what was asked and loses the answer. */
const loseAnswer: Answer = async (request, response) => {
  const unheard = { writeHead: () => unheard, end: () => unheard } as unknown as ServerResponse;
  await usual(request, unheard);
  response.destroy();
};

const replaceBy =
  (content: string): Answer =>
  (request, response) => {
    s3.objects.set('results/p/k', { bytes: Buffer.from(content), etag: '"other"', metadata: {} });
    return usual(request, response);
  };

async function streamed(key: string, from = store): Promise<string> {
  return (await Array.fromAsync(from.stream(key))).map(text).join('');
}

function sent(...headers: (keyof ReceivedRequest['headers'])[]) {
  return server.received.map((request) => headers.map((header) => request.headers[header]));
}

async function given(content: string): Promise<string> {
  const { etag } = await store.put('k', bytes(content));
  server.received.length = 0;
  return etag;
}

describe('a body that breaks', () => {
  it('is continued at the byte where it stopped, in the same version', async () => {
    const etag = await given('hello world');
    server.next(cutAfter(4), cutAfter(3));
    expect(await streamed('k')).toBe('hello world');
    expect(sent('range', 'if-match')).toEqual([
      [undefined, undefined],
      ['bytes=4-', etag],
      ['bytes=7-', etag],
    ]);
  });

  it('gives every byte once, wherever it breaks', async () => {
    const content = Array.from({ length: 200 }, (_, i) => String.fromCharCode(33 + (i % 90))).join('');
    await given(content);
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.integer({ min: 0, max: 199 }), async (pieces, start) => {
        server.forget();
        server.next(...pieces.map((count) => cutAfter(count)));
        expect(text(await store.slice('k', start, 200))).toBe(content.slice(start));
      }),
      { numRuns: 12 },
    );
  });

  it.each(['get', 'slice', 'stream'] as const)('is continued by %s', async (method) => {
    await given('hello world');
    server.next(cutAfter(2));
    const read = {
      get: async () => text((await store.get('k'))?.bytes),
      slice: async () => text(await store.slice('k', 1, 8)),
      stream: () => streamed('k'),
    };
    expect(await read[method]()).toBe(method === 'slice' ? 'ello wo' : 'hello world');
    expect(sent('range')).toEqual(method === 'slice' ? [['bytes=1-7'], ['bytes=3-7']] : [[undefined], ['bytes=2-']]);
  });

  it('is continued when it carries a checksum', async () => {
    await given('hello world');
    server.next(cutAfter(4, 'break', { 'x-amz-checksum-crc32': checksum('hello world') }));
    expect(await streamed('k')).toBe('hello world');
  });

  it('is continued when nothing comes any more', async () => {
    await given('hello world');
    server.next(cutAfter(5, 'silence'));
    const impatient = new S3Store({ client, bucket: 'results', prefix: 'p/', stallTimeout: 200 });
    expect(await streamed('k', impatient)).toBe('hello world');
    expect(sent('range').slice(0, 2)).toEqual([[undefined], ['bytes=5-']]);
  });

  it('is continued as often as it brings something', async () => {
    await given('hello world');
    server.next(...Array.from({ length: 8 }, () => cutAfter(1)));
    expect(await streamed('k')).toBe('hello world');
    expect(server.received).toHaveLength(9);
  });

  it('is given up when it breaks again and again without a byte', async () => {
    await given('hello world');
    server.next(cutAfter(3), ...Array.from({ length: 4 }, () => cutAfter(0)));
    await expect(streamed('k')).rejects.toThrow('read s3://results/p/k: Error: the body broke 5 times at byte 3 of 11');
    expect(server.received).toHaveLength(5);
  });

  it('is never continued with another version', async () => {
    await given('hello world');
    server.next(cutAfter(4), replaceBy('HELLO WORLD!'));
    await expect(streamed('k')).rejects.toThrow(ObjectChangedError);
  });

  it('is read anew as a whole when the object has changed', async () => {
    await given('hello world');
    server.next(cutAfter(4), replaceBy('HELLO WORLD!'));
    expect(await store.get('k')).toEqual({ bytes: new Uint8Array(Buffer.from('HELLO WORLD!')), etag: '"other"' });
  });

  it('is never continued with other bytes than the requested ones', async () => {
    await given('hello world');
    server.next(cutAfter(4), (request, response) => usual({ ...request, headers: {} }, response));
    await expect(streamed('k')).rejects.toThrow('requested bytes from 4, S3 returned no range and length 11');
  });

  it.each([11, 1_000_000])('is an error when its %d bytes are not those that were stored', async (length) => {
    await given('x'.repeat(length));
    server.next((request, response) => {
      response.setHeader('x-amz-checksum-crc32', checksum('y'));
      return usual(request, response);
    });
    await expect(streamed('k')).rejects.toThrow(/Checksum mismatch/);
    expect(server.received).toHaveLength(1);
  });
});

it('closes the connection when the reader has seen enough', async () => {
  let closed: Promise<unknown> = Promise.reject(new Error('nothing was asked'));
  closed.catch(() => {});
  server.next((_request, response) => {
    closed = once(response, 'close');
    response.writeHead(200, { etag: '"e"', 'content-length': 1 << 30 });
    response.write(Buffer.alloc(1 << 16));
  });
  for await (const piece of store.stream('k')) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  await closed;
});

describe('writes', () => {
  it('say their condition, the kind of document and a checksum, and leave encryption to the bucket', async () => {
    const { etag } = await store.put('report.html', bytes('<p>'), { ifNoneMatch: '*' });
    await store.put('report.html', bytes('<p>2'), { ifMatch: etag });
    expect(sent('if-none-match', 'if-match', 'content-type', 'x-amz-checksum-crc32')).toEqual([
      ['*', undefined, 'text/html; charset=utf-8', checksum('<p>')],
      [undefined, etag, 'text/html; charset=utf-8', checksum('<p>2')],
    ]);
    const names = server.received.flatMap(({ headers }) => Object.keys(headers));
    expect(names.filter((name) => name.startsWith('x-amz-server-side-encryption'))).toEqual([]);
  });

  it('are tried again after a conflict with another write, for a while', async () => {
    server.next(xmlError(409, 'ConditionalRequestConflict'), xmlError(409, 'ConditionalRequestConflict'));
    await store.put('k', bytes('1'), { ifNoneMatch: '*' });
    expect(server.received).toHaveLength(3);

    server.forget();
    server.next(...Array.from({ length: 6 }, () => xmlError(409, 'ConditionalRequestConflict')));
    await expect(store.put('k', bytes('2'), { ifNoneMatch: '*' })).rejects.toThrow(PreconditionFailedError);
    expect(server.received.map(({ method }) => method).join(' ')).toBe('PUT PUT PUT PUT PUT PUT HEAD');
  });

  it('are not lost when the conflict was without a condition', async () => {
    server.next(...Array.from({ length: 6 }, () => xmlError(409, 'OperationAborted')));
    await expect(store.put('k', bytes('2'))).rejects.toThrow(S3RequestError);
  });

  it('survive answers of 500 and 503', async () => {
    server.next(xmlError(500, 'InternalError'), xmlError(503, 'SlowDown'));
    await store.put('k', bytes('1'), { ifNoneMatch: '*' });
    expect(text((await store.get('k'))?.bytes)).toBe('1');
  });

  it.each(['ifNoneMatch', 'ifMatch'])('are recognised as its own (%s) when the answer was lost', async (kind) => {
    const etag = kind === 'ifMatch' ? await given('0') : '';
    server.next(loseAnswer);
    const written = await store.put('k', bytes('1'), kind === 'ifMatch' ? { ifMatch: etag } : { ifNoneMatch: '*' });
    expect(server.received.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'HEAD']);
    expect(written.etag).toBe((await store.get('k'))?.etag);
  });

  it('do not take the same bytes of another writer for their own', async () => {
    server.next(async (_request, response) => {
      s3.objects.set('results/p/k', { bytes: Buffer.from('1'), etag: '"theirs"', metadata: {} });
      response.destroy();
    });
    await expect(store.put('k', bytes('1'), { ifNoneMatch: '*' })).rejects.toThrow(PreconditionFailedError);
  });

  it('say nothing of a condition when the bucket is missing', async () => {
    const lost = new S3Store({ client, bucket: 'missing-bucket' });
    await expect(lost.put('k', bytes('1'), { ifMatch: '"e"' })).rejects.toMatchObject({
      name: 'S3RequestError',
      code: 'NoSuchBucket',
    });
  });
});

describe('listings', () => {
  it('request one page after the other, only as they are read', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) await store.put(key, bytes(key));
    server.received.length = 0;
    const listing = store.list('')[Symbol.asyncIterator]();
    await listing.next();
    await listing.next();
    expect(server.received).toHaveLength(1);
    expect((await listing.next()).value?.key).toBe('c');
    // XML cannot hold every character that a key can: encoded, it does not have to.
    const listed = server.received.map(({ query }) => [query.get('prefix'), query.get('encoding-type')]);
    expect(listed).toEqual([
      ['p/', 'url'],
      ['p/', 'url'],
    ]);
    expect(await keysOf(store, '')).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('go on over a page without objects', async () => {
    await store.put('a', bytes('1'));
    server.next((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(
        '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>AA==</NextContinuationToken></ListBucketResult>',
      );
    });
    expect(await keysOf(store, '')).toEqual(['a']);
  });

  it('take keys as they stand when S3 does not say that they are encoded', async () => {
    server.next((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(
        '<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>p/a+b%20</Key><Size>1</Size><ETag>"e"</ETag></Contents></ListBucketResult>',
      );
    });
    expect(await keysOf(store, '')).toEqual(['a+b%20']);
  });
});

describe('errors', () => {
  it('name the operation, the object and the answer of S3', async () => {
    server.next(xmlError(403, 'AccessDenied'));
    const refused = store.get('state.json');
    await expect(refused).rejects.toThrow(
      'get s3://results/p/state.json: AccessDenied: the AccessDenied message (without s3:ListBucket',
    );
    await expect(refused).rejects.toMatchObject({ bucket: 'results', key: 'p/state.json', status: 403 });
  });

  it.each([
    ['get', (from: S3Store) => from.get('k')],
    ['stream', (from: S3Store) => Array.fromAsync(from.stream('k'))],
    ['list', (from: S3Store) => keysOf(from, '')],
  ])('of a missing bucket are not those of a missing object (%s)', async (_name, read) => {
    const lost = new S3Store({ client, bucket: 'missing-bucket' });
    await expect(read(lost)).rejects.toMatchObject({ name: 'S3RequestError', code: 'NoSuchBucket' });
  });

  it('of an object deleted while it is read are those of a changed one', async () => {
    await given('hello world');
    server.next(cutAfter(4), xmlError(404, 'NoSuchKey'));
    await expect(streamed('k')).rejects.toThrow(ObjectChangedError);
  });

  it.each(['/p/', 'p', '/'])('refuse the prefix %j', (prefix) => {
    expect(() => new S3Store({ client, bucket: 'results', prefix })).toThrow('not a key prefix');
  });

  it('refuse keys with unpaired surrogates', async () => {
    await expect(store.get('a\ud800')).rejects.toThrow('not an object key');
    expect(server.received).toEqual([]);
  });
});

it('names the expected owner of the bucket in every request', async () => {
  const owned = new S3Store({ client, bucket: 'results', expectedBucketOwner: '123456789012' });
  await owned.put('k', bytes('1'));
  await owned.get('k');
  await owned.slice('k', 0, 0);
  await keysOf(owned, '');
  expect(sent('x-amz-expected-bucket-owner')).toEqual(Array.from({ length: 4 }, () => ['123456789012']));
  await expect(owned.get('none')).resolves.toBeNull();
  await expect(owned.slice('none', 0, 1)).rejects.toThrow(ObjectNotFoundError);
});

/** CRC-32 as S3 writes it: big-endian, base64. */
function checksum(content: string): string {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32(content));
  return four.toString('base64');
}
