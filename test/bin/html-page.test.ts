import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readPage } from '../core/report/html/page-structure.ts';
import { run } from './fake-process.ts';
import { openFolder } from './shop.ts';

const folder = openFolder();
const file = (name: string, text: string | Uint8Array) => folder.write(name, text);
const place = (name: string) => join(folder.folder, name);

/** Prices from 0 to 199, and the same moved by 100; the country never changes. */
const rows = (shift: number) => Array.from({ length: 200 }, (_, i) => `${i + shift},${['NL', 'BE'][i % 2]}\n`).join('');
const before = file('before.csv', `price,country\n${rows(0)}`);
const after = file('after.csv', `price,country\n${rows(100)}`);
const scored = file(
  'scored.csv',
  `late,p\n${Array.from({ length: 400 }, (_, i) => `${i % 4 === 0 ? 1 : 0},${(i % 10) / 10}`).join('\n')}\n`,
);

/** Texts of the page, without what is only white. */
const textsOf = (page: string) =>
  readPage(page)
    .texts.map((text) => text.trim())
    .filter((text) => text !== '');

describe('compare --html', () => {
  it('writes a page with a chart of every column, and prints what it prints without', async () => {
    const html = place('page.html');
    const plain = await run(['compare', before, after]);
    const { code, stdout, stderr } = await run(['compare', before, after, '--html', html]);
    expect([code, stdout, stderr]).toEqual([0, plain.stdout, `page: ${html}\n`]);

    const page = readFileSync(html, 'utf8');
    const { tags, attributes } = readPage(page);
    const texts = textsOf(page);
    expect(texts).toEqual(expect.arrayContaining(['1 column changed', '1 of 2 features', 'price', 'country']));
    expect(tags.filter((tag) => tag.startsWith('article'))).toEqual(['article class', 'article']);
    expect(texts.slice(texts.indexOf('columns of numbers')).slice(0, 3)).toEqual(['columns of numbers', '1', '1']);
    // 200 prices of each file: means (0 + 199) / 2 and 100 more.
    expect(texts.slice(texts.indexOf('mean')).slice(0, 3)).toEqual(['mean', '99.50', '199.5']);
    // Half of the rows of each country in both files.
    expect(texts.filter((text) => text === '50 %').length).toBeGreaterThanOrEqual(4);
    expect(tags.map((tag) => tag.split(' ')[0])).not.toContain('script');
    expect(attributes.filter(([key]) => key === 'href' || key === 'src')).toEqual([]);
  });

  it('lists the first twenty drifted columns, and says how many more there are', async () => {
    const wide = (name: string, many: number, shift: number) => {
      const columns = Array.from({ length: many }, (_, c) => c);
      const line = (i: number) => columns.map((c) => ((i * 7 + c) % 100) + shift).join(',');
      return file(
        name,
        [columns.map((c) => `x${c}`).join(','), ...Array.from({ length: 200 }, (_, i) => line(i)), ''].join('\n'),
      );
    };
    const listed = async (many: number) => {
      const html = place(`wide-${many}.html`);
      await run(['compare', wide(`a${many}.csv`, many, 0), wide(`b${many}.csv`, many, 50), '--html', html]);
      const texts = textsOf(readFileSync(html, 'utf8'));
      return [
        texts.filter((text) => text.startsWith('drifted: ')).length,
        texts.find((text) => text.includes('more drifted')),
      ];
    };
    expect(await listed(20)).toEqual([20, undefined]);
    expect(await listed(23)).toEqual([20, '3 more drifted: see below']);
  });

  it('--json stays as it is', async () => {
    const [plain, paged] = await Promise.all([
      run(['compare', before, after, '--json']),
      run(['compare', before, after, '--json', '--html', place('json.html')]),
    ]);
    expect(paged.stdout).toBe(plain.stdout);
    expect(Object.keys(JSON.parse(plain.stdout))).not.toContain('distributions');
  });

  it('names the limit that was given, and for the others the usual one', async () => {
    const html = place('given.html');
    await run(['compare', before, after, '--method', 'ks', '--limit', '0.3', '--html', html]);
    const texts = textsOf(readFileSync(html, 'utf8'));
    expect(texts).toContain('0.3, given');
    expect(texts).toContain('0.1, usual for jensen_shannon');
  });

  it('shows hostile names and values as text', async () => {
    const hostile = file(
      'hostile.csv',
      '"<b>""x","`onload=`"\n1,</style><script>alert(1)</script>\n2,"""><img src=x>"\n',
    );
    const html = place('hostile.html');
    const { code } = await run(['compare', hostile, hostile, '--html', html]);
    const page = readFileSync(html, 'utf8');
    expect(code).toBe(0);
    expect(readPage(page).tags.map((tag) => tag.split(' ')[0])).not.toContain('img');
    expect(page).toContain('&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('&lt;b&gt;&quot;x');
  });

  it('--values hide shows neither categories nor numbers', async () => {
    const html = place('hidden.html');
    await run(['compare', before, after, '--values', 'hide', '--html', html]);
    const page = readFileSync(html, 'utf8');
    expect(page).not.toMatch(/NL|BE\b/);
    expect(textsOf(page)).toEqual(expect.arrayContaining(['(hidden)', '(hidden 2)', '-0.5 to 0 sd from the mean']));
    expect(textsOf(page)).not.toContain('range');
  });

  it.each([
    [place('nowhere/page.html'), 'there is no folder'],
    [folder.folder, 'is a folder'],
  ])('does not begin to read where %s cannot be written', async (html, message) => {
    const { code, stdout, stderr } = await run(['compare', before, after, '--html', html]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

describe('compare with standard input', () => {
  it('reads the second file from it', async () => {
    const csv = `price,country\n${rows(100)}`;
    const expected = await run(['compare', before, after]);
    const piped = await run(['compare', before, '-', '--format', 'csv'], { input: csv });
    expect(piped).toEqual(expected);
    const html = place('piped.html');
    await run(['compare', before, '-', '--format', 'csv', '--html', html], { input: gzipSync(csv) });
    expect(textsOf(readFileSync(html, 'utf8'))).toContain('standard input');
  });

  it.each([
    [[], { input: 'a\n1\n' }, 2, 'standard input has no name: give --format'],
    [['--format', 'csv'], { typed: '' }, 2, 'pipe the data'],
    [['--format', 'csv'], {}, 2, 'pipe the data'],
    [['--format', 'csv'], { input: '' }, 1, 'standard input is empty'],
    [['--format', 'csv'], { input: 'price\n' }, 1, 'standard input has no rows'],
  ])('is refused with %j and %j', async (options, process, expected, message) => {
    const { code, stderr } = await run(['compare', before, '-', ...options], process);
    expect(code).toBe(expected);
    expect(stderr).toContain(message);
  });
});

describe('evaluate --html', () => {
  it('writes a page with the metrics, their charts and the confusion matrix', async () => {
    const html = place('evaluation.html');
    const args = ['evaluate', scored, '--problem', 'binary-classification', '--label', 'late', '--score', 'p'];
    const plain = await run(args);
    const { code, stdout, stderr } = await run([...args, '--html', html]);
    expect([code, stdout, stderr]).toEqual([0, plain.stdout, `page: ${html}\n`]);
    const texts = textsOf(readFileSync(html, 'utf8'));
    expect(texts).toEqual(
      expect.arrayContaining(['Performance on 400 rows', 'accuracy', 'ROC', 'Calibration', '400 of 400 rows used']),
    );
    // Of every 20 rows, 5 are late: those at 0, 4, 8, 12 and 16, with scores 0, 0.4, 0.8, 0.2 and 0.6.
    const matrix = texts.slice(texts.indexOf('actual \\ predicted'));
    expect(matrix.slice(3, 13)).toEqual(['0', '140', '46.7 %', '160', '53.3 %', '1', '60', '60 %', '40', '40 %']);
  });
});
