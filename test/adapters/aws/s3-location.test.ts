import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openS3Location } from '../../../lambdas/adapters/aws/s3-location.ts';
import { S3Store } from '../../../lambdas/adapters/aws/s3-store.ts';
import { S3UriError } from '../../../lambdas/adapters/aws/s3-uri.ts';
import { listSources } from '../../../lambdas/core/sources.ts';
import { bytes, text } from '../object-store-contract.ts';
import { type LoopbackServer, startServer } from './loopback-server.ts';
import { MemoryS3 } from './memory-s3.ts';

const KEYS = [
  'root.csv',
  'capture/2024/01/01/05/a.jsonl',
  'capture/2024/01/01/06/b.jsonl',
  'capture-old/2024/01/01/05/c.jsonl',
  'train.csv',
  'train.csv.bak',
  'train-old/x.csv',
  'spark.parquet/_SUCCESS',
  'spark.parquet/part-0',
  'spark.parquet.crc',
  'marked/',
  'marked',
];

let server: LoopbackServer;
let client: S3Client;

beforeAll(async () => {
  server = await startServer(new MemoryS3().answer);
  client = new S3Client(server.clientSettings);
  const store = new S3Store({ client, bucket: 'data' });
  for (const key of KEYS) await store.put(key, bytes(key.endsWith('/') ? '' : `of ${key}`));
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

async function urisOf(uri: string, below?: string[]): Promise<string[]> {
  return (await Array.fromAsync(listSources(openS3Location(uri, client), below))).map((source) => source.uri);
}

describe('openS3Location', () => {
  it.each([
    ['a folder', 's3://data/capture/', ['capture/2024/01/01/05/a.jsonl', 'capture/2024/01/01/06/b.jsonl']],
    ['a folder without its /', 's3://data/capture', ['capture/2024/01/01/05/a.jsonl', 'capture/2024/01/01/06/b.jsonl']],
    ['one object', 's3://data/train.csv', ['train.csv']],
    ['a Spark folder with an extension', 's3://data/spark.parquet', ['spark.parquet/part-0']],
    ['an object beside an empty marker of a folder', 's3://data/marked', ['marked']],
    ['nothing, although something begins so', 's3://data/train', []],
    ['nothing, as a folder', 's3://data/train.csv/', []],
  ])('names %s', async (_what, uri, keys) => {
    expect(await urisOf(uri)).toEqual(keys.map((key) => `s3://data/${key}`));
  });

  it.each(['s3://data/capture', 's3://data/capture/'])('lists the hours below %s', async (uri) => {
    const hours = ['2024/01/01/04/', '2024/01/01/05/'];
    expect(await urisOf(uri, hours)).toEqual(['s3://data/capture/2024/01/01/05/a.jsonl']);
  });

  it.each(['s3://data', 's3://data/'])('names a whole bucket: %s', async (uri) => {
    const noData = ['spark.parquet/_SUCCESS', 'marked/', 'spark.parquet.crc'];
    const data = KEYS.filter((key) => !noData.includes(key));
    expect(await urisOf(uri)).toEqual(data.sort().map((key) => `s3://data/${key}`));
  });

  it('gives sources that can be read', async () => {
    const [source] = await Array.fromAsync(listSources(openS3Location('s3://data/train.csv', client)));
    expect((await Array.fromAsync(source.stream())).map(text).join('')).toBe('of train.csv');
    expect([source.size, text(await source.slice(3, 8))]).toEqual([12, 'train']);
  });

  it('sends no request to S3 before the first listing', () => {
    server.forget();
    openS3Location('s3://data/capture', client);
    expect(server.received).toEqual([]);
  });

  it.each([
    '',
    's3://',
    's3:///key',
    's3://UPPER/key',
    's3://b',
    'file:///x',
    'folder/x',
    's3://data//key',
    'S3://data/x',
  ])('refuses %j', (uri) => {
    expect(() => openS3Location(uri, client)).toThrow(S3UriError);
  });
});
