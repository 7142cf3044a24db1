import { rmSync, writeFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS, type Row } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { init, PLACES, textOf } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

const ROWS = PREDICTIONS.map((row, i) => ({ ...row, spend: 1000 + ((i * 17) % 60) }));
type Made = (typeof ROWS)[number];

/** Captures in JSON Lines, and training data with the columns age, spend and plan in this order. */
function write(shop: Shop, captured: (row: Made) => Row, trained: (row: Made) => Row = inOrder): void {
  const rows = ROWS.map((row) => ({ at: row.at, request_id: row.request_id, ...captured(row), score: row.p }));
  shop.write('captures/day.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  shop.write('labels/day.csv', csv(ROWS.map(({ request_id, churned }) => ({ request_id, churned }))));
  shop.write('training.csv', csv(ROWS.map((row) => ({ ...trained(row), churned: row.churned, score: row.p }))));
}

const inOrder = ({ age, spend, plan }: Made): Row => ({ age, spend, plan });
const asList = ({ age, spend, plan }: Made): Row => ({ features: [age, spend, plan] });
const ITEMS = ['features.0', 'features.1', 'features.2'];
const plainOutput = async (...args: string[]) => (await run(args)).stdout.replaceAll(/\s+/g, ' ');

describe('init on lists in the cells of a table', () => {
  it('names their values, with the columns of the training data in their order as a guess', async () => {
    const shop = openFolder();
    write(shop, asList);
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(ITEMS);
    expect(value.baseline.columns).toEqual({ 'features.0': 'age', 'features.1': 'spend', 'features.2': 'plan' });
    expect(stdout).toContain('baseline.columns: the values of features have no names');
    expect(stdout).not.toContain('not every list');
    expect(stdout).not.toContain('to mend');
    expect(textOf(shop)).not.toContain('by their words');
    expect(await plainOutput('validate', 'churn', '--data')).toContain('valid, and so is its data');
    expect((await run(['baseline', 'churn'])).code).toBe(0);
    const checked = await plainOutput('check', 'churn', '--window', '2026-03-02', '--kind', 'drift');
    expect(checked).toContain('120 rows');
    expect(checked).not.toContain('objects or lists');
  });

  it('of different lengths are a guess', async () => {
    const shop = openFolder();
    write(shop, ({ age, spend, plan, churned }) => ({ features: churned === 0 ? [age, spend] : [age, spend, plan] }));
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(ITEMS);
    expect(stdout).toContain('capture.features: features: not every list has its last value');
  });

  it('beside columns that both have', async () => {
    const shop = openFolder();
    write(shop, ({ age, spend, plan }) => ({ plan, x: [age, spend] }));
    const { value } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(['plan', 'x.0', 'x.1']);
    expect(value.baseline.columns).toEqual({ 'x.0': 'age', 'x.1': 'spend' });
  });

  it('takes the names of the training data for them, where it has lists too', async () => {
    const shop = openFolder();
    write(shop, asList, ({ age, spend, plan }) => ({ 'features.0': age, 'features.1': spend, 'features.2': plan }));
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(ITEMS);
    expect(value.baseline).not.toHaveProperty('columns');
    expect(stdout).not.toMatch(/unsure|to mend/);
  });

  it.each<[string, (row: Made) => Row, (row: Made) => Row]>([
    ['another number of columns', asList, ({ age, spend, plan, p }) => ({ age, spend, plan, more: p * 3 })],
    [
      'another order by the kinds of values',
      ({ age, plan }) => ({ features: [age, plan] }),
      ({ age, plan }) => ({ plan, age }),
    ],
    ['another order by the ranges', asList, ({ age, spend, plan }) => ({ spend, age, plan })],
    ['two lists', ({ age }) => ({ features: [age], others: [age] }), ({ age }) => ({ age })],
  ])('asks for baseline.columns on %s', async (_name, captured, trained) => {
    const shop = openFolder();
    write(shop, captured, trained);
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.baseline).not.toHaveProperty('columns');
    const said = stdout.replaceAll(/\s+/g, ' ');
    expect(said).toMatch(/to mend: .*features\.0/);
    expect(said).toMatch(/its column in baseline\.columns, such as \{ features\.0: (age|spend|plan) \}/);
  });

  it('finds probabilities in a list', async () => {
    const shop = openFolder();
    write(shop, ({ age, plan, p }) => ({ age, plan, probabilities: [1 - p, p] }));
    shop.write(
      'captures/day.jsonl',
      ROWS.map(({ at, request_id, age, plan, p }) =>
        JSON.stringify({ at, request_id, age, plan, probs: [1 - p, p] }),
      ).join('\n'),
    );
    const { value } = await init(shop, ...PLACES);
    expect(value.capture.prediction).toEqual({ score: 'probs.1' });
    expect(value.capture.features).toEqual(['age', 'plan']);
    expect(await plainOutput('validate', 'churn', '--data')).toContain('valid, and so is its data');
  });

  it.each<[string, unknown]>([
    ['more than 200 values', Array.from({ length: 201 }, (_, i) => i)],
    ['values and lists', [1, [2, 3]]],
  ])('leaves out those of %s, and says what to write', async (_name, vector) => {
    const shop = openFolder();
    write(shop, ({ age, spend, plan }) => ({ age, spend, plan, vector }));
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(['age', 'spend', 'plan']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('vector: left out, as its cells hold long or nested lists');
    expect(stdout).toContain('vector.0');
  });

  it('leaves out those of Parquet', async () => {
    const shop = openFolder();
    write(shop, inOrder);
    rmSync(`${shop.folder}/captures/day.jsonl`);
    const columnData = [
      { name: 'at', data: ROWS.map(({ at }) => new Date(at)), type: 'TIMESTAMP' as const },
      { name: 'request_id', data: ROWS.map(({ request_id }) => request_id), type: 'STRING' as const },
      { name: 'age', data: ROWS.map(({ age }) => age), type: 'DOUBLE' as const },
      { name: 'vector', data: ROWS.map(({ age, spend }) => [age, spend]), type: 'JSON' as const },
      { name: 'score', data: ROWS.map(({ p }) => p), type: 'DOUBLE' as const },
    ];
    shop.write('captures/day.parquet', new Uint8Array(parquetWriteBuffer({ columnData })));
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(['age']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('write their values as columns of their own');
  });
});

describe('validate --data on a feature whose cells hold lists', () => {
  const problem =
    'capture.features: features: its cells hold lists or objects, not values; name the values in them, such as features.0';

  async function validated(captured: (row: Made) => Row): Promise<string> {
    const shop = openFolder();
    write(shop, asList);
    await init(shop, ...PLACES);
    const text = textOf(shop);
    const wrong = text
      .replace(/ features: \[features\.0.*\]/, ' features: [features]')
      .replace(/columns:\n( +features\.\d: \w+\n)+/, 'columns: { features: age }\n');
    expect(wrong).toContain('columns: { features: age }');
    expect(wrong).toContain('features: [features]');
    shop.write('monitors/churn.yaml', wrong);
    write(shop, captured);
    return plainOutput('validate', 'churn', '--data');
  }

  it('names the values to list', async () => {
    const said = await validated(asList);
    expect(said).toContain(problem);
    expect(said).not.toContain('so is its data');
  });

  it('says nothing if a later file has plain values', async () => {
    await validated(asList);
    const rows = ROWS.map((row) => ({
      at: row.at,
      request_id: `l-${row.request_id}`,
      features: row.age,
      score: row.p,
    }));
    writeFileSync('captures/later.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    const said = await plainOutput('validate', 'churn', '--data');
    expect(said).toContain('240 rows of 2 files');
    expect(said).not.toContain('lists or objects');
  });

  it('says nothing if some rows have plain values, which the check counts', async () => {
    const mixed = (row: Made): Row => (row.request_id.endsWith('7') ? { features: row.age } : asList(row));
    expect(await validated(mixed)).not.toContain('lists or objects');
  });
});
