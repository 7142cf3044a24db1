import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { S3Store } from '../../lambdas/adapters/aws/s3-store.ts';
import { type LoopbackServer, startServer } from '../adapters/aws/loopback-server.ts';
import { MemoryS3 } from '../adapters/aws/memory-s3.ts';
import { run } from './fake-process.ts';
import { DAYS, morningAfter, openWatchedShop, type Shop } from './shop.ts';

/** The same monitor twice: with data and results in folders, and in buckets. */
let shop: Shop;
let server: LoopbackServer;
let places: string[];

beforeAll(async () => {
  shop = await openWatchedShop();
  for (const day of DAYS) expect((await shop.run(['check', 'returns', '--as-of', morningAfter(day)])).code).toBe(0);
  const monitor = readFileSync(join(shop.folder, 'monitors/returns.yaml'), 'utf8');
  shop.write('in-s3/returns.yaml', monitor.replaceAll(/\.\.\/(captures|labels|training\.csv)/g, 's3://data/$1'));
  places = ['--monitors', join(shop.folder, 'in-s3'), '--store', 's3://state'];

  server = await startServer(new MemoryS3().answer);
  const { endpoint, credentials } = server.clientSettings;
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  const client = new S3Client(server.clientSettings);
  await upload(client, 'state', 'store');
  await upload(client, 'data', '.', ['captures', 'labels', 'training.csv']);
  client.destroy();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

async function upload(
  client: S3Client,
  bucket: string,
  folder: string,
  below: readonly string[] = [''],
): Promise<void> {
  const store = new S3Store({ client, bucket });
  const root = join(shop.folder, folder);
  for (const place of below) {
    const path = join(root, place);
    const names = statSync(path).isFile() ? [''] : readdirSync(path, { recursive: true, encoding: 'utf8' });
    for (const name of names) {
      const file = join(path, name);
      if (statSync(file).isFile()) await store.put(join(place, name), readFileSync(file));
    }
  }
}

/** Runs a command on the buckets. */
const runInS3 = (args: readonly string[]) => run([...args, ...places], { columns: 200 });

describe('a store in S3', () => {
  it('has its monitors on one page, whose links lead to the S3 console', async () => {
    const out = join(shop.folder, 'monitors.html');
    expect((await runInS3(['report', '--out', out])).code).toBe(0);
    const page = readFileSync(out, 'utf8');
    expect((await shop.run(['report'])).code).toBe(0);
    const here = readFileSync(join(shop.folder, 'store/index.html'), 'utf8');
    const [there, local] = [page, here].map((each) => each.replaceAll(/<[^>]*>|made \S+/g, ''));
    expect(there).toBe(local);
    const links = [...page.matchAll(/href="([^"#]*)"/g)].map(([, link]) => new URL(link.replaceAll('&amp;', '&')));
    expect(new Set(links.map(({ host, pathname }) => host + pathname))).toEqual(
      new Set(['eu-west-1.console.aws.amazon.com/s3/object/state']),
    );
    const keys = links.map(({ searchParams }) => searchParams.get('prefix')!);
    expect(keys).toContain(`returns/checks/accuracy/${DAYS[0]}/report.html`);
  });

  it.each([
    ['status', ['status']],
    ['the status of one monitor as JSON', ['status', 'returns', '--json']],
    ['past retrainings', ['retrain', 'list', 'returns', '--json']],
    ['a backtest', ['backtest', 'returns', '--from', DAYS[0], '--to', DAYS[2]]],
    [
      'a check that writes nothing',
      ['check', 'returns', '--window', DAYS[2], '--dry-run', '--as-of', morningAfter(DAYS[2])],
    ],
    ['the data that a monitor names', ['validate', '--data']],
  ])('shows %s as a folder does', async (_, args) => {
    const here = await shop.run(args, { columns: 200 });
    const there = await runInS3(args);
    const plain = (text: string) =>
      text
        .replaceAll(join(shop.folder, 'store'), 's3://state')
        .replaceAll(join(shop.folder, 'monitors'), join(shop.folder, 'in-s3'))
        .replaceAll(/\.\.\/(captures|labels|training\.csv)/g, 's3://data/$1')
        .replaceAll(/ +/g, ' ');
    expect([there.code, plain(there.stdout)]).toEqual([here.code, plain(here.stdout)]);
    expect(there.code).toBe(0);
  });

  it.each([
    [['check', 'returns'], 'is written by its functions; use --dry-run here, or --function for operations'],
    [['baseline', 'returns'], 'is written by its functions'],
    [['acknowledge', 'returns', 'data-quality-2026-03-03'], 'is written by its functions'],
    [['retrain', 'returns'], 'has no section "retraining"'],
  ])('is not written from here: %j', async (args, message) => {
    const { code, stderr } = await runInS3(args);
    expect([code > 0, stderr]).toEqual([true, expect.stringContaining(message)]);
  });

  it('is beside files in S3, which can be compared and evaluated', async () => {
    const training = (place: string) => [`${place}/training.csv`, '--label', 'returned', '--score', 'p'];
    const evaluate = (place: string) =>
      run(['evaluate', ...training(place), '--problem', 'binary-classification', '--json']);
    const [here, there] = [await evaluate(shop.folder), await evaluate('s3://data')];
    expect([there.code, there.stdout, there.stderr]).toEqual([0, here.stdout, here.stderr]);
    const capture = `captures/${DAYS[0]}.csv`;
    const compare = (place: string) => run(['compare', `${place}/training.csv`, `${place}/${capture}`, '--json']);
    expect((await compare('s3://data')).stdout).toBe((await compare(shop.folder)).stdout);
  });

  it.each([
    ['s3://data/none.csv', 'there is no object s3://data/none.csv'],
    ['s3://data/captures', 'the name does not show the format'],
    ['ftp://data/x.csv', 'only files on this machine and in S3'],
  ])('says why %s cannot be read', async (file, message) => {
    const { code, stderr } = await run(['compare', file, file]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('is a whole bucket', async () => {
    const monitors = ['--monitors', join(shop.folder, 'in-s3')];
    expect(await run(['status', ...monitors, '--store', 's3://state/folder'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the store of a deployment is a whole bucket, s3://state'),
    });
  });

  it('says which bucket cannot be read', async () => {
    const monitors = ['--monitors', join(shop.folder, 'in-s3')];
    const { code, stderr } = await run(['status', ...monitors, '--store', 's3://x']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('is not an S3 URI')]);
  });
});
