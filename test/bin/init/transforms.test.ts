import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS, type Row } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { init, PLACES, textOf } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

const FILE = 'captures/2026/03/02/06/customers.csv.out';
const MORE = { spend: (i: number) => 100 + ((i * 17) % 60), city: (i: number) => ['Bern', 'Genf'][i % 2] };

/** Three features: the length of the input is then not that of any other part. */
const ROWS = PREDICTIONS.map((row, i) => ({ ...row, spend: MORE.spend(i), city: MORE.city(i) }));

function lines(shop: Shop, fields: (row: (typeof ROWS)[number], i: number) => readonly unknown[]): void {
  shop.write(FILE, ROWS.map((row, i) => `${fields(row, i).join(',')}\n`).join(''));
}

function writeRest(shop: Shop, trained: (row: (typeof ROWS)[number]) => Row): void {
  shop.write('labels/day.csv', csv(ROWS.map(({ request_id, churned }) => ({ id: request_id, churned }))));
  shop.write('training.csv', csv(ROWS.map(trained)));
}

const TRAINED = ({ age, spend, plan, city, churned, p }: (typeof ROWS)[number]) => ({
  age,
  spend,
  plan,
  city,
  churned,
  p,
});

describe('init on the CSV of a batch transform', () => {
  it.each<[string, (row: (typeof ROWS)[number]) => readonly unknown[], string]>([
    ['before the input', ({ request_id, age, spend, plan, city, p }) => [request_id, age, spend, plan, city, p], '_c0'],
    ['after the input', ({ request_id, age, spend, plan, city, p }) => [age, spend, plan, city, request_id, p], '_c4'],
  ])('finds the id %s by the labels, and input and output by the training data', async (_name, fields, id) => {
    const shop = openFolder();
    lines(shop, fields);
    writeRest(shop, TRAINED);
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture).toEqual({
      uri: '../captures',
      format: 'sagemaker-batch-transform',
      id,
      features: ['age', 'spend', 'plan', 'city'],
      prediction: { score: 0 },
    });
    expect(value.labels.id).toBe('id');
    expect(stdout).toContain('capture.features: the fields have no names; these are the columns of the training data');
    expect(stdout).not.toMatch(/to mend|capture\.id|labels\.id/);
    expect((await run(['validate', 'churn', '--data'])).stdout).toContain('120 of 120 labels match');
  });

  it('takes integers for ids if the labels have them', async () => {
    const shop = openFolder();
    lines(shop, ({ age, spend, plan, city, p }, i) => [7001 + 3 * i, age, spend, plan, city, p]);
    writeRest(shop, TRAINED);
    shop.write('labels/day.csv', csv(ROWS.map(({ churned }, i) => ({ id: 7001 + 3 * i, churned }))));
    expect((await init(shop, ...PLACES)).value.capture.id).toBe('_c0');
  });

  it('takes several fields after the input for the output', async () => {
    const shop = openFolder();
    lines(shop, ({ request_id, age, spend, plan, city, p }) => [request_id, age, spend, plan, city, 1 - p, p]);
    writeRest(shop, TRAINED);
    const { value } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(['age', 'spend', 'plan', 'city']);
    expect(value.capture.prediction).toEqual({ score: 1 });
  });

  it('takes no names of training data whose columns have other kinds of values', async () => {
    const shop = openFolder();
    lines(shop, ({ request_id, age, spend, plan, city, p }) => [request_id, plan, city, age, spend, p]);
    writeRest(shop, TRAINED);
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(['f0', 'f1', 'f2', 'f3']);
    expect(stdout).toContain('the first of them are not like the features of the training data');
  });

  it('takes all fields but id and answer for input without training data', async () => {
    const shop = openFolder();
    lines(shop, ({ request_id, age, spend, plan, p }) => [request_id, age, spend, plan, p]);
    const { value, stdout } = await init(shop);
    expect(value.capture).toMatchObject({ id: '_c0', features: ['f0', 'f1', 'f2'], prediction: { score: 0 } });
    expect(stdout).toContain('all but the last are taken to be input');
  });

  it.each<[string, readonly string[], (p: number) => readonly unknown[]]>([
    ['that are probabilities', [], (p) => [((1 - p) / 2).toFixed(4), ((1 - p) / 2).toFixed(4), p]],
    ['that are fewer than the features', ['--training', 'training.csv'], (p) => [p > 0.5 ? 'yes' : 'no', p, p / 3]],
  ])('takes no fields for input %s', async (_name, options, fields) => {
    const shop = openFolder();
    lines(shop, ({ p }) => fields(p));
    writeRest(shop, TRAINED);
    const { value, stdout } = await init(shop, ...options);
    expect(value.capture).not.toHaveProperty('features');
    expect(stdout).toContain('no request is captured');
  });

  it.each([
    ['without a header', '', true],
    ['with a header', 'a,b,c\n', false],
  ])('under the name .csv says what it may be, %s', async (_name, header, isSaid) => {
    const shop = openFolder();
    shop.write('captures/2026/03/02/06/customers.csv', `${header}7,1,0.5\n8,2,0.25\n9,1,0.75\n`);
    process.chdir(shop.folder);
    const { code, stderr } = await run(['init', 'captures', '--name', 'churn', '--yes']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('no column has the time of each row');
    expect(stderr.includes('.out')).toBe(isSaid);
  });

  it('outside of folders of hours names capture.time', async () => {
    const shop = openFolder();
    shop.write('captures/customers.csv.out', 'a,1,0.5\n');
    process.chdir(shop.folder);
    const { code, stderr } = await run(['init', 'captures', '--name', 'churn', '--yes']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('capture.time');
  });
});

describe('init on a batch transform that is joined with its input', () => {
  it.each<[string, (i: number) => unknown]>([
    ['texts', (i) => `r-${i}`],
    ['integers', (i) => 500 + 7 * i],
  ])('finds the id beside SageMakerOutput by the labels: %s', async (_name, idOf) => {
    const shop = openFolder();
    const rows = ROWS.map(({ age, plan, p }, i) => ({ kunde: idOf(i), age, plan, SageMakerOutput: { score: p } }));
    shop.write('captures/2026/03/02/06/c.jsonl.out', rows.map((row) => JSON.stringify(row)).join('\n'));
    writeRest(shop, ({ age, plan, churned, p }) => ({ age, plan, churned, p }));
    shop.write('labels/day.csv', csv(ROWS.map(({ churned }, i) => ({ ref: idOf(i), churned }))));
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture).toMatchObject({ id: 'kunde', features: ['age', 'plan'], prediction: { score: 'score' } });
    expect(value.labels.id).toBe('ref');
    expect(stdout).not.toMatch(/unsure|to mend/);
  });

  it('and validate --data names capture.id where it is missing', async () => {
    const shop = openFolder();
    const rows = ROWS.map(({ request_id, age, p }) => ({ id: request_id, age, SageMakerOutput: { score: p } }));
    shop.write('captures/2026/03/02/06/c.jsonl.out', rows.map((row) => JSON.stringify(row)).join('\n'));
    writeRest(shop, ({ age, churned, p }) => ({ age, churned, p }));
    await init(shop, ...PLACES);
    const text = textOf(shop);
    const remedy = 'has an id that a label could name: name the key or field that has it in capture.id';
    expect((await run(['validate', 'churn', '--data'])).stdout).not.toContain(remedy);
    shop.write('monitors/churn.yaml', text.replace(/\n {2}id: id\n {2}#.*\n {2}features/, '\n  features'));
    expect(textOf(shop)).not.toBe(text);
    expect((await run(['validate', 'churn', '--data'])).stdout).toContain(remedy);
    shop.write('monitors/churn.yaml', text.replace(/\n {2}id: id\n/, '\n  id: nr\n'));
    expect((await run(['validate', 'churn', '--data'])).stdout).toContain(
      'does capture.id, nr, name the column that has it?',
    );
  });
});
