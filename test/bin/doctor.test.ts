import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { endpointOf } from '../../bin/doctor/captured-endpoint.ts';
import { S3Store } from '../../lambdas/adapters/aws/s3-store.ts';
import { type LoopbackServer, startServer } from '../adapters/aws/loopback-server.ts';
import { MemoryS3 } from '../adapters/aws/memory-s3.ts';
import { FORMS, writeRecords } from './made-data.ts';
import { DAYS, openFolder, openShop, openWatchedShop, type Shop } from './shop.ts';

describe('doctor on a monitor', () => {
  it('finds nothing wrong with one that has everything', async () => {
    const shop = await openWatchedShop();
    const { code, stdout, stderr } = await shop.run(['doctor', 'returns']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ok {6}data {8}labels: 600 of 600 labels match a captured request$/m);
    expect(stdout).toMatch(/^ok {6}baseline {4}.*; no window was checked yet$/m);
    expect(stdout).toMatch(/^ok {6}schedule {4}drift at \d{4}-\d\d-\d\dT06:00Z next \(in AWS\)$/m);
    expect(stdout).not.toContain('FAILED');
  });

  it('says what is missing, and the command that mends it', async () => {
    const shop = openShop();
    const { code, stdout } = await shop.run(['doctor', 'returns', '--json']);
    expect(code).toBe(1);
    const failed = JSON.parse(stdout).filter(({ state }: { state: string }) => state === 'failed');
    expect(failed).toEqual([
      {
        name: 'baseline',
        state: 'failed',
        text: 'none was built',
        mend: expect.stringMatching(/driftwarden baseline returns/),
      },
    ]);
  });

  it('notes that performance has no limit, with one to add once the baseline is known', async () => {
    const shop = await openWatchedShop();
    const file = join(shop.folder, 'monitors/returns.yaml');
    const unlimited = readFileSync(file, 'utf8').replace('alert: [accuracy < 0.7], retrain: [accuracy < 0.5], ', '');
    shop.write('monitors/returns.yaml', unlimited);
    const { code, stdout } = await shop.run(['doctor', 'returns']);
    const { stdout: built } = await shop.run(['baseline', 'returns']);
    // One answer in ten is wrong, and and of 200: 0.8421, see suggest-limit.test.ts.
    const hint =
      'no performance limit: accuracy is measured, but no alert is raised: add performance: { alert: [ accuracy < 0.84 ] }';
    expect(code).toBe(0);
    expect(stdout).toContain(`\nnote    limits      ${hint}\n`);
    expect(built).toContain(`\n\n${hint}\n`);
  });

  it('says that data does not fit the file', async () => {
    const shop = openShop();
    const file = join(shop.folder, 'monitors/returns.yaml');
    shop.write('monitors/returns.yaml', readFileSync(file, 'utf8').replace('price, country', 'price, county'));
    const { code, stdout } = await shop.run(['doctor', 'returns']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAILED {2}data .*county/m);
    expect(stdout).toContain(
      `to mend these 2: npx driftwarden validate returns --data --monitors ${shop.folder}/monitors`,
    );
    expect(stdout.match(/to mend/g)).toHaveLength(2);
  });

  it('says each cause once, with all columns that it concerns', async () => {
    const shop = openShop();
    const file = join(shop.folder, 'monitors/returns.yaml');
    shop.write('monitors/returns.yaml', readFileSync(file, 'utf8').replace('price, country', 'price, floor, town'));
    const { stdout } = await shop.run(['doctor', 'returns']);
    const failed = stdout.split('\n').filter((line) => line.startsWith('FAILED  data'));
    expect(failed).toHaveLength(2);
    expect(failed[0]).toContain('has no column for 2 features: floor, town; it has country, p, returned, which are no');
    expect(failed[1]).toMatch(
      /capture\.features: floor, town: these 2 features have no value in any of 600 rows read$/,
    );
  });

  it('says once that captures cannot be read at all', async () => {
    const shop = openShop();
    const file = join(shop.folder, 'monitors/returns.yaml');
    shop.write('monitors/returns.yaml', readFileSync(file, 'utf8').replace('../captures', '../none'));
    const { stdout } = await shop.run(['doctor', 'returns']);
    expect(stdout.match(/there is no file or folder/g)).toHaveLength(1);
  });

  it('says once that columns have the same text in as many rows', async () => {
    const shop = openShop();
    const file = join(shop.folder, 'monitors/returns.yaml');
    shop.write('monitors/returns.yaml', readFileSync(file, 'utf8').replace('price, country', 'price, weight, country'));
    const training = readFileSync(join(shop.folder, 'training.csv'), 'utf8').split('\n').filter(Boolean);
    shop.write('training.csv', training.map((line, i) => `${line},${i === 0 ? 'weight' : i}\n`).join(''));
    const day = `${DAYS[0]}T12:00:00Z`;
    const rows = Array.from({ length: 30 }, (_, i) => `${day},${i},${i < 3 ? 'k.A.,k.A.' : `${i},${i}`},NL,0.5\n`);
    for (const name of DAYS) rmSync(join(shop.folder, `captures/${name}.csv`));
    shop.write('captures/day.csv', `time,id,price,weight,country,p\n${rows.join('')}`);
    const { stdout } = await shop.run(['doctor', 'returns']);
    expect(stdout.match(/k\.A\./g)).toHaveLength(1);
    expect(stdout).toContain(
      'price, weight: each of these 2 columns has to be a number, and is a text such as "k.A." in 3 of 30 rows',
    );
  });

  it('is wrong usage with an endpoint that the monitor cannot have', async () => {
    const { code, stderr } = await openShop().run(['doctor', 'returns', '--endpoint', 'x']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('--endpoint is for monitors of SageMaker data capture'),
    ]);
  });
});

