import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { S3Store } from '../../../lambdas/adapters/aws/s3-store.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { startServer } from '../../adapters/aws/loopback-server.ts';
import { MemoryS3 } from '../../adapters/aws/memory-s3.ts';
import { csv, FORMS, PREDICTIONS, type Row, TABLES, writeGroundTruth, writeRecords } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';

const fileOf = (shop: Shop, name = 'churn') => join(shop.folder, `monitors/${name}.yaml`);
/** Relative to the current folder, as people write it. */
const placeOf = (shop: Shop, name: string) => relative('.', join(shop.folder, name));
const textOf = (shop: Shop) => readFileSync(fileOf(shop), 'utf8');

/** Runs init on what the folder has, and returns the values of the file. */
async function init(shop: Shop, args: readonly string[] = []) {
  const places = ['labels', 'training.csv'].filter((name) => existsSync(join(shop.folder, name)));
  const options = places.flatMap((name) => [name === 'labels' ? '--labels' : '--training', placeOf(shop, name)]);
  const { code, stdout, stderr } = await shop.run(
    ['init', placeOf(shop, 'captures'), '--name', 'churn', '--yes', ...options, ...args],
    { columns: 120 },
  );
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return { stdout, value: parse(textOf(shop)) };
}

/** Runs the commands that init names. Every row has to be read. */
async function expectToRun(shop: Shop, rows = PREDICTIONS.length): Promise<void> {
  expect(await shop.run(['validate', fileOf(shop), '--data'])).toMatchObject({ code: 0 });
  expect(await shop.run(['baseline', 'churn'])).toMatchObject({ code: 0 });
  const { code, stdout, stderr } = await shop.run(['check', 'churn', '--window', '2026-03-02', '--json', '--dry-run']);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  for (const { data } of JSON.parse(stdout)) {
    expect(data.rows).toBe(rows);
    expect(data.rejected.records).toBe(0);
  }
}

const withoutOutcome = () => PREDICTIONS.map(({ churned: _churned, ...row }) => row);
const labelRows = () => PREDICTIONS.map(({ request_id, churned }) => ({ request_id, churned }));
const trainingRows = () => PREDICTIONS.map(({ age, plan, p, churned }) => ({ age, plan, p, churned }));

function writeLabelsAndTraining(shop: Shop): void {
  shop.write('labels/day.csv', csv(labelRows()));
  shop.write('training.csv', csv(trainingRows()));
}

