import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS, type Row, TABLES } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { initNamed } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

const init = (shop: Shop) => initNamed('churn', shop, ['--training', 'training.csv'], 1000);

const rows = (add: (i: number) => Row): Row[] => PREDICTIONS.map(({ at, age, p }, i) => ({ at, age, p, ...add(i) }));
const training = (add: (i: number) => Row) =>
  PREDICTIONS.map(({ age, p, churned }, i) => ({ age, p, churned, ...add(i) }));
const isDebit = (i: number) => i % 3 > 0;

describe('a feature of whose captured categories none is in the training data', () => {
  const other =
    'no value of debit is in the training data: captures have "wahr" (80 rows), "falsch" (40 rows), the training data "true" (80 rows), "false" (40 rows)';

  it.each(['CSV with commas', 'JSON Lines'])('is to be mended, by init, validate and doctor: %s', async (form) => {
    const shop = openFolder();
    const [name, bytes] = TABLES[form](rows((i) => ({ debit: isDebit(i) ? 'wahr' : 'falsch' })));
    shop.write(`captures/${name}`, bytes);
    shop.write('training.csv', csv(training((i) => ({ debit: isDebit(i) ? 'True' : 'False' }))));
    const { stdout } = await init(shop);
    expect(stdout.slice(stdout.indexOf('to mend:'))).toContain(`capture.features: ${other}`);
    const validated = await run(['validate', 'churn', '--data']);
    expect([validated.code, validated.stdout + validated.stderr]).toEqual([1, expect.stringContaining(other)]);
    const examined = await run(['doctor', 'churn']);
    expect([examined.code, examined.stdout]).toEqual([
      1,
      expect.stringMatching(/^FAILED +data +capture\.features: no value/m),
    ]);
  });

  it('is escaped where it is quoted', async () => {
    const shop = openFolder();
    shop.write('captures/day.csv', csv(rows((i) => ({ debit: isDebit(i) ? '\u001b[31mred' : 'no' }))));
    shop.write('training.csv', csv(training((i) => ({ debit: isDebit(i) ? 'a' : 'b' }))));
    const { stdout } = await init(shop);
    expect(stdout).toContain('no value of debit is in the training data');
    expect(stdout).not.toContain('\u001b[31m');
  });

  it.each<[string, (i: number) => Row, (i: number) => Row]>([
    [
      'booleans in JSON, texts in CSV',
      (i) => ({ debit: isDebit(i) }),
      (i) => ({ debit: isDebit(i) ? 'TRUE' : 'False' }),
    ],
    ['one known category', (i) => ({ debit: isDebit(i) ? 'new' : 'a' }), () => ({ debit: 'a' })],
    ['names that never come again', (i) => ({ debit: `Ada ${i}a` }), (i) => ({ debit: `Bo ${i}b` })],
    ['codes of numbers and texts', () => ({ debit: 'x' }), (i) => ({ debit: i % 2 === 0 ? 7 : 'y' })],
  ])('is not said of %s', async (_name, here, there) => {
    const shop = openFolder();
    const [name, bytes] = TABLES['JSON Lines'](rows(here));
    shop.write(`captures/${name}`, bytes);
    shop.write('training.csv', csv(training(there)));
    expect((await init(shop)).stdout).not.toContain('is in the training data');
  });
});

