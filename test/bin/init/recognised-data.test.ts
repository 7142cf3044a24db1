import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS, type Row, writeRecords } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { init, PLACES } from './run-init.ts';

const ROOT = join(import.meta.dirname, '../../..');
const home = process.cwd();
afterEach(() => process.chdir(home));

/** `20.5` is `20,5`. */
const comma = (value: number) => String(value).replace('.', ',');

/** A German shop: no column has a usual name, one feature is `ja` or `nein`, and another is 0 or 1. */
const GERMAN = PREDICTIONS.map(({ request_id, at, age, plan, p, churned }, i) => ({
  vorgang: request_id,
  zeit: at.slice(0, 19).replace('T', ' '),
  alter: comma(age),
  tarif: plan,
  neu: i % 3 === 0 ? 'ja' : 'nein',
  stufe: i % 2,
  wahrscheinlichkeit: comma(p),
  befund: churned === 1 ? 'weg' : 'da',
}));
const without = (rows: readonly Row[], ...names: readonly string[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))));

/** Training data of 4,000 rows: only held-out rows, the last ones, have a score. */
const trainingOf = (rows: readonly Row[]) =>
  Array.from({ length: 4000 }, (_, i) => {
    const { vorgang: _id, zeit: _time, wahrscheinlichkeit, ...row } = rows[i % rows.length];
    return { ...row, wahrscheinlichkeit: i < 3000 ? '' : wahrscheinlichkeit };
  });

function writeGerman(shop: Shop, training = trainingOf(GERMAN)): void {
  shop.write('captures/tag.csv', csv(without(GERMAN, 'befund'), ';'));
  shop.write(
    'labels/tag.csv',
    csv(
      GERMAN.map(({ vorgang, befund }) => ({ vorgang, befund })),
      ';',
    ),
  );
  shop.write('training.csv', csv(training, ';'));
}

/** Runs init on the folders of the shop, from within it. */
it('init takes the time of each row for the time, not the day of its folder', async () => {
  const shop = openFolder();
  shop.write('captures/dt=2026-03-02/tag.csv', csv(without(GERMAN, 'befund'), ';'));
  const { value, stdout } = await init(shop);
  expect(value.capture.time).toBe('zeit');
  expect(stdout).not.toContain('capture.time');
});

describe('init on columns without usual names', () => {
  it('takes the share that the training data has in held-out rows for the score, and no feature for a class', async () => {
    const shop = openFolder();
    writeGerman(shop);
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture.prediction).toEqual({ score: 'wahrscheinlichkeit' });
    expect(value.capture.features).toEqual(['alter', 'tarif', 'neu', 'stufe']);
    expect(value.baseline).toMatchObject({ label: 'befund', score: 'wahrscheinlichkeit' });
    expect(stdout).not.toContain('capture.prediction:');
    const { code, stdout: validated } = await run(['validate', 'churn', '--data']);
    expect(validated).not.toMatch(/warning: (baseline|capture|labels)/);
    expect(code).toBe(0);
  });

  it('takes a feature for the predicted class neither by its two values nor by classes like those of the labels', async () => {
    const shop = openFolder();
    const zeroOrOne = GERMAN.map((row) => ({ ...row, befund: row.befund === 'weg' ? 1 : 0 }));
    shop.write('captures/tag.csv', csv(without(zeroOrOne, 'befund'), ';'));
    shop.write(
      'labels/tag.csv',
      csv(
        zeroOrOne.map(({ vorgang, befund }) => ({ vorgang, befund })),
        ';',
      ),
    );
    shop.write('training.csv', csv(trainingOf(zeroOrOne), ';'));
    expect((await init(shop, ...PLACES)).value.capture.prediction).toEqual({ score: 'wahrscheinlichkeit' });
  });

  it.each<[string, (row: (typeof GERMAN)[number]) => Row, readonly string[]]>([
    ['without training data', (row) => row, ['--labels', 'labels']],
    ['with a score in all training data', (row) => row, PLACES],
    [
      'with a feature of the same classes',
      (row) => ({ ...row, befund: row.befund === 'weg' ? 1 : 0 }),
      ['--labels', 'labels'],
    ],
  ])('says that the score is a guess, and takes no class, %s', async (_name, change, options) => {
    const shop = openFolder();
    const rows = GERMAN.map(change);
    shop.write('captures/tag.csv', csv(without(rows, 'befund'), ';'));
    shop.write(
      'labels/tag.csv',
      csv(
        rows.map(({ vorgang, befund }) => ({ vorgang, befund })),
        ';',
      ),
    );
    shop.write('training.csv', csv(without(rows, 'vorgang', 'zeit'), ';'));
    const { value, stdout } = await init(shop, ...options);
    expect(value.capture.prediction).toEqual({ score: 'wahrscheinlichkeit' });
    expect(stdout).toContain('capture.prediction: no column has a usual name of predictions');
  });
});

it('init takes the column with several classes of the labels for the predicted class, not a constant one of them', async () => {
  const shop = openFolder();
  const classOf = (i: number) => ['cat', 'dog', 'bird'][i % 3];
  const rows = PREDICTIONS.map(({ at, request_id, age }, i) => ({
    at,
    request_id,
    age,
    guess: classOf(i),
    usual: 'cat',
  }));
  shop.write('captures/day.csv', csv(rows));
  shop.write('labels/day.csv', csv(rows.map(({ request_id }, i) => ({ request_id, animal: classOf(i + (i % 2)) }))));
  shop.write('training.csv', csv(rows.map(({ age }, i) => ({ age, animal: classOf(i) }))));
  const { value } = await init(shop, ...PLACES);
  expect(value).toMatchObject({
    problem: 'multiclass-classification',
    capture: { features: ['age'], prediction: { label: 'guess' } },
  });
});

