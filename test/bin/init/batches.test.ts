import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS, type Row, writeRecords } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { init, PLACES, textOf } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

type Values = (i: number) => Row;
const NONE: Values = () => ({});

/** Captures and training data with more columns. */
function write(shop: Shop, captured: Values, trained: Values): void {
  const rows = PREDICTIONS.map(({ churned: _churned, ...row }, i) => ({ ...row, ...captured(i) }));
  shop.write('captures/day.csv', csv(rows));
  shop.write('labels/day.csv', csv(PREDICTIONS.map(({ request_id, churned }) => ({ request_id, churned }))));
  const training = PREDICTIONS.map(({ age, plan, p, churned }, i) => ({ age, plan, p, churned, ...trained(i) }));
  shop.write('training.csv', csv(training));
}

/** Three batches of 40 rows. */
const batch = (i: number) => Math.floor(i / 40);

describe('init leaves out columns that only name a batch', () => {
  it.each<[string, Values, Values]>([
    ['by its name', (i) => ({ batch: ['x', 'y', 'z'][batch(i)] }), (i) => ({ batch: ['a', 'b'][i % 2] })],
    ['by the form of its values', (i) => ({ zeug: `w-${40 + batch(i)}a` }), (i) => ({ zeug: `w-${10 + (i % 7)}a` })],
    ['of numbers', (i) => ({ run_id: 900 + batch(i) }), (i) => ({ run_id: 100 + (i % 7) })],
    ['of one value', () => ({ modelVersion: 'live' }), () => ({ modelVersion: 'first' })],
    ['of days', (i) => ({ stand: `2026-03-0${1 + batch(i)}` }), (i) => ({ stand: `2026-01-0${1 + (i % 7)}` })],
    ['that only captures have', (i) => ({ zeug: `w-${40 + batch(i)}a` }), NONE],
    ['that only the training data has', NONE, (i) => ({ batch: `w-${10 + (i % 7)}a` })],
  ])('%s', async (_name, captured, trained) => {
    const shop = openFolder();
    write(shop, captured, trained);
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(['age', 'plan']);
    expect(value.baseline).toMatchObject({ label: 'churned', score: 'p' });
    expect(stdout).not.toMatch(/unsure:|to mend:/);
    const [name] = Object.keys(captured(0));
    if (name !== undefined)
      expect(textOf(shop).replaceAll(/\n +# /g, ' ')).toContain(
        `${name} only says which batch, version or day a row is of`,
      );
  });

  it('beside an outcome without a usual name', async () => {
    const shop = openFolder();
    write(shop, NONE, NONE);
    const training = PREDICTIONS.map(({ age, plan, p, churned }, i) => ({
      age,
      plan,
      p,
      fate: churned,
      batch: `b${i % 7}`,
    }));
    shop.write('training.csv', csv(training));
    const { value } = await init(shop, '--training', 'training.csv');
    expect(value.baseline.label).toBe('fate');
  });

  it('and takes none for a captured column of another name', async () => {
    const shop = openFolder();
    write(
      shop,
      (i) => ({ zeug: ['x', 'y'][i % 2] }),
      (i) => ({ batch: `w-${10 + (i % 7)}` }),
    );
    const { stdout } = await init(shop, ...PLACES);
    expect(stdout).toContain('capture.features: zeug: left out, the training data has no such column');
    expect(stdout).not.toContain('to mend:');
  });

  it('from the names of requests without names', async () => {
    const shop = openFolder();
    writeRecords(shop, 'captures', ({ age, plan, p }) => [
      [`${age},${plan}`, 'text/csv', 'CSV'],
      [String(p), 'text/csv', 'CSV'],
    ]);
    const training = PREDICTIONS.map(({ age, plan, p, churned }, i) => ({ age, plan, batch: `b${i % 7}`, churned, p }));
    shop.write('training.csv', csv(training));
    expect((await init(shop, '--training', 'training.csv')).value.capture.features).toEqual(['age', 'plan']);
  });

  it('without training data', async () => {
    const shop = openFolder();
    write(shop, (i) => ({ batch: batch(i), zeug: `w-${40 + batch(i)}` }), NONE);
    const { value } = await init(shop, '--labels', 'labels');
    expect(value.capture.features).toEqual(['age', 'plan']);
  });

  it('in requests without names, where the drift check leaves it out', async () => {
    const shop = openFolder();
    let i = 0;
    writeRecords(shop, 'captures', ({ age, plan, p }) => [
      [`${age},${plan},w-${40 + batch(i++)}`, 'text/csv', 'CSV'],
      [String(p), 'text/csv', 'CSV'],
    ]);
    write(shop, NONE, (j) => ({ batch: `w-${10 + (j % 7)}` }));
    // The plain table of captures is not wanted here.
    const { rmSync } = await import('node:fs');
    rmSync(`${shop.folder}/captures/day.csv`);
    const training = PREDICTIONS.map(({ age, plan, p, churned }, j) => ({
      age,
      plan,
      batch: `w-${10 + (j % 7)}`,
      churned,
      p,
    }));
    shop.write('training.csv', csv(training));
    const { value } = await init(shop, '--training', 'training.csv');
    expect(value.capture.features).toEqual(['age', 'plan', 'batch']);
    expect(value.drift).toEqual({ ignore: ['batch'] });
    const { stdout } = await run(['validate', 'churn', '--data']);
    expect(stdout).not.toContain('no value of');
  });
});

describe('init keeps columns that say something about a row', () => {
  it.each<[string, Values, Values]>([
    ['whose values come again', (i) => ({ batch: `w-${i % 3}` }), (i) => ({ batch: `w-${10 + (i % 3)}` })],
    ['whose values the training data has', (i) => ({ batch: `w-${batch(i)}` }), (i) => ({ batch: `w-${i % 3}` })],
    ['of numbers without such a name', (i) => ({ rate: 900 + batch(i) }), (i) => ({ rate: 100 + (i % 7) })],
    ['of words', (i) => ({ zeug: ['x', 'y', 'z'][batch(i)] }), (i) => ({ zeug: ['a', 'b'][i % 2] })],
  ])('%s', async (_name, captured, trained) => {
    const shop = openFolder();
    write(shop, captured, trained);
    const { value } = await init(shop, ...PLACES);
    expect(value.capture.features).toEqual(['age', 'plan', ...Object.keys(captured(0))]);
  });

  it('and says that numbers above those of the training data may count batches', async () => {
    const shop = openFolder();
    write(
      shop,
      (i) => ({ rate: 900 + batch(i) }),
      (i) => ({ rate: 100 + (i % 7) }),
    );
    const { stdout } = await init(shop, ...PLACES);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('capture.features: rate: above all of the training data');
  });
});

describe('validate --data on categories that the training data lacks', () => {
  const LEAVE_OUT = 'leave it out of capture.features, or add it to drift.ignore';
  const ALIKE = 'write both alike';
  it.each<[string, Values, Values, readonly string[], readonly string[]]>([
    ['a batch', (i) => ({ c: `w-${i % 3}` }), (i) => ({ c: `w-${10 + (i % 3)}` }), [LEAVE_OUT], [ALIKE]],
    ['words', (i) => ({ c: ['ja', 'nein'][i % 2] }), (i) => ({ c: ['yes', 'no'][i % 2] }), [ALIKE], [LEAVE_OUT]],
    ['one word', () => ({ c: 'live' }), () => ({ c: 'first' }), [ALIKE, LEAVE_OUT], []],
  ])('says what to do with %s', async (_name, captured, trained, wanted, unwanted) => {
    const shop = openFolder();
    write(shop, captured, trained);
    await init(shop, ...PLACES);
    const { stdout } = await run(['validate', 'churn', '--data']);
    expect(stdout).toContain('no value of c is in the training data');
    for (const text of wanted) expect(stdout).toContain(text);
    for (const text of unwanted) expect(stdout).not.toContain(text);
    shop.write('monitors/churn.yaml', `${textOf(shop)}\ndrift: { ignore: [c] }\n`);
    expect((await run(['validate', 'churn', '--data'])).stdout).not.toContain('no value of c');
  });
});
