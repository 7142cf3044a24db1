import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS, type Row, writeRecords } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { init, PLACES, textOf } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

type Prediction = (typeof PREDICTIONS)[number];

/** Captures in nested JSON, labels, and training data whose columns are named by `names`, with the held-out rows' score. */
function writeNested(shop: Shop, nested: (row: Prediction) => Row, names: (row: Prediction) => Row): void {
  const lines = PREDICTIONS.map((row) => {
    const { at, request_id, p } = row;
    return `${JSON.stringify({ at, request_id, ...nested(row), output: { score: p } })}\n`;
  });
  shop.write('captures/day.jsonl', lines.join(''));
  shop.write('labels/day.csv', csv(PREDICTIONS.map(({ request_id, churned }) => ({ request_id, churned }))));
  const rows = [0, 1].flatMap(() => PREDICTIONS.map((row) => ({ ...names(row), churned: row.churned, score: row.p })));
  // The two halves differ, because files or rows that repeat are refused.
  shop.write('training.csv', csv(rows.map((row, i) => ({ ...row, score: i < PREDICTIONS.length ? '' : row.score }))));
}

const customer = ({ age, plan }: Prediction) => ({ customer: { age }, contract: { plan } });

async function runs(): Promise<void> {
  for (const command of [['baseline'], ['check', '--window', '2026-03-02']]) {
    const [name, ...options] = command;
    const { code, stderr } = await run([name, 'churn', ...options]);
    expect([code, /driftwarden: /.test(stderr)], stderr).toEqual([0, false]);
  }
}

describe('init on captures whose names are not those of the training data', () => {
  it.each<[string, (row: Prediction) => Row, object]>([
    ['flat names', ({ age, plan }) => ({ age, plan }), { 'customer.age': 'age', 'contract.plan': 'plan' }],
    [
      'underscores and capitals',
      ({ age, plan }) => ({ customer_age: age, contractPlan: plan }),
      { 'customer.age': 'customer_age', 'contract.plan': 'contractPlan' },
    ],
    [
      'longer names',
      ({ age, plan }) => ({ the_customer_age: age, contract_plan: plan }),
      { 'customer.age': 'the_customer_age', 'contract.plan': 'contract_plan' },
    ],
  ])('maps nested names to %s, and the checks run', async (_name, names, columns) => {
    const shop = openFolder();
    writeNested(shop, customer, names);
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(['customer.age', 'contract.plan']);
    expect(value.baseline).toMatchObject({ label: 'churned', score: 'score', columns });
    expect(stdout).toMatch(/\ncolumns {5}customer\.age is .* in the training data\n/);
    expect(stdout).not.toContain('to mend:');
    await runs();
  });

  it('maps names that leave out words in between', async () => {
    const shop = openFolder();
    writeNested(
      shop,
      ({ age, plan }) => ({ customer: { person: { age } }, plan }),
      ({ age, plan }) => ({ customer_age: age, plan }),
    );
    const { value } = await init(shop, ...PLACES);
    expect(value.baseline.columns).toEqual({ 'customer.person.age': 'customer_age' });
  });

  it('maps the names of nested requests in captured records, and the checks run', async () => {
    const shop = openFolder();
    writeRecords(shop, 'captures', (row) => [
      [JSON.stringify({ instances: [customer(row)] }), 'application/json', 'JSON'],
      [JSON.stringify({ predictions: [{ score: row.p }] }), 'application/json', 'JSON'],
    ]);
    shop.write('labels/day.csv', csv(PREDICTIONS.map(({ request_id, churned }) => ({ id: request_id, churned }))));
    shop.write('training.csv', csv(PREDICTIONS.map(({ age, plan, churned, p }) => ({ age, plan, churned, score: p }))));
    const { value } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(['customer.age', 'contract.plan']);
    expect(value.baseline.columns).toEqual({ 'customer.age': 'age', 'contract.plan': 'plan' });
    await runs();
  });

  it('maps no column that two features could be, and says so on both sides', async () => {
    const shop = openFolder();
    writeNested(
      shop,
      (row) => ({ ...customer(row), vendor: { age: row.age / 2 } }),
      ({ age, plan }) => ({ age, plan }),
    );
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.baseline.columns).toEqual({ 'contract.plan': 'plan' });
    const [, mend] = stdout.split('\nto mend:\n');
    expect(mend.replaceAll(/\s+/g, ' ')).toContain(
      'baseline: captures have customer.age, vendor.age, the training data age, and their names do not tell which are the same: ' +
        'say it with baseline.columns, such as { customer.age: age }',
    );
    const { code, stderr } = await run(['baseline', 'churn']);
    expect(code).toBe(2);
    expect(stderr).toContain('has no column "customer.age"; did you mean age? it has age, plan, churned, score');
    expect(stderr).toContain(
      'baseline.columns gives the column of these features that it lacks: customer.age, vendor.age',
    );
  });

  it('does not map a number to a text, nor a feature to the outcome or the score', async () => {
    const shop = openFolder();
    writeNested(
      shop,
      (row) => ({ customer: { age: row.age, score: row.age, churned: 3 }, contract: { plan: row.plan } }),
      ({ age, plan }) => ({ age: `of ${age}`, plan }),
    );
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.baseline).toMatchObject({ label: 'churned', columns: { 'contract.plan': 'plan' } });
    expect(Object.keys(value.baseline.columns)).toHaveLength(1);
    const [, mend] = stdout.replaceAll(/\s+/g, ' ').split('to mend:');
    expect(mend).toContain(
      'capture.features: customer.age, customer.churned: left out, the training data has no such column',
    );
    expect(mend).toContain('it has age, which captures do not have');
  });

  it('names the columns that only one side has, where they could be the same', async () => {
    const shop = openFolder();
    writeNested(
      shop,
      ({ age, plan }) => ({ alter: age, plan }),
      ({ age, plan }) => ({ age, plan }),
    );
    const { stdout, value } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(['plan']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'capture.features: alter: left out, the training data has no such column; it has age, which captures do not have: ' +
        'where they are the same, name it in capture.features and its column in baseline.columns, such as { alter: age }',
    );
    await runs();
  });
});

it('validate --data names all features that the training data lacks in one line', async () => {
  const shop = openFolder();
  writeNested(shop, customer, ({ age, plan }) => ({ age, plan }));
  await init(shop, ...PLACES);
  const text = textOf(shop);
  shop.write('monitors/churn.yaml', text.replace(/ {2}columns:\n( {4}.*\n)+/, ''));
  const { stdout } = await run(['validate', 'churn', '--data']);
  const lines = stdout.split('\n').filter((line) => line.includes('has no column'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(
    'has no column for 2 features: customer.age, contract.plan; it has age, plan, churned, score, which are no features',
  );
  expect(lines[0]).toContain('baseline.columns');
});