describe('init on answers', () => {
  const form = (more: (i: number) => Row) => {
    let i = 0;
    return ({ age, plan, p }: (typeof PREDICTIONS)[number]) =>
      [
        [JSON.stringify({ instances: [{ age, plan }] }), 'application/json', 'JSON'],
        [JSON.stringify({ predictions: [{ probability: p, ...more(i++) }] }), 'application/json', 'JSON'],
      ] as const;
  };
  const labels = (one: string, other: string) =>
    csv(PREDICTIONS.map(({ request_id, churned }) => ({ id: request_id, outcome: churned === 1 ? one : other })));

  it.each<[string, (i: number) => Row, readonly string[]]>([
    ['the same in every row, with labels', () => ({ model: 'v3' }), ['--labels', 'labels']],
    ['the same in every row, without labels', () => ({ model: 'v3' }), []],
    ['of two versions, with labels', (i) => ({ model: `v${i % 2}` }), ['--labels', 'labels']],
    ['of two versions, without labels', (i) => ({ model: `v${i % 2}` }), []],
  ])('takes no value %s for the predicted class', async (_name, more, options) => {
    const shop = openFolder();
    writeRecords(shop, 'captures', form(more));
    shop.write('labels/day.csv', labels('gone', 'here'));
    const { value } = await init(shop, ...options);
    expect(value.capture.prediction).toEqual({ score: 'probability' });
  });

  it.each<[string, (i: number) => Row, string, string]>([
    ['classes of the labels', (i) => ({ verdict: i % 4 === 0 ? 'gone' : 'here' }), 'gone', 'here'],
    ['true and false for 1 and 0', (i) => ({ verdict: i % 4 === 0 }), '1', '0'],
  ])('takes %s for the predicted class', async (_name, more, one, other) => {
    const shop = openFolder();
    writeRecords(shop, 'captures', form(more));
    shop.write('labels/day.csv', labels(one, other));
    const { value } = await init(shop, '--labels', 'labels');
    expect(value.capture.prediction).toEqual({ score: 'probability', label: 'verdict' });
  });

  it('says what to mend where labels and training data write classes differently', async () => {
    const shop = openFolder();
    writeRecords(
      shop,
      'captures',
      form(() => ({})),
    );
    shop.write('labels/day.csv', labels('gone', 'here'));
    shop.write('training.csv', csv(PREDICTIONS.map(({ age, plan, churned }) => ({ age, plan, churned }))));
    const { stdout } = await init(shop, ...PLACES);
    const [, mend] = stdout.split('\nto mend:\n');
    expect(mend).toMatch(
      /positive: no label is of the class "gone"; .* or write label files and training data\s+alike/s,
    );
    expect(mend).toContain('no class in common with the training data');
    expect(mend).toMatch(
      /\nnext: mend the data or the monitor file, then\n.*validate churn --data\n.*baseline churn\n/,
    );
  });
});

describe('init on numbers with marks', () => {
  it('declares decimal commas of captures, labels and training data', async () => {
    const shop = openFolder();
    const rows = GERMAN.map(({ befund: _befund, ...row }, i) => ({ ...row, umsatz: comma(100.25 + i) }));
    shop.write('captures/tag.csv', csv(without(rows, 'umsatz'), ';'));
    shop.write(
      'labels/tag.csv',
      csv(
        rows.map(({ vorgang, umsatz }) => ({ vorgang, umsatz })),
        ';',
      ),
    );
    shop.write('training.csv', csv(without(rows, 'vorgang', 'zeit'), ';'));
    const { value } = await init(shop, ...PLACES);
    expect(value.problem).toBe('regression');
    expect([value.capture.decimal, value.labels.decimal, value.baseline.decimal]).toEqual([',', ',', ',']);
  });

  it.each<[string, (i: number) => Row, object]>([
    ['a decimal comma', (i) => ({ x: `${i},5` }), { decimal: ',' }],
    ['a comma that may stand between thousands', (i) => ({ x: `${i + 1},500` }), {}],
    ['such a comma beside decimal points', (i) => ({ x: `${i + 1},500`, y: i + 0.5 }), { thousands: ',' }],
    ['a decimal comma beside decimal points', (i) => ({ x: `${i},5`, y: i + 0.5 }), {}],
    ['points between thousands too', (i) => ({ x: `${i + 1}.000,5` }), { decimal: ',', thousands: '.' }],
    ['a comma in one value that is no number', (i) => ({ x: i === 7 ? '1,5 m' : `${i},5` }), {}],
  ])('%s', async (_name, more, expected) => {
    const shop = openFolder();
    const rows = PREDICTIONS.map(({ at, request_id, churned }, i) => ({
      at,
      request_id,
      prediction: churned,
      ...more(i),
    }));
    shop.write('captures/day.csv', csv(rows, ';'));
    const { value, stdout } = await init(shop);
    const { decimal, thousands } = value.capture;
    expect({ ...(decimal && { decimal }), ...(thousands && { thousands }) }).toEqual(expected);
    const isUnsure = Object.keys(expected).length === 0;
    expect(/capture: .*(decimal|read as text)/.test(stdout)).toBe(isUnsure);
  });
});

it('init prints commands that run in the folder where it was run', async () => {
  const shop = openFolder();
  writeGerman(shop);
  const { stdout } = await init(shop, ...PLACES);
  expect(stdout).toContain(
    `next:\n  node ${ROOT}/bin/driftwarden.js baseline churn\n  node ${ROOT}/bin/driftwarden.js check churn\n`,
  );
});
