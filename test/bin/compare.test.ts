import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import { run } from './fake-process.ts';
import reference from './reference/values.json' with { type: 'json' };
import { openFolder } from './shop.ts';

const folder = openFolder();
const file = (name: string, text: string | Uint8Array) => folder.write(name, text);

/** Prices from 0 to 199, and the same moved by 100; the country never changes. */
const rows = (shift: number) => Array.from({ length: 200 }, (_, i) => `${i + shift},${['NL', 'BE'][i % 2]}\n`).join('');
const before = file('before.csv', `price,country\n${rows(0)}`);
const after = file('after.csv', `price,country\n${rows(100)}`);

const FIELDS = [
  'name',
  'type',
  'method',
  'distance',
  'limit',
  'test',
  'statistic',
  'pValue',
  'adjustedPValue',
  'baselineRows',
  'windowRows',
  'drifted',
];

describe('compare', () => {
  it('names the drifted features', async () => {
    const { code, stdout, stderr } = await run(['compare', before, after]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^1 column changed: price\nbaseline 200 rows, window 200 rows\n/);
    expect(stdout).toMatch(/^1 of 2 features drifted: /m);
    // 0 to 199, then 100 to 299: the mean is 100 higher, and a standard deviation is 57.7.
    expect(stdout).toMatch(
      /^ {2}price +\d.* +DRIFTED: 1\.\d standard deviations higher \(mean 199\.5, 99\.5 in the baseline\)$/m,
    );
  });

  it('--json has the promised fields of every feature', async () => {
    const { code, stdout } = await run(['compare', before, after, '--json', '--method', 'ks', '--test', 'ks']);
    const comparison = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(comparison.driftedShare).toBe(0.5);
    for (const feature of comparison.features) expect(Object.keys(feature)).toEqual(expect.arrayContaining(FIELDS));
    // Half of the values have moved beyond the other half: the distribution functions are 100 / 200 apart.
    expect(comparison.features[0]).toMatchObject({
      name: 'price',
      type: 'number',
      method: 'ks',
      distance: 0.5,
      statistic: 0.5,
      baselineRows: 200,
      windowRows: 200,
      drifted: true,
    });
    expect(comparison.features[0].change).toMatchObject({
      kind: 'location',
      measure: 'mean',
      baseline: 99.5,
      window: 199.5,
    });
    expect(comparison.features[1]).not.toHaveProperty('change');
    expect(comparison.features[0].pValue / reference.ks_of_ranges_0_and_100).toBeCloseTo(1, 9);
    // Nothing but numbers has a KS distance: the country keeps the defaults of its type.
    expect(comparison.features[1]).toMatchObject({ name: 'country', type: 'category', distance: 0, drifted: false });
  });

  it('quotes no value of what has moved where values are hidden', async () => {
    const flags = (name: string, ones: number) =>
      file(name, `flag\n${Array.from({ length: 500 }, (_, i) => `${i < ones ? 77 : 0}\n`).join('')}`);
    const args = [flags('few.csv', 100), flags('many.csv', 300)];
    expect((await run(['compare', ...args])).stdout).toContain('DRIFTED: 77 is 60 % of the rows, 20 % in the baseline');
    const hidden = await run(['compare', ...args, '--values', 'hide']);
    expect(hidden.stdout).toContain('DRIFTED: one value is 60 % of the rows, 20 % in the baseline');
    const { stdout } = await run(['compare', ...args, '--values', 'hide', '--json']);
    expect(JSON.parse(stdout).features[0].change).toEqual({ kind: 'value', shares: [0.2, 0.6] });
  });

  it('accepts another distance, limit and level, and columns to leave out', async () => {
    const args = ['--method', 'psi', '--limit', '99', '--false-alarms', '0.1', '--ignore', 'country', '--json'];
    const { stdout } = await run(['compare', before, after, ...args]);
    const { features, alpha } = JSON.parse(stdout);
    expect(features).toHaveLength(1);
    expect(features[0]).toMatchObject({ method: 'psi', limit: 99, drifted: false });
    expect(alpha).toBeCloseTo(0.04, 12);
  });

  describe('columns that are gone, new, empty or broken', () => {
    const table = (name: string, header: string, row: (i: number) => string) =>
      file(name, `${header}\n${Array.from({ length: 600 }, (_, i) => `${row(i)}\n`).join('')}`);
    const wide = Array.from({ length: 45 }, (_, i) => `f${i}`);
    const value = (i: number, column: number) => String((i * 37 + column * 11) % 101);
    const all = (i: number) => wide.map((_, column) => value(i, column));
    const whole = table('whole.csv', wide.join(','), (i) => all(i).join(','));
    /** The same rows but for some columns. */
    const changed = (name: string, changes: Record<string, (i: number) => string>) =>
      table(name, wide.join(','), (i) =>
        all(i)
          .map((cell, column) => changes[wide[column]]?.(i) ?? cell)
          .join(','),
      );

    it('come first, are listed whole, and fail with --fail-on', async () => {
      const broken = changed('broken.csv', {
        f40: () => '',
        f41: () => 'n/a',
        f42: (i) => (i % 10 ? '' : value(i, 42)),
        f43: () => '7',
      });
      const { code, stdout } = await run(['compare', whole, broken]);
      expect(code).toBe(0);
      expect(stdout.split('\n').slice(0, 7)).toEqual([
        '4 columns changed: f40, f41, f42, f43',
        'baseline 600 rows, window 600 rows',
        '',
        'f40: 100 % missing, 0 % in the baseline',
        'f41: 100 % of the rows are of another type than in the baseline (n/a)',
        'f42: 90 % missing, 0 % in the baseline',
        'f43: every row has the same value; in the baseline it varied (7)',
      ]);
      expect(stdout).toMatch(/^ {2}f40 .*no numbers in the window$/m);
      expect(stdout).toMatch(/^ {2}and 5 more like the baseline \(--all shows them\)$/m);

      const failing = await run(['compare', whole, broken, '--fail-on', 'changed', '--json']);
      expect(failing.code).toBe(3);
      const { changed: names, quality } = JSON.parse(failing.stdout);
      expect(names).toEqual(['f40', 'f41', 'f42', 'f43']);
      expect(quality[0]).toMatchObject({ check: 'missing_values', feature: 'f40', value: 1, breached: true });
    });

    it('include all columns that only one side has', async () => {
      const other = table('other.csv', 'f0,new', (i) => `${value(i, 0)},${i}`);
      const { stdout } = await run(['compare', whole, other]);
      const gone = wide.slice(1).join(', ');
      expect(stdout).toMatch(new RegExp(`^45 columns changed: ${gone}, new\n`));
      expect(stdout).toContain(`\nmissing in the window: ${gone}\n`);
      expect(stdout).toContain('\nonly in the window: new\n');
    });

    it('include columns with fewer missing values', async () => {
      const gaps = changed('gaps.csv', {
        f41: (i) => (i % 100 ? value(i, 41) : ''),
        f42: (i) => (i % 10 ? '' : value(i, 42)),
        f43: () => '',
      });
      const { code, stdout } = await run(['compare', gaps, whole, '--fail-on', 'changed']);
      expect(code).toBe(3);
      const [headline, , , ...lines] = stdout.split('\n');
      expect(headline).toBe('2 columns changed: f43, f42');
      // One value in a hundred more is within the limit of 5 points.
      expect(lines.slice(0, 3)).toEqual([
        'f42: 0 % missing, 90 % in the baseline',
        'f43: 0 % missing, 100 % in the baseline',
        '',
      ]);
      const quiet = await run(['compare', gaps, gaps, '--fail-on', 'changed']);
      expect(quiet.code).toBe(0);
    });

    it.each([
      ['more', 'missing_values', 3, 4],
      ['fewer', 'fewer_missing_values', 4, 3],
      ['as many', 'missing_values', 4, 4],
    ])('have one finding about %s missing values', async (_, check, before, after) => {
      const [baseline, window] = [before, after].map((share, side) =>
        table(`one-${side}-${share}.csv`, 'a,b', (i) => `${i % 7},${i % 100 < share ? '' : i % 9}`),
      );
      const { stdout } = await run(['compare', baseline, window, '--json']);
      const { quality } = JSON.parse(stdout);
      const found = quality.filter((finding: { check: string }) => finding.check.includes('missing_values'));
      expect(found).toMatchObject([{ check, feature: 'b', breached: false }]);
    });

    it('are not reported where only a few more values are present', async () => {
      const [some, fewer] = [10, 9].map((share) =>
        table(`share-${share}.csv`, 'a,b', (i) => `${i % 7},${i % 20 < share ? '' : i}`),
      );
      expect((await run(['compare', some, fewer, '--fail-on', 'changed'])).code).toBe(0);
    });

    it('include columns that are empty in one of few rows', async () => {
      const [three, none] = [file('three.csv', 'a,b\n1,x\n2,y\n3,z\n'), file('none.csv', 'a,b\n1,\n2,\n3,\n')];
      const { stdout } = await run(['compare', three, none]);
      expect(stdout).toMatch(/^1 column changed: b\n/);
      expect(stdout).toMatch(/^ {2}b .*no values in the window$/m);
    });

    it('do not occur in a comparison of a file with itself', async () => {
      const { code, stdout } = await run(['compare', whole, whole, '--fail-on', 'changed']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^no column changed: baseline 600 rows, window 600 rows\n\n0 of 45 features drifted: /);
    });
  });

  it('says which columns are identifiers, and finds a change of their form', async () => {
    const ids = (text: (i: number) => string) =>
      `user,n\n${Array.from({ length: 300 }, (_, i) => `${text(i)},${i % 7}\n`).join('')}`;
    const old = file(
      'ids.csv',
      ids((i) => `u-${1000 + i}`),
    );
    const next = await run([
      'compare',
      old,
      file(
        'next.csv',
        ids((i) => `u-${2000 + i}`),
      ),
    ]);
    expect(next.stdout).toMatch(/^no column changed/);
    expect(next.stdout).toContain('identifiers (only form and missing values are compared): user\n');
    const mailed = await run([
      'compare',
      old,
      file(
        'mailed.csv',
        ids((i) => `u${i}@example.org`),
      ),
    ]);
    expect(mailed.stdout).toMatch(/^1 column changed: user\n/);
    expect(mailed.stdout).toContain("user: 100 % of the values are written in another form than the baseline's (");
  });

  it('measures many-valued texts as a scheduled check does', async () => {
    const days = (seed: number) => {
      const random = new SeededRandom(seed);
      return `day\n${Array.from({ length: 3000 }, () => `${random.integer(2000)}.03.x\n`).join('')}`;
    };
    const [a, b] = [file('days-a.csv', days(7)), file('days-b.csv', days(8))];
    const compared = JSON.parse((await run(['compare', a, b, '--json'])).stdout);
    expect(compared.features[0]).toMatchObject({ name: 'day', drifted: false, errorBound: 0 });
    expect(compared.features[0].distanceBeyondChance).toBeLessThan(0.1);
  });

  describe('comes to the same verdicts as a scheduled check', () => {
    const amounts = (rows: number, seed: number, factor = 1) => {
      const random = new SeededRandom(seed);
      return Array.from({ length: rows }, () => factor * Math.exp(3 + random.normal()));
    };
    const column = (name: string, values: readonly (string | number)[]) => file(name, `x\n${values.join('\n')}\n`);
    const repeat = (parts: Record<string, number>) =>
      Object.entries(parts).flatMap(([value, rows]) => new Array<string>(rows).fill(value));
    const amountsBefore = column('amounts.csv', amounts(5000, 1));
    const compare = async (a: string, b: string, ...options: string[]) =>
      JSON.parse((await run(['compare', a, b, '--json', ...options])).stdout);

    it.each([1.5, 2, 3])('growth by a factor of %f is drift, not another unit', async (factor) => {
      const { features, quality } = await compare(amountsBefore, column('grown.csv', amounts(2000, 2, factor)));
      expect(features[0].drifted).toBe(true);
      expect(quality.map(({ check }: { check: string }) => check)).not.toContain('scale_change');
    });

    it('cents in place of euros are another unit', async () => {
      const { quality } = await compare(amountsBefore, column('cents.csv', amounts(2000, 2, 100)));
      expect(quality).toContainEqual(expect.objectContaining({ check: 'scale_change', value: 100, breached: true }));
    });

    it('a single outlier is not drift', async () => {
      const outlying = column('far.csv', [...amounts(2000, 3), 4_682_600]);
      const { features } = await compare(amountsBefore, outlying);
      expect(features[0].distance).toBeGreaterThan(1);
      expect(features[0].distanceBeyondChance).toBeLessThan(0.1);
      expect((await run(['compare', amountsBefore, outlying])).stdout).toMatch(/^ {2}x .*without the (most|largest)/m);
    });

    it('a new spelling of a tenth of the rows is found beside many rows, and Cramér’s V does not shrink', async () => {
      const window = column('spelled.csv', repeat({ amber: 1800, blue: 900, Blue: 300 }));
      for (const rows of [3000, 300_000]) {
        const baseline = column(`colours-${rows}.csv`, repeat({ amber: 0.6 * rows, blue: 0.4 * rows }));
        const { features } = await compare(baseline, window, '--method', 'chi_square');
        expect(features[0].pValue).toBeLessThan(1e-50);
        // ½ (0.1²/0.7 + 0.1²/0.1)
        expect(features[0].distance).toBeCloseTo(Math.sqrt(0.005 / 0.7 + 0.05), 12);
        expect(features[0].drifted).toBe(true);
      }
    });
  });

  it('reads JSON Lines, gzip and CSV without a header side by side', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => `{"price":${i},"country":"${['NL', 'BE'][i % 2]}"}\n`).join('');
    const packed = file('before.jsonl.gz', gzipSync(lines));
    const mixed = await run(['compare', packed, before, '--json']);
    expect(JSON.parse(mixed.stdout).features).toMatchObject([{ distance: 0 }, { distance: 0 }]);

    const bare = await run([
      'compare',
      file('a.txt', rows(0)),
      file('b.txt', rows(0)),
      '--format',
      'csv',
      '--no-header',
      '--json',
    ]);
    expect(JSON.parse(bare.stdout).features.map(({ name }: { name: string }) => name)).toEqual(['_c0', '_c1']);
  });

  it('counts the texts that mean missing as missing', async () => {
    const gaps = file('gaps.csv', 'price\n1\nNA\n3\n');
    const { stdout } = await run(['compare', gaps, gaps, '--json', '--missing', 'NA']);
    expect(JSON.parse(stdout).features[0]).toMatchObject({
      type: 'number',
      baselineRows: 2,
      baselineMissingShare: 1 / 3,
    });
  });

  it('quotes the records it could not read', async () => {
    const broken = file('broken.jsonl', '{"price":1,"country":"NL"}\n{"price":\n{"price":2,"country":"BE"}\n');
    const { code, stdout } = await run(['compare', broken, before]);
    expect(code).toBe(0);
    expect(stdout).toContain('baseline: 1 record could not be read\n  rejected: invalid-json 1\n');
    expect(stdout).toMatch(/broken\.jsonl:2 +invalid-json: /);
  });

  const hostileName = '\u001b[31mred\u009b2J';
  it('never writes a control character of the data to the terminal', async () => {
    const hostile = file('hostile.csv', `"${hostileName}",__proto__,\n1,a,x\n2,b,y\n`);
    for (const args of [[], ['--json'], ['--ignore', hostileName], ['--ignore', 'redd']]) {
      const { stdout, stderr } = await run(['compare', hostile, hostile, ...args], { columns: 80 });
      expect((stdout + stderr).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }
    const { features } = JSON.parse((await run(['compare', hostile, hostile, '--json'])).stdout);
    expect(features.map(({ name }: { name: string }) => name)).toEqual([hostileName, '__proto__', '']);
  });

  const REFUSED: [string, string[], number, RegExp][] = [
    ['a file that is not there', [before, 'nowhere.csv'], 2, /^driftwarden: there is no file nowhere\.csv\n$/],
    ['a folder', [folder.folder, after], 2, /is a folder: give one file in it/],
    ['a device', ['/dev/null', after], 2, /is a pipe or a device/],
    ['an address of the web', ['https://example.com/a.csv', after], 2, /only files on this machine/],
    ['an empty file', [file('empty.csv', ''), after], 1, /empty\.csv is empty/],
    ['a header without rows', [file('bare.csv', 'a,b\n'), after], 1, /bare\.csv has no rows that can be read/],
    ['an unknown extension', [file('a.weird', 'a\n1\n'), after], 2, /the name does not show the format: give --format/],
    [
      'another format than it says',
      [file('a.parquet', 'a,b\n1,2\n'), after],
      1,
      /a\.parquet: it is not readable as Parquet/,
    ],
    ['no gzip under .gz', [file('a.csv.gz', 'a,b\n1,2\n'), after], 1, /a\.csv\.gz/],
    [
      'files without a common column',
      [before, file('c.csv', 'x,y\n1,2\n')],
      1,
      /no column in common: the baseline has price, country, the window x, y/,
    ],
    ['a header that is data', [before, file('d.csv', '0,0\n1,2\n')], 1, /more than once.*--no-header is for CSV files/],
    [
      'nothing left to compare',
      [before, after, '--ignore', 'price', 'country'],
      1,
      /--ignore price, country leaves no column to compare/,
    ],
    [
      'a column to ignore that is not there',
      [before, after, '--ignore', 'pryce'],
      2,
      /has no column "pryce"; did you mean price\?/,
    ],
    [
      'an unknown distance',
      [before, after, '--method', 'kss'],
      2,
      /'kss' is invalid\. Allowed choices are wasserstein, ks,/,
    ],
    ['an unknown test', [before, after, '--test', 't'], 2, /Allowed choices are ks, chi_square/],
    ['a limit below zero', [before, after, '--limit', '-1'], 2, /It must be a number from 0/],
    ['a limit that is no number', [before, after, '--limit', ''], 2, /It must be a number from 0/],
    ['a share that is none', [before, after, '--false-alarms', '1'], 2, /between 0 and 1/],
    ['a misspelt option', [before, after, '--limt', '1'], 2, /unknown option '--limt'\n\(Did you mean --limit\?\)/],
    ['one file', [before], 2, /missing required argument 'window-file'/],
    ['three files', [before, after, after], 2, /too many arguments/],
  ];

  it.each(REFUSED)('refuses %s', async (_name, args, code, message) => {
    const outcome = await run(['compare', ...args]);
    expect([outcome.code, outcome.stdout]).toEqual([code, '']);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).not.toMatch(/^ +at /m);
  });
});