describe('init on tables', () => {
  it.each(Object.entries(TABLES))('%s: the file validates and runs', async (_name, write) => {
    const shop = openFolder();
    const [name, bytes] = write(withoutOutcome());
    shop.write(`captures/${name}`, bytes);
    writeLabelsAndTraining(shop);
    const { stdout, value } = await init(shop);
    expect(value).toMatchObject({
      model: 'churn',
      problem: 'binary-classification',
      capture: { uri: '../captures', time: 'at', id: 'request_id', prediction: { score: 'p' } },
      labels: { uri: '../labels', format: 'csv', id: 'request_id', label: 'churned' },
      baseline: { uri: '../training.csv', label: 'churned', score: 'p' },
    });
    expect(value.capture.features).toEqual(['age', 'plan']);
    expect(textOf(shop)).toContain('# 120 of 120 labels match a captured request');
    expect(stdout).toContain('driftwarden baseline churn');
    await expectToRun(shop);
  });

  it('reads only the first rows of a long file', async () => {
    const shop = openFolder();
    const rows = Array.from({ length: 60_000 }, (_, i) => ({ ...withoutOutcome()[i % 120], request_id: `r-${i}` }));
    shop.write('captures/day.csv', csv(rows));
    await init(shop);
    expect(textOf(shop)).toMatch(/# checked the first 5\d,\d{3} rows of 1 file/);
  });
});

describe('init on SageMaker captures', () => {
  it.each(Object.entries(FORMS))('%s: the file validates and runs', async (_name, form) => {
    const shop = openFolder();
    writeRecords(shop, 'captures/AllTraffic', form);
    writeGroundTruth(shop, 'labels', ({ churned }) => churned);
    shop.write('training.csv', csv(trainingRows()));
    const { value } = await init(shop);
    expect(value).toMatchObject({
      problem: 'binary-classification',
      capture: { uri: '../captures/AllTraffic', format: 'sagemaker-data-capture', features: ['age', 'plan'] },
      labels: { format: 'sagemaker-ground-truth' },
      baseline: { label: 'churned', score: 'p' },
    });
    await expectToRun(shop);
  });

  it.each([
    ['answers in a line each', '\n'],
    ['answers in one line', ','],
  ])('requests of several rows, %s', async (_name, separator) => {
    const shop = openFolder();
    const lines = Array.from({ length: 40 }, (_, i) => {
      const rows = PREDICTIONS.slice(3 * i, 3 * i + 3);
      const side = (data: string) => ({ observedContentType: 'text/csv', data, encoding: 'CSV' });
      return JSON.stringify({
        captureData: {
          endpointInput: side(rows.map(({ age, plan }) => `${age},${plan}`).join('\n')),
          endpointOutput: side(rows.map(({ p }) => p).join(separator)),
        },
        eventMetadata: { eventId: `e-${i}`, inferenceTime: '2026-03-02T05:00:00Z' },
      });
    });
    shop.write('captures/2026/03/02/05/00-00-000-a.jsonl', lines.join('\n'));
    shop.write('training.csv', csv(trainingRows()));
    const { value } = await init(shop);
    expect(value.capture).toMatchObject({ features: ['age', 'plan'], prediction: { score: 0 } });
    await expectToRun(shop);
  });

  it('output of a batch transform with inference ids, beside its manifest', async () => {
    const shop = openFolder();
    const lines = PREDICTIONS.map(({ request_id, at, p, age, plan }) => ({
      SageMakerInferenceId: request_id,
      SageMakerInferenceTime: at,
      SageMakerOutput: { score: p },
      age,
      plan,
    }));
    shop.write('captures/2026/03/02/00/a-manifest.json', JSON.stringify([{ prefix: 's3://data/' }, 'a', 'b']));
    shop.write('captures/2026/03/02/00/b.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    writeLabelsAndTraining(shop);
    const { value } = await init(shop);
    expect(value.capture).toMatchObject({
      format: 'sagemaker-batch-transform',
      features: ['age', 'plan'],
      prediction: { score: 'score' },
    });
    expect(value.labels).toMatchObject({ id: 'request_id', label: 'churned' });
    await expectToRun(shop);
  });

  it('names the values of requests without names f0, f1, … if nothing else names them', async () => {
    const shop = openFolder();
    writeRecords(shop, 'captures', FORMS['CSV']);
    const { value, stdout } = await init(shop);
    expect(value.capture).toMatchObject({ uri: '../captures', features: ['f0', 'f1'], prediction: { score: 0 } });
    expect(stdout).toContain(
      'capture.features: the requests have no names: write the features in the order of the request',
    );
    expect(stdout).toContain('next: add a section baseline');
  });

  it('takes training data without a header, with the outcome first', async () => {
    const shop = openFolder();
    writeRecords(shop, 'captures', FORMS['CSV']);
    shop.write('training.csv', PREDICTIONS.map(({ age, plan, churned }) => `${churned},${age},${plan}\n`).join(''));
    const { value } = await init(shop);
    expect(value.capture.features).toEqual(['_c1', '_c2']);
    expect(value.baseline).toEqual({ uri: '../training.csv', header: false, label: '_c0' });
  });

  it('finds the outcome of an unusual name by the values that requests do not have', async () => {
    const shop = openFolder();
    writeRecords(shop, 'captures', FORMS['CSV']);
    writeGroundTruth(shop, 'labels', ({ churned }) => churned);
    // Only held-out rows have a score, and these come last.
    const rows = Array.from({ length: 4000 }, (_, i) => {
      const { age, plan, churned, p } = PREDICTIONS[i % 120];
      return { age, plan, gone: churned, p: i < 3000 ? '' : p };
    });
    shop.write('training.csv', csv(rows));
    const { value, stdout } = await init(shop);
    expect(value.capture.features).toEqual(['age', 'plan']);
    expect(value.baseline).toEqual({ uri: '../training.csv', label: 'gone', score: 'p' });
    expect(stdout).not.toContain('baseline.score');
    await expectToRun(shop);
  });

  it('says which of several variants it has taken', async () => {
    const shop = openFolder();
    for (const variant of ['blue', 'green']) writeRecords(shop, `captures/${variant}`, FORMS['one object']);
    const { value, stdout } = await init(shop);
    expect(value.capture.uri).toBe('../captures/blue');
    expect(stdout).toContain('there are captures in ../captures/green too');
    expect(textOf(shop)).not.toContain('files were listed');
  });

  it('says that it has listed only the first thousand files', async () => {
    const shop = openFolder();
    writeRecords(shop, 'captures/blue', FORMS['one object']);
    for (let i = 0; i < 1000; i++) shop.write(`captures/blue/2026/03/02/01/${i}.jsonl`, '{}\n');
    await init(shop);
    expect(textOf(shop)).toContain('the first 1,000 files were listed; a variant whose files come later is not seen');
  });
});

describe('init on other problems', () => {
  const write = (shop: Shop, answers: (row: (typeof PREDICTIONS)[number]) => Row, label: (i: number) => unknown) => {
    const rows = PREDICTIONS.map((row) => ({ at: row.at, id: row.request_id, age: row.age, ...answers(row) }));
    shop.write('captures/day.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    shop.write('labels/day.csv', csv(PREDICTIONS.map(({ request_id }, i) => ({ id: request_id, label: label(i) }))));
  };

  it('numbers are a regression', async () => {
    const shop = openFolder();
    write(
      shop,
      ({ age }) => ({ yhat: age * 2 }),
      (i) => 40.25 + i,
    );
    expect((await init(shop)).value).toMatchObject({
      problem: 'regression',
      capture: { prediction: { value: 'yhat' } },
    });
  });

  it('several texts are classes, with their probabilities', async () => {
    const shop = openFolder();
    const answers = () => ({ prediction: 'cat', p_cat: 0.5, p_dog: 0.25, p_bird: 0.25 });
    write(shop, answers, (i) => ['cat', 'dog', 'bird'][i % 3]);
    expect((await init(shop)).value).toMatchObject({
      problem: 'multiclass-classification',
      capture: { prediction: { label: 'prediction', scores: { cat: 'p_cat', dog: 'p_dog', bird: 'p_bird' } } },
    });
  });

  it.each([
    ['yes', 'no', 'yes', false],
    ['not_fraud', 'fraud', 'fraud', false],
    ['A', 'B', 'B', true],
  ])('of %s and %s the positive class is %s (a guess: %s)', async (common, other, positive, isGuess) => {
    const shop = openFolder();
    write(
      shop,
      ({ p }) => ({ score: p }),
      (i) => (i % 3 === 0 ? other : common),
    );
    const { value, stdout } = await init(shop);
    expect(value.positive).toBe(positive);
    expect(stdout.includes('positive: B is a guess')).toBe(isGuess);
  });
});

describe('init on what it cannot know', () => {
  it('takes one of two columns with scores, and says so', async () => {
    const shop = openFolder();
    shop.write('captures/day.csv', csv(withoutOutcome().map((row) => ({ ...row, score_b: row.p / 2 }))));
    const { value, stdout } = await init(shop);
    expect(value.capture.prediction).toEqual({ score: 'p' });
    expect(stdout).toContain('capture.prediction: p is a guess; it could be score_b');
    expect(textOf(shop)).toContain('# unsure: p is a guess; it could be score_b');
  });

  it('says that labels do not join', async () => {
    const shop = openFolder();
    shop.write('captures/day.csv', csv(withoutOutcome()));
    shop.write('labels/day.csv', csv(PREDICTIONS.map(({ churned }, i) => ({ order: `other-${i}`, churned }))));
    const { stdout } = await init(shop);
    expect(stdout).toContain('labels.id: none of its values is an id of the captured rows read');
    expect(textOf(shop)).toContain('none of 120 labels has the id of a captured request');
  });

  it.each([
    ['null', ': # &a'],
    ['- x', '{a: [b'],
    ['__proto__', '*alias'],
    ['a\nb: c', '"quoted" \u001b[31m'],
    ['yes', '~'],
  ])('column names %j and %j stay names', async (one, other) => {
    const shop = openFolder();
    const rename = ({ age, plan, ...row }: Row) =>
      Object.fromEntries([...Object.entries(row), [one, age], [other, plan]]);
    shop.write('captures/day.csv', csv(withoutOutcome().map(rename)));
    shop.write('training.csv', csv(trainingRows().map(rename)));
    const { stdout, value } = await init(shop);
    expect(value.capture.features).toEqual([one, other]);
    expect(stdout).not.toContain('\u001b');
    expect(textOf(shop)).not.toContain('\u001b');
    await expectToRun(shop);
  });
});

describe('the written file', () => {
  it('keeps being valid when its commented keys are uncommented', async () => {
    const shop = openFolder();
    shop.write('captures/day.csv', csv(withoutOutcome()));
    writeLabelsAndTraining(shop);
    await init(shop);
    const [head, tail] = textOf(shop).split('# Often needed next:\n');
    const text = `${head}${tail.replaceAll(/^# ?/gm, '')}`;
    expect(parseMonitor(text, 'churn.yaml').performance.alert).toHaveLength(1);
  });

  it('is replaced only with --force', async () => {
    const shop = openFolder();
    shop.write('captures/day.csv', csv(withoutOutcome()));
    await init(shop);
    const args = ['init', join(shop.folder, 'captures'), '--name', 'churn'];
    const { code, stderr } = await shop.run(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining('churn.yaml exists: give another --name, or --force')]);
    expect((await shop.run([...args, '--force'])).code).toBe(0);
  });

  it('has the name of the captures', async () => {
    const shop = openFolder();
    writeRecords(shop, 'captures/Churn_v2/AllTraffic', FORMS['CSV']);
    expect((await shop.run(['init', join(shop.folder, 'captures/Churn_v2/AllTraffic')])).code).toBe(0);
    expect(existsSync(fileOf(shop, 'churn-v2'))).toBe(true);
  });
});

describe('init on S3', () => {
  it('reads prefixes with the credentials of the environment', async () => {
    const memory = new MemoryS3();
    const server = await startServer(memory.answer);
    const { endpoint, credentials } = server.clientSettings;
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    try {
      const client = new S3Client(server.clientSettings);
      const store = new S3Store({ client, bucket: 'data' });
      const shop = openFolder();
      writeRecords(shop, 'captures', FORMS['one object']);
      const hour = '2026/03/02/00/00-00-000-a.jsonl';
      await store.put(`churn/AllTraffic/${hour}`, readFileSync(join(shop.folder, 'captures', hour)));
      await store.put('train.csv', Buffer.from(csv(trainingRows())));
      client.destroy();
      const args = ['init', 's3://data/churn', '--training', 's3://data/train.csv', '--yes'];
      const { code, stdout, stderr } = await shop.run(args);
      expect([code, stderr]).toEqual([0, '']);
      expect(parse(textOf(shop))).toMatchObject({
        capture: { uri: 's3://data/churn/AllTraffic', features: ['age', 'plan'], prediction: { score: 'probability' } },
        baseline: { uri: 's3://data/train.csv', label: 'churned', score: 'p' },
      });
      expect(stdout).toMatch(
        /next:\n {2}.*baseline churn.*\n {2}.*check churn.*\n {2}npx cdk deploy {3}# checks on a schedule/,
      );
      const built = await shop.run(['baseline', 'churn']);
      expect([built.code, built.stderr]).toEqual([0, '']);
      const missing = await shop.run(['init', 's3://data/none', '--name', 'none']);
      expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('there is no file of captures')]);
    } finally {
      vi.unstubAllEnvs();
      await server.close();
    }
  });
});
