import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS, type Row, TABLES } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { init, PLACES } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

/** Rows with an integer in place of the id. */
const captured = (id: (i: number) => Row): Row[] =>
  PREDICTIONS.map(({ at, age, plan, p }, i) => ({ at, ...id(i), age, plan, p }));
const labelled = (id: (i: number) => Row): Row[] =>
  PREDICTIONS.map(({ churned }, i) => ({ ...id(i), churned })).slice(20);

function write(shop: Shop, form: keyof typeof TABLES, rows: readonly Row[], labels: readonly Row[]): void {
  const [name, bytes] = TABLES[form](rows);
  shop.write(`captures/${name}`, bytes);
  shop.write('labels/day.csv', csv(labels));
  shop.write('training.csv', csv(PREDICTIONS.map(({ age, plan, p, churned }) => ({ age, plan, p, churned }))));
}

describe('init on ids that are integers', () => {
  it.each(['req', 'order_no', 'booking', 'customer_key'])('finds %s by the ids of the labels', async (name) => {
    for (const form of ['CSV with commas', 'JSON Lines'] as const) {
      const shop = openFolder();
      const id = (i: number) => ({ [name]: 7001 + i });
      write(shop, form, captured(id), labelled(id));
      const { value, stdout } = await init(shop, ...PLACES);
      expect(value.capture).toMatchObject({ id: name, features: ['age', 'plan'] });
      expect(value.labels.id).toBe(name);
      expect(stdout).not.toMatch(/(capture|labels)\.id/);
    }
  });

  it('finds them under another name in the labels', async () => {
    const shop = openFolder();
    write(
      shop,
      'CSV with commas',
      captured((i) => ({ vorgang: 1 + i })),
      labelled((i) => ({ nr: 1 + i })),
    );
    const { value } = await init(shop, ...PLACES);
    expect(value).toMatchObject({ capture: { id: 'vorgang' }, labels: { id: 'nr' } });
  });

  it('takes the index of a table for no id, beside a column of ids', async () => {
    const shop = openFolder();
    const id = (i: number) => 90_000 - 13 * i;
    write(
      shop,
      'CSV with commas',
      captured((i) => ({ index: i, nr: id(i) })),
      // The index of the labels begins at 0 again.
      labelled((i) => ({ nr: id(i) })).map((row, index) => ({ index, ...row })),
    );
    const { value } = await init(shop, ...PLACES);
    expect(value).toMatchObject({ capture: { id: 'nr' }, labels: { id: 'nr' } });
  });

  it('takes a column of the same name as a guess where no label is of the captured rows', async () => {
    const shop = openFolder();
    const id = (i: number) => ({ booking: 500 + 3 * i });
    write(
      shop,
      'CSV with commas',
      captured(id),
      labelled((i) => id(i + 5000)),
    );
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value).toMatchObject({ capture: { id: 'booking' }, labels: { id: 'booking' } });
    expect(stdout).toContain('labels.id: by the same name in captures');
  });

  it.each([
    ['a tenth of the labels', 10, true],
    ['more of them', 13, false],
  ])('finds ids in labels that correct %s', async (_name, corrected, isFound) => {
    const shop = openFolder();
    const id = (i: number) => ({ nr: 7001 + 3 * i });
    const labels = labelled(id);
    expect(labels).toHaveLength(100);
    // Of 100 rows, as many repeat an id.
    const rows = [...labels.slice(corrected), ...labels.slice(-corrected)];
    write(shop, 'CSV with commas', captured(id), rows);
    process.chdir(shop.folder);
    const { stdout, stderr } = await run(['init', 'captures', '--name', 'churn', '--yes', ...PLACES]);
    if (isFound) expect([stderr, stdout]).toEqual(['', expect.not.stringMatching(/labels\.id/)]);
    else expect(stdout + stderr).toMatch(/no column has an id for each row|labels\.id/);
  });

  it.each([
    [10, true],
    [9, false],
  ])('takes integers for ids if a tenth of the labels has them: %i of 100', async (shared, isId) => {
    const shop = openFolder();
    write(
      shop,
      'CSV with commas',
      captured((i) => ({ number: 1000 + 97 * i })),
      labelled((i) => ({ nr: i < 20 + shared ? 1000 + 97 * i : 60_000 + i })),
    );
    process.chdir(shop.folder);
    const { code, stderr } = await run(['init', 'captures', '--name', 'churn', '--yes', '--labels', 'labels']);
    expect([code, stderr]).toEqual(isId ? [0, ''] : [1, expect.stringContaining('no column has an id for each row')]);
  });

  it('does not take amounts that a few labels share for ids', async () => {
    const shop = openFolder();
    write(
      shop,
      'CSV with commas',
      captured((i) => ({ cents: 1000 + 97 * i })),
      // 5 of 100 are amounts of captured rows.
      labelled((i) => ({ nr: i < 25 ? 1000 + 97 * i : 60_000 + i })),
    );
    process.chdir(shop.folder);
    const { code, stderr } = await run(['init', 'captures', '--name', 'churn', '--yes', '--labels', 'labels']);
    expect(code).toBe(1);
    expect(stderr).toContain('no column has an id for each row, to which labels could refer');
  });
});