describe('a feature with other categories than the training data', () => {
  const said = async (count: number, categories: number) => {
    const shop = openFolder();
    const all = Array.from({ length: count }, (_, i) => {
      const { at, age, p } = PREDICTIONS[i % PREDICTIONS.length];
      return { at, age, p, plan: `a${i % categories}` };
    });
    shop.write('captures/day.csv', csv(all));
    shop.write('training.csv', csv(training((i) => ({ plan: `b${i % 3}` }))));
    return (await init(shop)).stdout.includes('no value of plan is in the training data');
  };

  it('is reported from 20 rows on', async () => {
    expect([await said(19, 2), await said(20, 2)]).toEqual([false, true]);
  });

  it('is reported where numbers stand for up to 20 categories', async () => {
    const isSaid = async (categories: number) => {
      const shop = openFolder();
      shop.write('captures/day.csv', csv(rows((i) => ({ plan: i % 3 }))));
      shop.write('training.csv', csv(training((i) => ({ plan: `b${i % categories}` }))));
      return (await init(shop)).stdout.includes('no value of plan is in the training data');
    };
    expect([await isSaid(20), await isSaid(21)]).toEqual([true, false]);
  });

  it('is reported with fewer than 500 categories', async () => {
    expect([await said(1500, 499), await said(1500, 500)]).toEqual([true, false]);
  });
});

describe('a text that every non-number of a column is', () => {
  it.each<[string, (value: number) => string]>([
    ['plain numbers', String],
    ['numbers with a decimal comma', (value) => String(value).replace('.', ',')],
  ])('is written as missing, as a guess: %s', async (_name, spell) => {
    const shop = openFolder();
    const content = (i: number) => (i % 10 === 0 ? 'k.A.' : spell(1 + ((i * 7) % 90) / 10));
    shop.write(
      'captures/day.csv',
      csv(
        rows((i) => ({ content: content(i) })).map(({ age: _age, p, ...row }) => ({ ...row, p: spell(Number(p)) })),
        ';',
      ),
    );
    shop.write(
      'training.csv',
      csv(training((i) => ({ content: 1 + ((i * 7) % 90) / 10 })).map(({ age: _age, ...row }) => row)),
    );
    const { stdout, value } = await init(shop);
    expect(value.capture.missing).toContain('k.A.');
    // The key replaces the default texts.
    expect(value.capture.missing).toContain('NA');
    expect(value.baseline.missing).toBeUndefined();
    expect(stdout).toContain(
      'capture.missing: "k.A." is taken for a missing value: all other values of content are numbers',
    );
    expect(stdout).not.toContain('has to be a number');
  });

  it('is one of at most five', async () => {
    const shop = openFolder();
    const texts = ['k.A.', 'offen', 'unbekannt', 'entfällt', 'leer', 'fehlt'];
    const columns = (isMissing: (i: number) => boolean) => (i: number) =>
      Object.fromEntries(texts.map((text, at) => [`x${at}`, isMissing(i) ? text : i + at / 10]));
    shop.write('captures/day.csv', csv(rows(columns((i) => i % 10 === 0))));
    shop.write('training.csv', csv(training(columns(() => false))));
    const { stdout, value } = await init(shop);
    expect(texts.filter((text) => value.capture.missing.includes(text))).toEqual(texts.slice(0, 5));
    expect(stdout).toContain('are taken for missing values: all other values of');
    // The column of the sixth is reported as what it is.
    expect(stdout).toMatch(/x5.*fehlt|fehlt.*x5/);
  });

  it.each([
    [20, true],
    [19, false],
  ])('is one beside 20 different numbers: %i', async (count, isMissing) => {
    const shop = openFolder();
    shop.write('captures/day.csv', csv(rows((i) => ({ grade: i < 5 ? 'K' : i % count }))));
    shop.write('training.csv', csv(training((i) => ({ grade: i % count }))));
    expect((await init(shop)).value.capture.missing?.includes('K') ?? false).toBe(isMissing);
  });

  it('is none beside few numbers, which may be classes, or beside another text', async () => {
    const shop = openFolder();
    shop.write(
      'captures/day.csv',
      csv(rows((i) => ({ grade: i % 13 === 0 ? 'K' : i % 13, size: i < 2 ? ['small', 'large'][i] : i }))),
    );
    shop.write('training.csv', csv(training((i) => ({ grade: i % 13 === 0 ? 'K' : i % 13, size: i }))));
    expect((await init(shop)).value.capture.missing).toBeUndefined();
  });
});