describe('the endpoint of captures', () => {
  it.each([
    [
      's3://data/p/q/churn/AllTraffic',
      { endpoint: 'churn', variant: 'AllTraffic', uri: 's3://data/p/q/churn/AllTraffic' },
    ],
    ['s3://data/churn/AllTraffic/', { endpoint: 'churn', variant: 'AllTraffic', uri: 's3://data/churn/AllTraffic' }],
    ['s3://data/churn', null],
    ['captures/churn/AllTraffic', null],
  ])('is in the path: %s', (uri, expected) => {
    expect(endpointOf(uri)).toEqual(expected);
  });
});

describe('doctor on an endpoint', () => {
  let server: LoopbackServer;
  let shop: Shop;
  /** What SageMaker describes; absent: there is no such endpoint. */
  let endpoint: Record<string, unknown> | undefined;
  let config: Record<string, unknown>;

  const CAPTURE = {
    EnableCapture: true,
    CaptureStatus: 'Started',
    CurrentSamplingPercentage: 20,
    DestinationS3Uri: 's3://data/captures/',
    KmsKeyId: '',
  };
  const SERVING = {
    EndpointStatus: 'InService',
    EndpointConfigName: 'config',
    ProductionVariants: [{ VariantName: 'AllTraffic' }],
    DataCaptureConfig: CAPTURE,
  };
  const MODES = (...modes: string[]) => ({
    DataCaptureConfig: { CaptureOptions: modes.map((CaptureMode) => ({ CaptureMode })) },
  });

  beforeAll(async () => {
    const memory = new MemoryS3();
    server = await startServer((request, response) => {
      const target = request.headers['x-amz-target'];
      if (request.headers.authorization?.includes('/sts/aws4_request')) {
        response.writeHead(200, { 'content-type': 'text/xml' });
        return void response.end(
          '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/ann</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>',
        );
      }
      if (target === undefined) return memory.answer(request, response);
      const answer = String(target).endsWith('DescribeEndpointConfig') ? config : endpoint;
      const missing = { __type: 'ValidationException', message: 'Could not find endpoint "churn".' };
      response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer ?? missing));
    });
    const { endpoint: address, credentials } = server.clientSettings;
    vi.stubEnv('AWS_ENDPOINT_URL', address);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    shop = openFolder();
    writeRecords(shop, 'captures', FORMS['one object']);
    const client = new S3Client(server.clientSettings);
    const store = new S3Store({ client, bucket: 'data' });
    const hour = '2026/03/02/00/00-00-000-a.jsonl';
    await store.put(`captures/churn/AllTraffic/${hour}`, readFileSync(join(shop.folder, 'captures', hour)));
    client.destroy();
    shop.write(
      'monitors/churn.yaml',
      'model: churn\nproblem: binary-classification\ncapture: { uri: s3://data/captures/churn/AllTraffic, features: [age, plan], prediction: { score: probability } }\n',
    );
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });

  async function failures(described: typeof endpoint, configured = MODES('Input', 'Output')) {
    [endpoint, config] = [described, configured];
    const { stdout } = await shop.run(['doctor', 'churn', '--json']);
    const findings: { name: string; state: string; text: string; mend?: string }[] = JSON.parse(stdout);
    return {
      all: findings,
      failed: findings
        .filter(({ state, name }) => state === 'failed' && name !== 'baseline')
        .map(({ name, text, mend }) => [name, text, mend]),
    };
  }

  it('that captures everything where the monitor looks finds nothing to mend', async () => {
    const { all, failed } = await failures(SERVING);
    expect(failed).toEqual([]);
    expect(
      all
        .filter(({ name }) => ['endpoint', 'data capture', 'place', 'variant', 'captured'].includes(name))
        .map(({ text }) => text),
    ).toEqual([
      'churn is in service',
      'captures 20 % of the requests',
      'captures go to s3://data/captures/churn/AllTraffic',
      'AllTraffic serves',
      'requests and answers',
    ]);
  });

  it.each([
    [
      'does not exist',
      undefined,
      undefined,
      ['endpoint', 'churn: Could not find endpoint "churn".', expect.stringContaining('capture.uri has to end')],
    ],
    [
      'captures nothing',
      { ...SERVING, DataCaptureConfig: undefined },
      undefined,
      ['data capture', 'is switched off', expect.stringContaining('EnableCapture: true')],
    ],
    [
      'has capture disabled',
      { ...SERVING, DataCaptureConfig: { ...CAPTURE, EnableCapture: false } },
      undefined,
      ['data capture', 'is switched off', expect.anything()],
    ],
    [
      'has stopped capturing',
      { ...SERVING, DataCaptureConfig: { ...CAPTURE, CaptureStatus: 'Stopped' } },
      undefined,
      ['data capture', 'has stopped', expect.anything()],
    ],
    [
      'samples nothing',
      { ...SERVING, DataCaptureConfig: { ...CAPTURE, CurrentSamplingPercentage: 0 } },
      undefined,
      ['data capture', 'captures 0 % of the requests', expect.anything()],
    ],
    [
      'captures to another place',
      { ...SERVING, DataCaptureConfig: { ...CAPTURE, DestinationS3Uri: 's3://other/x' } },
      undefined,
      [
        'place',
        'captures go to s3://other/x/churn/AllTraffic, which is not capture.uri',
        'set capture.uri: s3://other/x/churn/AllTraffic',
      ],
    ],
    [
      'has other variants',
      { ...SERVING, ProductionVariants: [{ VariantName: 'blue' }, { VariantName: 'green' }] },
      undefined,
      ['variant', 'AllTraffic is no variant of the endpoint; it has blue, green', expect.anything()],
    ],
    [
      'captures no requests',
      SERVING,
      MODES('Output'),
      ['captured', 'Input is not captured', expect.stringContaining('CaptureOptions')],
    ],
  ])('that %s says so, and how to mend it', async (_, described, configured, expected) => {
    expect((await failures(described, configured)).failed).toEqual([expected]);
  });

  it('notes a key and a state that is not in service', async () => {
    const config = { DataCaptureConfig: { ...MODES('InputAndOutput').DataCaptureConfig, KmsKeyId: 'arn:aws:kms:x' } };
    const { all, failed } = await failures({ ...SERVING, EndpointStatus: 'Updating' }, config);
    expect(failed).toEqual([]);
    expect(all.filter(({ state }) => state === 'note').map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'churn has the status Updating',
        'captures are encrypted with arn:aws:kms:x: deploy with -c dataKeys=ARN',
      ]),
    );
  });

  it('takes another name of the endpoint', async () => {
    [endpoint, config] = [SERVING, MODES('Input', 'Output')];
    const { stdout } = await shop.run(['doctor', 'churn', '--endpoint', 'churn-2']);
    expect(stdout).toContain('churn-2 is in service');
    expect(stdout).toContain('captures go to s3://data/captures/churn-2/AllTraffic, which is not capture.uri');
  });
});
